"""The lowest place of Griewank's function of five coordinates by SciPy: /usr/bin/python3 dual_annealing.py"""
import time

import numpy as np
import scipy
from scipy.optimize import dual_annealing


def energy(x):
    i = np.arange(1, len(x) + 1)
    return 1 + np.sum(x**2) / 4000 - np.prod(np.cos(x / np.sqrt(i)))


print("SciPy", scipy.__version__)
for seed in range(5):
    begin = time.perf_counter()
    found = dual_annealing(energy, bounds=[(-600, 600)] * 5, seed=seed)
    print(f"seed {seed}: E = {found.fun:.6g} after {found.nfev} evaluations, {time.perf_counter() - begin:.2f} s")
