"""Recomputes walkers' noise in plain Python and compares it with a run; see noise.md.

    python3 docs/noise.py RUN.h5 [WALKERS]
    python3 docs/noise.py single|double SEED WALKER COUNT

The run's method must be {step: "x = normal()"}, so that /final is the last step's noise. The second form prints the first
COUNT Gaussians of a walker's stream 0.
"""

import math
import struct
import sys


def philox(seed, subsequence, block):
    """Four random words: Philox4x32-10 of the counter (block, subsequence) under the key `seed`."""
    x, y = block & 0xFFFFFFFF, block >> 32
    z, w = subsequence & 0xFFFFFFFF, subsequence >> 32
    k0, k1 = seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF
    for _ in range(10):
        p, q = 0xD2511F53 * x, 0xCD9E8D57 * z
        x, y, z, w = (q >> 32) ^ y ^ k0, q & 0xFFFFFFFF, (p >> 32) ^ w ^ k1, p & 0xFFFFFFFF
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return x, y, z, w


def single(value):
    """The nearest number in single precision."""
    return struct.unpack("f", struct.pack("f", value))[0]


def uniform(seed, walker, number, stream, precision="single"):
    """Value `number` of a walker's stream as a uniform."""
    if precision == "double":
        words = philox(seed, walker + (stream << 48), number // 2)
        low, high = words[:2] if number % 2 == 0 else words[2:]
        return (low ^ high << 21) * 2.0**-53 + 2.0**-54
    word = philox(seed, walker + (stream << 48), number // 4)[number % 4]
    return single(single(word) * 2**-32 + 2**-33)


def normal(seed, walker, number, stream=0, precision="single"):
    """Value `number` of a walker's stream as a Gaussian."""
    if precision == "double":
        even = number // 2 * 2
        radius = math.sqrt(-2 * math.log(uniform(seed, walker, even, stream, precision)))
        angle = 2 * math.pi * uniform(seed, walker, even + 1, stream, precision)
        return radius * (math.sin(angle) if number == even else math.cos(angle))
    words = philox(seed, walker + (stream << 48), number // 4)
    a, b = words[:2] if number % 4 < 2 else words[2:]
    u = single(single(a) * 2**-32 + 2**-33)
    angle = 2 * math.pi * (b * 2**-32 + 2**-33)
    radius = math.sqrt(-2 * math.log(u))
    return radius * (math.sin(angle) if number % 2 == 0 else math.cos(angle))


def number(step, j, values_a_step):
    """Number of value j of a step, both counted from 0."""
    padded = values_a_step if values_a_step <= 2 else (values_a_step + 3) // 4 * 4
    return step * padded + j


def compare(path, walkers):
    import h5py
    import json

    with h5py.File(path) as run:
        coordinates = json.loads(run["experiment"][()])["coordinates"]
        seed, first, last = (int(run.attrs[a]) for a in ("seed", "first_walker", "steps"))
        precision = run.attrs["precision"]
        precision = precision.decode() if isinstance(precision, bytes) else str(precision)
        final = {name: run["final"][name][:walkers] for name in coordinates}
    worst = 0.0
    for j, name in enumerate(coordinates):
        v = number(last - 1, j, len(coordinates))
        for i, value in enumerate(final[name]):
            worst = max(worst, abs(value - normal(seed, first + i, v, 0, precision)))
        digits = 7 if precision == "single" else 16
        expected = normal(seed, first, v, 0, precision)
        print(f"{name}, walker {first}: {final[name][0]:.{digits}f} = value {v}: {expected:.{digits}f}")
    print(f"largest difference: {worst:.1e}")
    return worst <= (2e-6 if precision == "single" else 1e-14)


if __name__ == "__main__":
    assert philox(0, 0, 0) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)  # Random123's known answer
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if sys.argv[1] in ("single", "double"):
        seed, walker, count = map(int, sys.argv[2:])
        for v in range(count):
            print(repr(normal(seed, walker, v, 0, sys.argv[1])))
        sys.exit(0)
    walkers = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    sys.exit(0 if compare(sys.argv[1], walkers) else 1)
