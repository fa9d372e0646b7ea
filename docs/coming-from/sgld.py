"""SGLD for the mean of 16 Gaussian numbers with BlackJAX: python sgld.py. Not run where it was written."""
import blackjax
import jax
import jax.numpy as jnp
from blackjax.sgmcmc.gradients import grad_estimator

y = jnp.array([2.1, 0.3, 1.7, 1.2, 0.8, 2.6, 1.1, 0.4, 1.9, 1.4, 0.9, 1.6, 2.2, 0.7, 1.3, 1.8])


def log_prior(m):
    return -(m**2) / 200


def log_likelihood(m, row):
    return -((row - m) ** 2) / 2


sgld = blackjax.sgld(grad_estimator(log_prior, log_likelihood, len(y)))


def chain(key):
    """One chain: 1000 steps are left out, then every 20th is kept, [150]."""

    def step(m, key):
        rows, noise = jax.random.split(key)
        batch = jax.random.choice(rows, y, (4,), replace=False)
        m = sgld.step(noise, m, batch, 0.005)
        return m, m

    first, rest = jax.random.split(key)
    _, path = jax.lax.scan(step, jax.random.normal(first), jax.random.split(rest, 4000))
    return path[1000::20]


samples = jax.vmap(chain)(jax.random.split(jax.random.key(42), 20_000))
means = samples.mean(axis=1)
print(f"m = {means.mean():.5f} +- {means.std() / jnp.sqrt(means.size):.5f}, sd {samples.std():.4f}")
