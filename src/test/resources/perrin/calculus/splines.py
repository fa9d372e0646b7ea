#!/usr/bin/env python3
"""Writes splines.csv: values and derivatives of cubic splines by SciPy, for SplineTest.

usage: python3 splines.py > splines.csv  

A line is: table, derivative along x, along y, x, y, number. The tables' values are functions of their places, which SplineTest
makes again. A spline on a plane is the product of splines: CubicSpline along one axis, then along the other.
"""
import numpy as np
import scipy
from scipy.interpolate import CubicSpline

X = np.linspace(-2.5, 2.5, 21)
TURN = np.linspace(-3, 3, 13)
Y = np.linspace(0, 1.5, 7)
LINES = {
    "natural": (X, (X * X - 1) ** 2 + X * X * X / (2 + X * X), "natural"),
    "periodic": (TURN, (TURN * TURN - 9) ** 2 * (TURN + 5) / 100, "periodic"),
}
PLANES = {
    "plane": (X, Y, lambda x, y: (x * x - 1) ** 2 * (1 + y * y) + x * y * y * y, "natural", "natural"),
    "cylinder": (TURN, Y, lambda x, y: (x * x - 9) ** 2 / (20 + x * y) - x * x * y, "natural", "natural"),
    "turned": (TURN, Y, lambda x, y: (x * x - 9) ** 2 * (x + 4 + y) / 100 + y * y, "periodic", "natural"),
}


def inside(places, count, seed):
    """Points between the places, the places themselves and both ends."""
    random = np.random.default_rng(seed)
    return np.concatenate([random.uniform(places[0], places[-1], count), places[:3], places[-2:]])


def main():
    print(f"# SciPy {scipy.__version__}, NumPy {np.__version__}")
    for name, (x, values, kind) in LINES.items():
        if kind == "periodic":
            values = values.copy()
            values[-1] = values[0]
        spline = CubicSpline(x, values, bc_type=kind)
        for order in range(3):
            for at in inside(x, 40, 1):
                print(f"{name},{order},0,{float(at)!r},0,{float(spline(at, order))!r}")
    for name, (x, y, f, along_x, along_y) in PLANES.items():
        values = f(x[:, None], y[None, :])
        if along_x == "periodic":
            values[-1] = values[0]
        for order_x, order_y in [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2)]:
            for at_x, at_y in zip(inside(x, 20, 2), inside(y, 20, 3)):
                rows = CubicSpline(x, values, axis=0, bc_type=along_x)(at_x, order_x)
                number = CubicSpline(y, rows, bc_type=along_y)(at_y, order_y)
                print(f"{name},{order_x},{order_y},{float(at_x)!r},{float(at_y)!r},{float(number)!r}")


main()
