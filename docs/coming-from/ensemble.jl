# 20,000 trajectories of a double well by Euler-Maruyama on a GPU. Not run where it was written.
using CUDA, DiffEqGPU, StaticArrays, Statistics, StochasticDiffEq

drift(u, p, t) = SVector(-4 * u[1] * (u[1]^2 - 1))
noise(u, p, t) = SVector(sqrt(2 * p[1]))
problem = SDEProblem(drift, noise, SVector(0.0f0), (0.0f0, 80.0f0), SVector(0.5f0))
solution = solve(EnsembleProblem(problem, safetycopy = false), GPUEM(), EnsembleGPUKernel(CUDA.CUDABackend());
                 trajectories = 20_000, dt = 0.02f0, adaptive = false, save_everystep = false)
x2 = [path.u[end][1]^2 for path in solution.u]
println("x2 = ", mean(x2), " +- ", std(x2) / sqrt(length(x2)))
