"""JAX: one jitted fori_loop over the steps. The first argument names the generator: threefry2x32 (JAX's own) or rbg."""
import os
import sys

import turns

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # others work on the GPU as well


def prepare():
    try:
        import jax
        import jax.numpy as jnp
    except ImportError:
        raise turns.Skipped("no jax")
    generator = sys.argv[1] if len(sys.argv) > 1 else "threefry2x32"
    if jax.default_backend() != "gpu" and not turns.WITHOUT_GPU:
        raise turns.Skipped("jax finds no GPU")

    @jax.jit
    def walk(x, first, steps):
        def step(n, x):
            z = jax.random.normal(jax.random.fold_in(key, n), x.shape, jnp.float32)
            return x + jnp.float32(turns.DRIFT) * x * (x * x - 1) + jnp.float32(turns.NOISE) * z

        return jax.lax.fori_loop(first, first + steps, step, x)

    key = jax.random.key(42, impl=generator)

    def make(walkers):
        x, made = jnp.ones(walkers, jnp.float32), 0

        def advance(steps):
            nonlocal x, made
            x = walk(x, made, steps).block_until_ready()
            made += steps

        return advance, lambda: float((x * x).mean())

    return f"JAX {jax.__version__}, jit of a fori_loop, {generator}", make


turns.serve(prepare)
