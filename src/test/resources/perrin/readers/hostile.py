"""A run file in which somebody has put texts that act on terminals: perrin.py shows them as text."""
import sys
import unicodedata

import h5py

import perrin

BAD = "a\x1b[31m\u202eb\r\u2028c</script>$x$"
NAME = BAD.replace("/", "|")  # which HDF5 has in no name

with h5py.File(sys.argv[1], "r+") as file:
    file.attrs["title"] = BAD
    file.attrs[BAD] = 1
    file["observables"].copy("x2", NAME)
    file["observables"][NAME].attrs["kind"] = BAD
    file["observables/x2/mean"].attrs["units"] = BAD
run = perrin.open(sys.argv[1])
texts = [run.title, repr(run), repr(run.observables), repr(run.observables[NAME]), run.observables[NAME].kind]
for wrong in (lambda: run.observables.x3, lambda: run.nothing, lambda: perrin.open(BAD)):
    try:
        wrong()
        raise AssertionError("no error")
    except (AttributeError, perrin.PerrinError) as error:
        texts.append(str(error))
try:
    texts += [repr(run.observables.xarray()), repr(run.observables[NAME].xarray())]
except perrin.PerrinError as error:
    print(error)
try:
    texts.append(repr(run.observables.averages()))
except perrin.PerrinError as error:
    print(error)
try:
    import matplotlib

    matplotlib.use("Agg")
    run.plot().savefig(sys.argv[1] + ".svg")
except ImportError as error:
    print(error)
for text in texts:
    assert "a\\u001b[31m\\u202eb" in text or "nearest" in text or "there are" in text, text
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") for c in text), ascii(text)
print("text")
