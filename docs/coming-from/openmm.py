"""20,000 independent particles in a double well under Langevin dynamics: python openmm.py. Not run where it was written."""
import numpy as np
from openmm import Context, CustomExternalForce, LangevinMiddleIntegrator, System
from openmm.unit import kelvin, nanometer, picosecond, picoseconds

WALKERS = 20_000
system = System()
force = CustomExternalForce("(x^2 - 1)^2 + 50*(y^2 + z^2)")  # kJ/mol; the other two directions are held
for _ in range(WALKERS):
    system.addParticle(1.0)  # dalton
    force.addParticle(system.getNumParticles() - 1, [])
system.addForce(force)
integrator = LangevinMiddleIntegrator(60.136 * kelvin, 1 / picosecond, 0.02 * picoseconds)  # kT = 0.5 kJ/mol
integrator.setRandomNumberSeed(42)
context = Context(system, integrator)
start = np.zeros((WALKERS, 3))
start[:, 0] = np.random.default_rng(42).normal(0, 0.9, WALKERS)
context.setPositions(start * nanometer)
context.setVelocitiesToTemperature(60.136 * kelvin, 42)
integrator.step(1000)
x2 = np.zeros(WALKERS)
energy = np.zeros(WALKERS)
for _ in range(150):
    integrator.step(20)
    x = context.getState(getPositions=True).getPositions(asNumpy=True).value_in_unit(nanometer)[:, 0]
    x2 += x**2 / 150
    energy += (x**2 - 1) ** 2 / 150
for name, mean in (("x2", x2), ("E", energy)):
    print(f"{name} = {mean.mean():.5f} +- {mean.std() / np.sqrt(WALKERS):.5f}")
