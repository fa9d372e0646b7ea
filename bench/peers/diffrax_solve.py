"""diffrax: diffeqsolve with Euler's method, constant steps and noise drawn step by step, jitted."""
import os

import turns

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")


def prepare():
    try:
        import diffrax
        import jax
        import jax.numpy as jnp
    except ImportError as problem:
        raise turns.Skipped(f"no {problem.name}")
    if jax.default_backend() != "gpu" and not turns.WITHOUT_GPU:
        raise turns.Skipped("jax finds no GPU")
    diffusion = jnp.float32((2 * turns.KT) ** 0.5)

    @jax.jit
    def walk(x, key, steps):
        shape = jax.ShapeDtypeStruct(x.shape, x.dtype)
        brownian = diffrax.UnsafeBrownianPath(shape, key)
        drift = diffrax.ODETerm(lambda t, y, _: -4 * y * (y * y - 1))
        noise = diffrax.ControlTerm(lambda t, y, _: Scale(diffusion), brownian)
        end = steps.astype(jnp.float32) * turns.DT
        solution = diffrax.diffeqsolve(
            diffrax.MultiTerm(drift, noise), diffrax.Euler(), t0=0.0, t1=end, dt0=turns.DT, y0=x,
            saveat=diffrax.SaveAt(t1=True), adjoint=diffrax.DirectAdjoint(), max_steps=None)
        return solution.ys[0]

    import lineax

    def Scale(value):  # the same for every walker: a diagonal without its zeros
        return lineax.DiagonalLinearOperator(jnp.broadcast_to(value, (current,)))

    current = 0

    def make(walkers):
        nonlocal current
        current = walkers
        x, key = jnp.ones(walkers, jnp.float32), jax.random.key(42)

        def advance(steps):
            nonlocal x, key
            key, draws = jax.random.split(key)
            x = walk(x, draws, jnp.int32(steps)).block_until_ready()

        return advance, lambda: float((x * x).mean())

    return f"diffrax {diffrax.__version__}, Euler, UnsafeBrownianPath", make


turns.serve(prepare)
