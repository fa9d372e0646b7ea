"""SciPy's global minimisers as their users would use them, for scripts/bench-minimize: without gradients, with the domain as bounds,
restarted with other random numbers until the time is up.

An attempt is a process of its own with one thread. Its time is the processor time that it takes, so that whatever else the machine
does costs it nothing; it begins after everything is loaded. It ends at the first evaluation within the bounds that is low enough,
wherever in its method that is, or when the time is up.
"""
import json
import os
import resource
import time
import warnings

import numpy as np
import scipy
from scipy import optimize

GRACE = 2  # seconds after which a method that evaluates nothing any more is killed
MEMORY = 4 << 30  # bytes that an attempt may take: triangulations in many dimensions would take all there is
SLACK = 1e-9  # of a bound's width: how far beyond it rounding may be


class Ended(BaseException):
    """Found, or out of time. No Exception, which methods catch."""


class Watch:
    """The energy, and what an attempt is judged by."""

    def __init__(self, problem, goal, seconds):
        self.problem, self.goal, self.seconds = problem, goal, seconds
        self.low, self.high = np.array(problem.bounds).T
        self.slack = SLACK * (self.high - self.low)
        self.evaluations, self.best, self.found = 0, float("inf"), False
        self.begin = time.process_time()

    def __call__(self, x):
        energy = float(self.problem.energy(x))
        self.evaluations += 1
        if energy < self.best and (x >= self.low - self.slack).all() and (x <= self.high + self.slack).all():
            self.best = energy
        taken = time.process_time() - self.begin
        if self.best <= self.goal or taken >= self.seconds:
            self.found = self.best <= self.goal and taken <= self.seconds
            self.taken = taken
            raise Ended
        return energy


RANDOM = "rng" if tuple(map(int, scipy.__version__.split(".")[:2])) >= (1, 15) else "seed"


def dual_annealing(energy, bounds, random):
    optimize.dual_annealing(energy, bounds, **{RANDOM: random})


def differential_evolution(energy, bounds, random):
    optimize.differential_evolution(energy, bounds, **{RANDOM: random})


def basinhopping(energy, bounds, random, stepsize=0.5):
    low, high = np.array(bounds).T
    local = {"method": "L-BFGS-B", "bounds": bounds}
    optimize.basinhopping(energy, random.uniform(low, high), stepsize=stepsize, minimizer_kwargs=local, **{RANDOM: random})


def basinhopping_tenth(energy, bounds, random):
    """Its manual wants a step like the distance of minima, which its default, 0.5, may be far from: a tenth of the domain."""
    basinhopping(energy, bounds, random, 0.1 * min(high - low for low, high in bounds))


class Shgo:
    """Every time with twice as many points."""

    def __init__(self, sampling):
        self.sampling, self.points = sampling, 64

    def __call__(self, energy, bounds, random):
        self.points *= 2
        optimize.shgo(energy, bounds, n=self.points, sampling_method=self.sampling)


# name: what makes it for an attempt, and whether it draws random numbers: what does not needs one attempt only
METHODS = {
    "dual_annealing": (lambda: dual_annealing, True),
    "basinhopping": (lambda: basinhopping, True),
    "basinhopping, step 0.1": (lambda: basinhopping_tenth, True),
    "differential_evolution": (lambda: differential_evolution, True),
    "shgo, sobol": (lambda: Shgo("sobol"), False),
    "shgo, simplicial": (lambda: Shgo("simplicial"), False),
}


def warm_up():
    """Loads all that methods load when they are first called."""
    for make, _ in METHODS.values():
        make()(lambda x: float(x @ x), [(-1.0, 2.0)] * 2, np.random.default_rng(0))


def work(method, problem, goal, seconds, seed):
    run = METHODS[method][0]()
    random = np.random.default_rng(seed)
    starts, trouble = 0, None
    watch = Watch(problem, goal, seconds)
    try:
        while True:
            starts += 1
            run(watch, problem.bounds, random)
            if time.process_time() - watch.begin >= seconds:  # by its end, not by an evaluation
                break
    except Ended:
        pass
    except (MemoryError, ArithmeticError, ValueError, RuntimeError) as problem_of_its_own:
        trouble = f"{type(problem_of_its_own).__name__}: {str(problem_of_its_own).splitlines()[0][:100]}"
    taken = getattr(watch, "taken", time.process_time() - watch.begin)
    return {"seed": seed, "found": watch.found, "seconds": round(taken, 4), "best": watch.best, "evaluations": watch.evaluations,
            "starts": starts, **({"trouble": trouble} if trouble else {})}


def attempt(method, problem, goal, seconds, seed):
    """What came of it, by a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            warnings.simplefilter("ignore")
            used = time.process_time()  # limits count from the process's beginning, which is the fork
            limit = int(used + seconds + GRACE) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            os.write(writer, json.dumps(work(method, problem, goal, seconds, seed)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status, usage = os.wait4(child, 0)
    if text:
        return json.loads(text)
    return {"seed": seed, "found": False, "seconds": round(usage.ru_utime + usage.ru_stime, 4), "best": None,
            "trouble": f"killed: {'no evaluation for too long' if os.WIFSIGNALED(status) else 'failed'}"}
