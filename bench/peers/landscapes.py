"""The library's test functions of global optimisation as one writes them in NumPy, for scripts/bench-minimize.

    problems()    {name: Problem}: a name is the library's, with the number of coordinates where that is open: ackley-5, hartmann-3
    check(...)    whether each energy is Perrin's, at its minimum and at random places

Constants, domains and minima are read from kernels/energies.
"""
import math
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Callable

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DIMENSIONS = (2, 5, 10)  # of energies whose number of coordinates is open
PLACES = 20  # random ones, where energies are compared


def ackley(x, p):
    return p.a + math.e - math.exp(np.cos(p.c * x).mean()) - p.a * math.exp(-p.b * math.sqrt(x @ x / x.size))


def beale(z, p):
    x, y = z
    return (1.5 - x + x * y)**2 + (2.25 - x + x * y**2)**2 + (2.625 - x + x * y**3)**2


def branin(z, p):
    x, y = z
    return (y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6)**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def drop_wave(z, p):
    x, y = z
    return -(1 + math.cos(12 * math.hypot(x, y))) / ((x**2 + y**2) / 2 + 2)


def eggholder(z, p):
    x, y = z
    return -(y + 47) * math.sin(math.sqrt(abs(x / 2 + y + 47))) - x * math.sin(math.sqrt(abs(x - y - 47)))


def goldstein_price(z, p):
    x, y = z
    return ((1 + (x + y + 1)**2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2))
            * (30 + (2 * x - 3 * y)**2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)))


def griewank(x, p):
    return 1 + x @ x / 4000 - np.cos(x / p.roots).prod()


def hartmann(x, p):
    return -(p.depth @ np.exp(-(p.A * (x - p.P)**2).sum(1)))


def himmelblau(z, p):
    x, y = z
    return (x**2 + y - 11)**2 + (x + y**2 - 7)**2


def levy(x, p):
    w = 1 + (x - 1) / 4
    head, last = w[:-1], w[-1]
    waves = ((head - 1)**2 * (1 + 10 * np.sin(math.pi * head + 1)**2)).sum()
    return math.sin(math.pi * w[0])**2 + waves + (last - 1)**2 * (1 + math.sin(2 * math.pi * last)**2)


def michalewicz(x, p):
    return -(np.sin(x) @ np.sin(p.numbers * x**2 / math.pi)**(2 * p.m))


def rastrigin(x, p):
    return (p.A + x * x - p.A * np.cos(2 * math.pi * x)).sum()


def rosenbrock(x, p):
    return (p.b * (x[1:] - x[:-1]**2)**2 + (1 - x[:-1])**2).sum()


def schwefel(x, p):
    return p.c * x.size - x @ np.sin(np.sqrt(np.abs(x)))


def shekel(x, p):
    return -(1 / (p.c + ((x - p.a)**2).sum(1))).sum()


def six_hump_camel(z, p):
    x, y = z
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


def styblinski_tang(x, p):
    squares = x * x
    return (squares * squares - 16 * squares + 5 * x).sum() / 2


OPEN = {"ackley": ackley, "rastrigin": rastrigin, "rosenbrock": rosenbrock, "griewank": griewank, "schwefel": schwefel, "levy": levy,
        "styblinski-tang": styblinski_tang, "michalewicz": michalewicz}
CLOSED = {"eggholder": eggholder, "himmelblau": himmelblau, "six-hump-camel": six_hump_camel, "goldstein-price": goldstein_price,
          "hartmann-3": hartmann, "hartmann-6": hartmann, "shekel-5": shekel, "shekel-7": shekel, "shekel-10": shekel, "beale": beale,
          "branin": branin, "drop-wave": drop_wave}


@dataclass
class Problem:
    name: str
    energy: Callable  # of an array of all coordinates
    library: str  # the energy's name there
    coordinates: dict  # name: how many, or None for a single number
    bounds: list  # of each coordinate
    place: np.ndarray  # of the global minimum
    minimum: float

    @property
    def dimension(self):
        return len(self.bounds)

    def experiment(self):
        """The problem for Perrin: walls where the others have bounds."""
        walls = dict(zip(self.coordinates, self.bounds[:1] if len(self.coordinates) == 1 else self.bounds))
        lines = [f'  {name}: "reflect({low!r}, {high!r})"' for name, (low, high) in walls.items()]
        size = f"{{name: {self.library}, N: {self.dimension}}}" if self.library in OPEN else self.library
        return "\n".join([f"energy: {size}", "boundaries:", *lines, ""])


def constants(file, dimension):
    found = {name: np.array(value, float) if isinstance(value, list) else value for name, value in file.get("parameters", {}).items()}
    numbers = np.arange(1, dimension + 1)
    return SimpleNamespace(**found, numbers=numbers, roots=np.sqrt(numbers))


def valleys(p, low, high, dimension):
    """The lowest place of each coordinate of michalewicz, which are independent: on a grid, then closer around the best."""
    place = []
    for number in range(1, dimension + 1):
        one = SimpleNamespace(numbers=np.array([number]), m=p.m)
        centre, width = (low + high) / 2, (high - low) / 2
        while width > 1e-12:
            grid = np.clip(centre + np.linspace(-width, width, 20001), low, high)
            energies = -np.sin(grid) * np.sin(one.numbers * grid**2 / math.pi)**(2 * p.m)
            centre, width = grid[energies.argmin()], width / 1000
        place.append(centre)
    return np.array(place)


def problem(library, function, dimension=None):
    file = yaml.safe_load((ROOT / "kernels" / "energies" / f"{library}.yaml").read_text())
    names = file["coordinates"]
    coordinates = dict.fromkeys(names) if isinstance(names, list) else {key: dimension or size for key, size in names.items()}
    bounds = [tuple(map(float, file["domain"][name])) for name, size in coordinates.items() for _ in range(size or 1)]
    p = constants(file, len(bounds))
    lowest = min(file["minima"], key=lambda minimum: minimum["energy"])
    place = np.concatenate([np.broadcast_to(np.array(lowest[name], float), (size or 1,)) if np.ndim(lowest[name]) == 0
                            else np.array(lowest[name], float) for name, size in coordinates.items()])
    if library == "michalewicz":
        place = valleys(p, *bounds[0], len(bounds))

    def energy(x):
        return function(x, p)

    minimum = float(energy(place))
    if dimension in (None, 2) and abs(minimum - lowest["energy"]) > 1e-9 * max(1, abs(minimum)):
        raise ValueError(f"{library}: E = {minimum} at the place where {library}.yaml has {lowest['energy']}")
    name = library if dimension is None else f"{library}-{dimension}"
    return Problem(name, energy, library, coordinates, bounds, place, minimum)


def problems():
    found = [problem(library, function, n) for library, function in OPEN.items() for n in DIMENSIONS]
    found += [problem(library, function) for library, function in CLOSED.items()]
    return {each.name: each for each in found}


def check(each, launcher, folder):
    """Raises ValueError where Perrin's energies are others; one walker stands at each place and does not move."""
    random = np.random.default_rng(7)
    low, high = np.array(each.bounds).T
    places = np.vstack([each.place, random.uniform(low, high, (PLACES, each.dimension))])
    starts, first = [], 0
    for name, size in each.coordinates.items():
        index = f"i + {first}" if size else first
        starts.append(f'  {name}: "sum(r in 0..{PLACES}: if(walker == r, place[r, {index}], 0))"')
        first += size or 1
    text = each.experiment().split("boundaries:")[0] + "\n".join([
        f"data: {{arrays: {{place: {places.tolist()}}}}}", "start:", *starts, "method: gradient-descent", "dt: 1e-300",
        f"walkers: {PLACES + 1}", "steps: 1", "precision: double", "track-best: true", ""])
    (folder / "places.yaml").write_text(text)
    words = [launcher, "run", "places.yaml", "--force", "--quiet", "-o", "places.h5"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise ValueError(f"{each.name}: perrin run failed: {done.stderr.strip()}")
    dump = subprocess.run(["h5dump", "-y", "-m", "%.17g", "-d", "/best/energy", "places.h5"], cwd=folder, capture_output=True, text=True)
    theirs = [float(word) for word in re.findall(r"[-+0-9.e]+", dump.stdout.split("DATA {")[1])]
    for place, energy in zip(places, theirs, strict=True):
        mine = each.energy(place)
        if abs(mine - energy) > 1e-9 * max(1, abs(energy)):
            raise ValueError(f"{each.name}: E = {mine} here, {energy} by Perrin, at {place.tolist()}")
