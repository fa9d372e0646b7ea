"""numba-cuda: a kernel in Python, state in a register, numba's own generator (xoroshiro128+)."""
import warnings

import turns

try:
    import numpy
    from numba import __version__, cuda, float32
    from numba.cuda.random import create_xoroshiro128p_states, xoroshiro128p_normal_float32
except ImportError:
    cuda = None

BLOCK = 256


def prepare():
    warnings.simplefilter("ignore")
    if cuda is None:
        raise turns.Skipped("no numba, or numba-cuda")
    if not cuda.is_available() and not turns.WITHOUT_GPU:
        raise turns.Skipped("numba finds no GPU")
    drift, noise, one = numpy.float32(turns.DRIFT), numpy.float32(turns.NOISE), numpy.float32(1)

    @cuda.jit(fastmath=True)
    def walk(x, states, steps):
        w = cuda.grid(1)
        if w < x.size:
            v = x[w]
            for _ in range(steps):
                z = xoroshiro128p_normal_float32(states, w)
                v = float32(v + drift * v * (v * v - one) + noise * z)
            x[w] = v

    def make(walkers):
        x = cuda.to_device(numpy.ones(walkers, numpy.float32))
        # Making 2^24 states by jumps takes minutes on the processor: random seeds do for a comparison of speed.
        states = seeded(walkers)

        def advance(steps):
            walk[(walkers + BLOCK - 1) // BLOCK, BLOCK](x, states, steps)
            cuda.synchronize()

        return advance, lambda: float((x.copy_to_host().astype(numpy.float64) ** 2).mean())

    def seeded(walkers):
        kind = create_xoroshiro128p_states(1, seed=42).copy_to_host().dtype
        words = numpy.random.default_rng(42).integers(1, 1 << 63, size=(walkers, 2), dtype=numpy.uint64)
        return cuda.to_device(words.view(kind).reshape(walkers))

    return f"numba {__version__}, a CUDA kernel with xoroshiro128p_normal_float32", make


turns.serve(prepare)
