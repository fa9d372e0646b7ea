"""What the peers have in common: scripts/gpu-check starts each, and lets them make the same steps in turns.

The problem: independent walkers, Euler-Maruyama in (x^2 - 1)^2 at kT = 0.5, dt = 0.005, single precision, from x = 1.
A peer says `ready WHAT` (or `skipped WHY`), then answers each line `WALKERS STEPS` with the seconds that the steps took,
the device's queue empty before and after, and with the walkers' mean of x^2.
"""
import os
import sys
import time

DT, KT = 0.005, 0.5
DRIFT = -4 * DT  # x + DRIFT * x * (x^2 - 1) + NOISE * normal
NOISE = (2 * KT * DT) ** 0.5
WITHOUT_GPU = os.environ.get("PERRIN_PEERS_WITHOUT_GPU") == "1"  # to try the programs out, never for figures


class Skipped(Exception):
    """Why this peer cannot be had here."""


def serve(prepare):
    """prepare() gives (what it is, make); make(walkers) gives (advance(steps), mean_square()), both synchronised."""
    try:
        what, make = prepare()
    except Skipped as reason:
        return print("skipped", reason, flush=True)
    except Exception as problem:  # a library that is there but does not work is no fault of ours
        return print("skipped", type(problem).__name__ + ":", str(problem).split("\n")[0][:200], flush=True)
    print("ready", what, flush=True)
    kept = {}
    for line in sys.stdin:
        walkers, steps = (int(word) for word in line.split())
        try:
            if walkers not in kept:
                kept.clear()
                kept[walkers] = make(walkers)
            advance, mean_square = kept[walkers]
            begin = time.perf_counter()
            advance(steps)
            print(time.perf_counter() - begin, mean_square(), flush=True)
        except Exception as problem:
            print("failed", type(problem).__name__ + ":", str(problem).split("\n")[0][:200], flush=True)
