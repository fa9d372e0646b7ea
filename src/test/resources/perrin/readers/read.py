"""Reads all of some run files by h5py, perrin.py and, where they are installed, xarray with both of its engines; a line for each file."""
import sys
import warnings

import h5py
import numpy as np

import perrin

try:
    import xarray, h5netcdf, netCDF4  # noqa: E401, F401
except ImportError:
    xarray = None
warnings.simplefilter("error")
NAMED = ("observables", "histograms", "final", "correlations")


def leaves(group):
    """Datasets with values, and attributes of groups; all of them read."""
    count = len(group.attrs)
    repr(group)
    for name in group:
        value = group[name]
        if isinstance(value, perrin.Group):
            count += leaves(value)
        else:
            assert not isinstance(value, bytes)
            count += 1
    if xarray:
        group.xarray()
    return count


def by_netcdf(file, run):
    """xarray finds the same names of dimensions as perrin.py, by itself."""
    groups = []
    run.h5.visititems(lambda name, node: groups.append(name) if isinstance(node, h5py.Group) else None)
    for name in [each for each in groups if each.split("/")[0] in NAMED]:
        ours = perrin.Group(run.h5[name], run).xarray()
        for engine in ("h5netcdf",) if run.axes else ("h5netcdf", "netcdf4"):  # netCDF4 takes no attributes of two dimensions
            with xarray.open_dataset(file, group=name, engine=engine) as theirs:
                theirs.load()
                for variable in theirs.variables:
                    found = tuple(theirs[variable].dims)
                    assert not any(dim.startswith("phony") for dim in found), (name, variable, found)
                    if variable in ours.variables and not run.axes:
                        assert found == tuple(ours[variable].dims), (name, variable, found, ours[variable].dims)


for file in sys.argv[1:]:
    with h5py.File(file) as h5:
        h5.visititems(lambda name, node: [node.attrs[a] for a in node.attrs])
        h5.visititems(lambda name, node: node[()] if isinstance(node, h5py.Dataset) else None)
    with perrin.open(file) as run:
        text = "%s %d %s" % (file.split("/")[-1], leaves(run), run.verdict)
        assert run.experiment["walkers"] == run.walkers and run.title
        if "final" in run:
            name = sorted(run.final)[0]
            text += " %s2=%.9g" % (name, np.nanmean(np.float64(run.final[name]) ** 2))
        if "observables" in run and "x2" in run.observables:
            x2 = run.observables.x2
            text += " x2=%.12g" % np.mean(x2.time_mean)
            assert np.allclose(np.mean(x2.mean), np.mean(x2.time_mean), rtol=1e-12)
            if run.experiment["observables"]["x2"] == "x^2":
                assert np.allclose(np.mean(np.float64(run.final.x) ** 2), np.mean(x2.mean[..., -1]), rtol=1e-6)
        if xarray:
            by_netcdf(file, run)
        print(text)
