"""Perrin's runs in Python: starts them, and opens their run files.

    import perrin
    run = perrin.run("double-well.yaml", steps=1e4)      # or perrin.open("double-well.h5")
    run.verdict, run.observables.x2.time_mean, run.histograms.x.density, run.final.x
    run.histograms.x.plot()

One file, to be copied or put on PYTHONPATH. It needs Python 3.9, numpy and h5py; `.xarray()`, `.pandas()`, `.plot()` and `.arviz()`
want the library that they are called after (`.plot()`: matplotlib).

What lies where in a run file is told in Perrin's docs/run-file.md: groups and datasets are attributes here, and so are HDF5's
attributes. Nothing is read before it is asked for. Text is decoded; characters that would move a terminal's cursor or turn the
direction of writing stand as \\u001b.
"""

import builtins
import collections.abc
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unicodedata

import h5py
import numpy as np

__all__ = ["PerrinError", "Run", "open", "run"]

_SHORT = 40  # characters of a formula that stand at an axis
_WIDE = 300  # times the smallest mean of a race is the largest where its axis is logarithmic, as in Perrin's reports
NEGATIVE = 3  # the exit code of a run whose verdict is negative: its file is whole


class PerrinError(Exception):
    """What the launcher says when it fails, or what is wrong with a file. `exit_code`: the launcher's, or None."""

    def __init__(self, message, exit_code=None):
        super().__init__(message)
        self.exit_code = exit_code


# Starting runs


def launcher():
    """The program: what the environment variable PERRIN says, or is beside this file or in its checkout, or on PATH."""
    named = os.environ.get("PERRIN")
    if named:
        found = shutil.which(named)
        if not found:
            raise PerrinError("the environment variable PERRIN is %r, which is no program that can be run" % named)
        return found
    here = pathlib.Path(__file__).resolve().parent
    for folder in (here, here.parent.parent):
        found = shutil.which(str(folder / "perrin"))
        if found:
            return found
    found = shutil.which("perrin")
    if not found:
        raise PerrinError("the launcher `perrin` is not on PATH; let the environment variable PERRIN say where it is")
    return found


def run(experiment, output=None, sets=None, options=(), progress=True, **keys):
    """Runs an experiment and opens its run file. A negative verdict is no error: see `run.verdict`.

    experiment: the name of an experiment file, or an experiment as a dict; then `output` must be given
    output:     the run file; by default the experiment file's name with .h5, in the current folder. If it holds the same experiment
                it is kept, as on the command line; options=["--force"] runs again.
    sets:       keys with dots and others that are no words of Python, {"method.friction": 2}
    options:    further words of the command line, ["--backend", "cpu"]
    progress:   whether what the launcher prints is shown as it comes
    keys:       keys of the experiment; an underscore stands for a hyphen: steps=1e6, burn_in=0, temperature="1/(n + 2)"

    Raises PerrinError with the launcher's message where it fails.
    """
    words = [launcher(), "run"]
    with tempfile.TemporaryDirectory(prefix="perrin-") as folder:
        if isinstance(experiment, collections.abc.Mapping):
            if output is None:
                raise PerrinError("an experiment that is a dict has no name: say output=\"NAME.h5\"")
            source = pathlib.Path(folder, pathlib.Path(output).stem + ".yaml")
            source.write_text(_yaml(experiment), encoding="ascii")
        else:
            source = pathlib.Path(experiment)
        target = pathlib.Path(output) if output is not None else pathlib.Path(source.stem + ".h5")
        words += [_word(source), "-o", _word(target)]
        for key, value in {**{k.replace("_", "-"): v for k, v in keys.items()}, **(sets or {})}.items():
            words += ["--set", "%s=%s" % (key, value if isinstance(value, str) else _yaml(value))]
        code, out, err = _streamed(words + [str(option) for option in options], progress)
    if code not in (0, NEGATIVE):
        raise PerrinError(_message(err) or "perrin ended with exit code %d" % code, code)
    said = [line[len("run file: "):] for line in out if line.startswith("run file: ")]
    beside = said and pathlib.Path(said[-1])  # another name, if somebody else's run took this one meanwhile
    return open(beside if beside and beside.is_file() else target)


def _word(path):
    """A file's name as a word of the command line: one that begins with a hyphen is no option."""
    text = os.fspath(path)
    return "./" + text if text.startswith("-") else text


def _yaml(value):
    """A value as YAML in one line, which JSON is. Whole numbers have no point: steps=1e6."""

    def plain(v):
        if isinstance(v, np.generic):
            v = v.item()
        if isinstance(v, np.ndarray):
            v = v.tolist()
        if isinstance(v, float) and v.is_integer() and abs(v) < 2**63:
            return int(v)
        if isinstance(v, collections.abc.Mapping):
            return {str(k): plain(each) for k, each in v.items()}
        if isinstance(v, (list, tuple)):
            return [plain(each) for each in v]
        return v

    return json.dumps(plain(value))


def _streamed(words, shown):
    """Exit code and the lines of stdout and stderr, which are passed on while they come."""
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
        )
    except OSError as e:
        raise PerrinError("%s cannot be run: %s" % (words[0], e.strerror)) from e
    lines = ([], [])

    def pass_on(stream, kept, to):
        for line in stream:
            kept.append(line.rstrip("\n"))
            if shown:
                print(line, end="", file=to, flush=True)

    threads = [
        threading.Thread(target=pass_on, args=each, daemon=True)
        for each in zip((process.stdout, process.stderr), lines, (sys.stdout, sys.stderr))
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return process.wait(), lines[0], lines[1]
    except BaseException:  # such as an interrupt
        process.terminate()
        process.wait()
        raise


def _message(lines):
    """The last complaint with the lines that belong to it; before it there may be notices."""
    begins = [i for i, line in enumerate(lines) if line.startswith("perrin: ")]
    return _shown("\n".join(lines[begins[-1]:] if begins else lines)).strip()


# Text


def _shown(text):
    """A text in which nothing acts on a terminal: as Perrin prints it."""
    if text.isprintable():
        return text
    return "".join(
        c
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else ("\\u%04x" if ord(c) < 0x10000 else "\\u{%x}") % ord(c)
        for c in text
    )


def _line(text):
    return _shown(text.replace("\r", "\\r").replace("\n", "\\n"))


def _value(value):
    """What h5py gives as Python has it: text decoded, single numbers as numbers."""
    if isinstance(value, bytes):
        return _shown(value.decode("utf-8", "replace"))
    if isinstance(value, str):
        return _shown(value)
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "SO":
            return np.array([_value(each) for each in value.ravel()], dtype=object).reshape(value.shape)
        return value
    return value.item() if isinstance(value, np.generic) else value


def _need(module, what):
    try:
        return __import__(module, fromlist=["_"])
    except ImportError as e:
        raise PerrinError("%s needs %s, which is not installed (pip install %s)" % (what, module, module.split(".")[0])) from e


# Run files


def open(file):  # noqa: A001  as h5py.File opens, under this module's name
    """Opens a run file; to be closed by `with` or `close()` where that matters. Raises PerrinError if it is none."""
    path = pathlib.Path(file)
    try:
        root = h5py.File(path, "r")
    except OSError as e:
        reason = "there is no such file" if not path.exists() else "it is no HDF5 file, or not whole (%s)" % e
        raise PerrinError("%s: %s" % (_line(str(path)), reason)) from None
    schema = root.attrs.get("schema")
    if schema is None or root.attrs.get("complete") != 1:
        root.close()
        raise PerrinError("%s: is no run file of Perrin's" % _line(str(path)))
    if schema > 1:
        root.close()
        raise PerrinError("%s: was written by a newer Perrin (schema %d, this reader knows 1)" % (_line(str(path)), schema))
    return Run(root)


class Group:
    """A group of a run file: its groups, datasets and attributes are attributes, or items where their names are no words.

    A dataset is read when it is asked for, as a numpy array; `.h5[name]` is h5py's, of which parts can be read.
    """

    def __init__(self, h5, run):
        self.h5 = h5
        self._run = run

    def __getitem__(self, name):
        node = self.h5[name] if isinstance(name, str) and name in self else None
        if node is not None:
            return _group(node, self._run) if isinstance(node, h5py.Group) else _value(node[()])
        if isinstance(name, str) and name in self.h5.attrs:
            return _value(self.h5.attrs[name])
        raise KeyError(self._unknown(name))

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as e:
            raise AttributeError(e.args[0]) from None

    def _unknown(self, name):
        names = self.keys() + [each for each in self.h5.attrs if not each.startswith("_")]
        near = difflib.get_close_matches(str(name), names, 1, 0.5)
        hint = "; the nearest is %s" % _line(near[0]) if near else "; there are %s" % ", ".join(map(_line, names))
        return "%s has no %s%s" % (_line(self.h5.name), _line(str(name)), hint)

    def __contains__(self, name):
        return name in self.h5 and not _is_axis_alone(self.h5[name])

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def keys(self):
        """Names of its groups and datasets."""
        return [name for name, node in self.h5.items() if not _is_axis_alone(node)]

    @property
    def attrs(self):
        """HDF5's attributes, text decoded."""
        return {name: _value(value) for name, value in self.h5.attrs.items() if not name.startswith("_")}

    def __dir__(self):
        return sorted({*object.__dir__(self), *self.keys(), *self.attrs})

    def __repr__(self):
        lines = [_line(self.h5.name)]
        for name, value in self.attrs.items():
            lines.append("  %s: %s" % (_line(name), _line(str(value)) if np.ndim(value) == 0 else "%s" % (np.shape(value),)))
        for name, node in self.h5.items():
            if isinstance(node, h5py.Group):
                lines.append("  %s/" % _line(name))
            elif not _is_axis_alone(node):
                dims = zip(_dims(node, self._run), node.shape)
                lines.append("  %s [%s] %s" % (_line(name), ", ".join("%s: %d" % d for d in dims), node.dtype))
        return "\n".join(lines)

    def xarray(self):
        """Its datasets, and its results that are attributes, with named dimensions and their coordinates, as an xarray.Dataset."""
        xarray = _need("xarray", ".xarray()")
        arrays = {}
        for name, node in self.h5.items():
            if isinstance(node, h5py.Dataset) and not _is_axis_alone(node):
                arrays[_line(name)] = (_dims(node, self._run), _value(node[()]))
        return _dataset(xarray, arrays, self, self._run)


def _group(h5, run):
    parts = h5.name.strip("/").split("/")
    if len(parts) == 2 and parts[0] in _MEASURES:
        return _MEASURES[parts[0]](h5, run)
    return Observables(h5, run) if parts == ["observables"] else Group(h5, run)


def _is_axis_alone(node):
    """A dataset that only names a dimension, by the conventions of netCDF-4."""
    name = node.attrs.get("NAME", b"")
    return bytes(name if isinstance(name, bytes) else str(name).encode()).startswith(b"This is a netCDF dimension")


def _dims(node, run):
    """Names of a dataset's dimensions, by its place in the file (docs/run-file.md)."""
    path = node.name.strip("/").split("/")
    name, top = path[-1], path[0]
    swept = tuple(run.axes)
    own = len(node.shape) - len(swept)
    if len(path) == 1 and name in swept:
        return (name,)
    if top == "sweep":
        return tuple(axis for axis, stored in run._stored.items() if stored == name)
    if top == "histograms" and name in ("bin", "bin_0", "bin_1"):
        return (name,)  # the same at all points of a sweep
    known = []
    if top == "histograms":
        bins = ["bin"] if "edges" in node.parent else ["bin_0", "bin_1"]
        known = ["group"] + bins if name == "groups" else bins
        if name.startswith("edges"):
            known = [name.replace("edges", "edge") if swept else name]
    elif top == "observables":
        known = [run.time]
    elif top == "correlations":
        known = ["lag"]
    elif top in ("final", "best") and len(path) == 2:
        known = ["walker"] if own == 1 else ["component_%d" % node.shape[-2], "walker"]
    elif path[:3] == ["particles", "trajectory", "position"]:
        frame = "frame" if swept else "time"
        known = [frame, "particle", "dimension"] if name == "value" else [frame]
    elif top == "sgd" and name != "positions":
        known = ["coordinate", "coordinate_2"]
    if top in ("check", "experiment") or own < 0:
        return tuple("%s_%d" % (_line(name), d) for d in range(len(node.shape)))
    known = known[:own] + ["%s_%d" % (_line(name), d) for d in range(own - len(known))]
    return swept + tuple(known)


def _dataset(xarray, arrays, group, run):
    """Arrays by name, (dims, values), as an xarray.Dataset with what is known of their dimensions."""
    results = {}
    texts = {}
    shape = tuple(run.axes.values())
    for name, value in group.attrs.items():
        if np.shape(value) == shape and np.asarray(value).dtype.kind in "fi":
            results[_line(name)] = (tuple(run.axes), np.asarray(value))
        elif np.ndim(value) == 0 or np.asarray(value).dtype.kind in "fi":
            texts[_line(name)] = value
    dims = {*run.axes, *(dim for each, _ in arrays.values() for dim in each)}
    arrays = {_beside(name, each[0], dims): each for name, each in arrays.items()}
    results = {_beside(name, each[0], dims): each for name, each in results.items()}
    coordinates = {name: run.coordinate(name) for name in run.axes if name in dims or results}
    for name, values in run.middles(group).items():
        if name in dims:
            coordinates[name] = values
    data = xarray.Dataset({**{k: v for k, v in results.items() if k not in arrays}, **arrays}, attrs=texts)
    if "time" in dims and "observables" in group.h5.name:
        coordinates["time"] = run.times()
    elif "sample" in dims:
        coordinates["time"] = (tuple(run.axes) + ("sample",), run.h5["observables/time"][()])
    if "lag_values" in data:  # the same at all points of a sweep
        coordinates["lag"] = data["lag_values"].values.reshape(-1, data.sizes["lag"])[0]
        data = data.drop_vars("lag_values")
    return data.assign_coords({k: v for k, v in coordinates.items() if k not in data.coords})


def _beside(name, own, dims):
    """A variable's name. One that is called like a dimension, and is not its coordinate, needs another."""
    return name + "_values" if name in dims and tuple(own) != (name,) else name


class Observables(Group):
    """All observables: `.x2` is one of them."""

    def names(self):
        """Of the observables, without `step` and `time`."""
        return [name for name, node in self.h5.items() if isinstance(node, h5py.Group)]

    def xarray(self):
        """Means as NAME, variances as NAME_variance, over the sweep's axes and time."""
        xarray = _need("xarray", ".xarray()")
        arrays = {}
        for name in self.names():
            for suffix, part in (("", "mean"), ("_variance", "variance")):
                node = self.h5[name][part]
                arrays[_line(name) + suffix] = (_dims(node, self._run), node[()])
        return _dataset(xarray, arrays, self, self._run)

    def pandas(self):
        """Ensemble means, a column for each observable, a row for each sample time; of a sweep the axes come first in the index."""
        pandas = _need("pandas", ".pandas()")
        columns = {_line(name): self.h5[name]["mean"][()].ravel() for name in self.names()}
        times = self.h5["time"][()]
        if not self._run.axes:
            return pandas.DataFrame(columns, index=pandas.Index(times, name="time"))
        index = self._run.points()
        samples = times.shape[-1]
        levels = [np.repeat(level, samples) for level in zip(*index)] + [times.ravel()]
        return pandas.DataFrame(columns, index=pandas.MultiIndex.from_arrays(levels, names=[*self._run.axes, "time"]))

    def averages(self):
        """Time means with their standard errors, a row for each observable (and each point of a sweep), by pandas."""
        pandas = _need("pandas", ".averages()")
        rows = []
        for name in self.names():
            attrs = {k: np.ravel(v) for k, v in self[name].attrs.items()}
            for p, point in enumerate(self._run.points()):
                figures = [attrs[k][p] for k in ("time_mean", "standard_error", "degrees_of_freedom")]
                rows.append([_line(name), *point, *figures])
        head = ["name", *self._run.axes]
        return pandas.DataFrame(rows, columns=[*head, "time_mean", "standard_error", "degrees_of_freedom"]).set_index(head)

    def plot(self):
        """A panel for each observable."""
        return _panels([self[name] for name in self.names()])


class Measure(Group):
    """A group that can be drawn."""

    def plot(self, ax=None):
        """Draws it with matplotlib, a curve for each point of a sweep; gives the axes."""
        pyplot = _need("matplotlib.pyplot", ".plot()")
        if ax is None:
            ax = pyplot.gca()
            own = getattr(ax.figure, "get_layout_engine", lambda: "Matplotlib before 3.6")()
            if own is None and len(self._run.points()) > 1:
                ax.figure.set_layout_engine("constrained")  # makes room for the legend beside the axes
        title = _literal(_line(self.h5.name.rsplit("/", 1)[-1]))
        ax.set_title(title)
        points = self._run.points()
        for p, point in enumerate(points):
            label = ", ".join("%s = %s" % (a, _short(v)) for a, v in zip(self._run.axes, point))
            self._draw(ax, p, _literal(label), "C%d" % (p % 10))
        if 1 < len(points) <= 10 and ax.get_legend_handles_labels()[0]:
            ax.legend(fontsize="x-small", loc="upper left", bbox_to_anchor=(1, 1))  # beside, where no curve is
        return ax

    def _said(self):
        """What the experiment says of it."""
        top, name = self.h5.name.strip("/").split("/")
        return self._run.experiment.get(top, {}).get(name, {})

    def _of(self, name, point):
        """A dataset at one point of a sweep."""
        axes = len(self._run.axes)
        values = self.h5[name]
        return values[np.unravel_index(point, tuple(self._run.axes.values()))] if axes else values[()]


class Histogram(Measure):
    """Counts, edges, density and, where it is known, Boltzmann's."""

    @property
    def middles(self):
        """The bins' middles; of two quantities a pair."""
        middles = list(self._run.middles(self).values())
        return middles[0] if len(middles) == 1 else tuple(middles)

    def _draw(self, ax, point, label, colour):
        if "edges" not in self.h5:
            if point == 0:  # maps cannot lie on each other
                x, y = (self._of("edges_%d" % axis, 0) for axis in (0, 1))
                ax.figure.colorbar(ax.pcolormesh(x, y, self._of("density", 0).T), ax=ax, label="density")
                ax.set_xlabel(self._quantity(0, "edges_0"))
                ax.set_ylabel(self._quantity(1, "edges_1"))
                ax.set_title("%s%s" % (ax.get_title(), " (%s)" % label if label else ""))
            return
        edges = self._of("edges", point)
        ax.stairs(self._of("density", point), edges, color=colour, label=label or "density")
        if "boltzmann" in self.h5:
            ax.plot((edges[1:] + edges[:-1]) / 2, self._of("boltzmann", point), ":", color="black", label=None if point else "Boltzmann")
        ax.set_xlabel(self._quantity(0, "edges"))
        ax.set_ylabel("density")
        if not label and "boltzmann" in self.h5:
            ax.margins(y=0.3)  # the legend's, above all curves
            ax.legend(fontsize="x-small", loc="upper right", ncol=2)

    def _quantity(self, axis, edges):
        """What is counted along an axis, with its unit: the formula where that is short."""
        of = self._said().get("of")
        text = str((of if isinstance(of, list) else [of])[axis]) if of is not None else "value"
        return _literal(_line(text if len(text) <= _SHORT else "value")) + self._run._unit_of(self.h5[edges])


class Observable(Measure):
    """Ensemble mean and variance at each sample; `time_mean` with its `standard_error`."""

    def _draw(self, ax, point, label, colour):
        time = self._run.h5["observables/time"]
        axes = len(self._run.axes)
        at = np.unravel_index(point, tuple(self._run.axes.values())) if axes else ()
        race = "method" in self._run._stored.values()  # whose methods may have time steps of their own
        mean, times = self._of("mean", point), self._run.h5["observables/step"][at] if race else time[at]
        error = np.sqrt(self._of("variance", point) / self._run.h5.attrs["walkers"])
        ax.plot(times, mean, color=colour, label=label)
        ax.fill_between(times, mean - 2 * error, mean + 2 * error, color=colour, alpha=0.2, linewidth=0)
        ax.set_xlabel("steps" if race else "time%s" % self._run._unit_of(time))
        ax.set_ylabel(ax.get_title() + self._run._unit_of(self.h5["mean"]))
        means = self["mean"]
        means = means[np.isfinite(means)]
        if race and means.size and means.min() > 0 and means.max() > _WIDE * means.min():
            ax.set_yscale("log")
            ax.set_ylim(means.min() / 1.5, means.max() * 1.5)  # whatever the bands reach


class Correlation(Measure):
    """A correlation by its lag in steps."""

    def _draw(self, ax, point, label, colour):
        error = np.nan_to_num(self._of("standard_error", point))
        lags = self._of("lag", point)
        ax.errorbar(lags, self._of("value", point), 2 * error, color=colour, elinewidth=0.5, label=label)
        ax.set_xlabel("lag (steps)")
        ax.set_ylabel("mean square displacement" if self._said().get("displacement") else "autocorrelation")


# Dimensions, and groups, that an axis of a sweep, called like one, must not be taken for; as in Perrin's DimensionNames.
_TAKEN = re.compile(
    r"(bin|edges?|coordinate)(_[0-9])?|component_[0-9]+|group|time|sample|lag|lag_number|walker|frame|particle|dimension"
)

_MEASURES = {"histograms": Histogram, "observables": Observable, "correlations": Correlation}


class Run(Group):
    """A run file. Its attributes are those of the file's root: `verdict`, `title`, `walkers`, …, and its groups."""

    def __init__(self, root):
        super().__init__(root, self)
        axes = dict(root["sweep"].items()) if "sweep" in root else {}
        order = sorted(axes, key=lambda name: axes[name].attrs["number"])
        # the sweep's axes with their lengths, in order; empty without a sweep
        self.axes = {_line(name) + ("_axis" if _is_taken(name, root) else ""): axes[name].shape[0] for name in order}
        self._stored = dict(zip(self.axes, order))
        times = root["observables/time"] if "observables" in root else None
        # the name of the samples' dimension; `sample` where the points of a sweep have times of their own
        self.time = "time" if times is None or _is_same(times, len(self.axes)) else "sample"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Closes the file; what was read stays."""
        self.h5.close()

    @property
    def experiment(self):
        """The resolved experiment as a dict."""
        return json.loads(self.h5["experiment"][()])

    @property
    def file(self):
        """The run file's name."""
        return self.h5.filename

    def coordinate(self, axis):
        """The values along an axis of the sweep: numbers, or methods by name."""
        node = self.h5["sweep"][self._stored[axis]]
        names = node.attrs.get("names")
        return node[()] if names is None else np.array([_value(name) for name in names], dtype=object)

    def points(self):
        """The points of the sweep, row by row; without one there is one, ()."""
        values = [self.coordinate(axis).tolist() for axis in self.axes]
        return [tuple(v[i] for v, i in zip(values, at)) for at in np.ndindex(*self.axes.values())]

    def times(self):
        """Time at each sample, where all points of a sweep have the same."""
        times = self.h5["observables/time"][()]
        return times.reshape(-1, times.shape[-1])[0]

    def middles(self, group):
        """The middles of a histogram's bins by their dimension's name."""
        found = {}
        for edges, bins in (("edges", "bin"), ("edges_0", "bin_0"), ("edges_1", "bin_1")):
            if edges in group.h5 and group.h5.name.startswith("/histograms/"):
                at = group.h5[edges][()]
                at = at.reshape(-1, at.shape[-1])[0]
                found[bins] = (at[1:] + at[:-1]) / 2
        return found

    def _unit_of(self, node):
        unit = node.attrs.get("units")
        return "" if unit is None else " (%s)" % _literal(_line(_value(unit)))

    def plot(self):
        """A panel for each histogram, observable and correlation."""
        return _panels([self[top][name] for top in _MEASURES if top in self for name in self[top] if name not in ("step", "time")])

    def arviz(self, of="final", chains=None, names=None):
        """Walkers as ArviZ has them, arviz.InferenceData with the group `posterior`.

        of="final": the final states. Walkers are independent, so by default each is a chain, of one draw; diagnostics that compare
                    chains with themselves (R-hat, ESS) want more, and have it with chains=4: consecutive walkers are the draws
                    of a chain, in order. They say then whether walkers agree, not how fast one of them moves.
        of="paths": the paths of `trajectories`: a walker is a chain, its frames are the draws, correlated in time.
        names:      which coordinates; all, and the method's state, by default
        """
        arviz = _need("arviz", ".arviz()")
        if self.axes:
            raise PerrinError("a sweep is no sample of one distribution; take run.final.xarray() and choose a point")
        if of == "final":
            arrays = self._finals(chains, names)
        elif of == "paths":
            arrays = self._paths(names)
        else:
            raise PerrinError("of=%r must be \"final\" or \"paths\"" % (of,))
        data = {name: values for name, values in arrays.items()}
        note = "walkers after the last step" if of == "final" else "paths of single walkers: chain = walker, draw = frame"
        attrs = {"title": self.title, "verdict": self.verdict, "experiment_sha256": self.experiment_sha256, "what": note}
        try:
            return arviz.from_dict(posterior=data, posterior_attrs=attrs)
        except TypeError:  # ArviZ 1
            tree = arviz.from_dict({"posterior": data})
            tree["posterior"].attrs.update(attrs)
            return tree

    def _finals(self, chains, names):
        if "final" not in self:
            raise PerrinError("%s has no final states (it was run with --no-final)" % _line(self.file))
        arrays = {}
        for name in names if names is not None else self.h5["final"]:
            values = np.moveaxis(np.asarray(self.final[name]), -1, 0)  # [walkers, components]
            count = len(values) if chains is None else chains
            if not 1 <= count <= len(values):
                raise PerrinError("chains=%r must be from 1 to the number of walkers, %d" % (chains, len(values)))
            draws = len(values) // count
            arrays[_line(name)] = values[: count * draws].reshape(count, draws, *values.shape[1:])
        return arrays

    def _paths(self, names):
        if "particles" not in self:
            raise PerrinError("%s has no paths; run it with trajectories={\"walkers\": 8, \"every\": 10}" % _line(self.file))
        if self.experiment["trajectories"].get("atoms", 1) != 1:
            raise PerrinError("these paths are of atoms; take run.particles.trajectory.position.value")
        value = self.h5["particles/trajectory/position/value"]
        arrays, column = {}, 0
        for name, length in _blocks(self.experiment["coordinates"]):
            if names is None or name in names:
                columns = value[:, :, column] if length is None else value[:, :, column : column + length]
                arrays[name] = np.swapaxes(columns, 0, 1)
            column += length or 1
        return arrays


def _blocks(coordinates):
    """Names of the coordinates with their lengths; None of one that is no vector."""
    if isinstance(coordinates, list):
        return [(name, None) for name in coordinates]
    return [(name, length) for name, length in coordinates.items()]


def _is_taken(axis, root):
    return bool(_TAKEN.fullmatch(axis)) or isinstance(root.get(axis), h5py.Group)


def _is_same(times, axes):
    """Whether all points of a sweep have the same times."""
    if axes == 0:
        return True
    all_times = times[()].reshape(-1, times.shape[-1])
    return bool((all_times == all_times[0]).all())


def _panels(measures):
    pyplot = _need("matplotlib.pyplot", ".plot()")
    if not measures:
        raise PerrinError("there is nothing to draw")
    columns = min(3, len(measures))
    rows = -(-len(measures) // columns)
    wide = 6.5 if len(measures[0]._run.points()) > 1 else 4.5  # with legends beside
    figure, axes = pyplot.subplots(rows, columns, figsize=(wide * columns, 3.2 * rows), squeeze=False, constrained_layout=True)
    for ax in axes.flat[len(measures):]:
        ax.set_axis_off()
    for ax, measure in zip(axes.flat, measures):
        measure.plot(ax)
    return figure


def _short(value):
    return value if isinstance(value, str) else "%.6g" % value


def _literal(text):
    """A text for matplotlib, which takes what stands between dollars for a formula."""
    return text.replace("$", r"\$")
