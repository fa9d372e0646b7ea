"""A CUDA kernel by hand through CuPy: state in a register, cuRAND's device API (Philox, four normals at a time)."""
import glob
import sys

import turns

SOURCE = r"""
#include <curand_kernel.h>
extern "C" __global__ void walk(float *x, unsigned long long walkers, int groups, unsigned long long drawn, float drift,
                                float noise) {
  const unsigned long long w = blockIdx.x * (unsigned long long)blockDim.x + threadIdx.x;
  if (w >= walkers) return;
  curandStatePhilox4_32_10_t state;
  curand_init(42ull, w, drawn, &state);
  float v = x[w];
  for (int g = 0; g < groups; ++g) {
    const float4 z = curand_normal4(&state);
    v = fmaf(drift * v, fmaf(v, v, -1.0f), fmaf(noise, z.x, v));
    v = fmaf(drift * v, fmaf(v, v, -1.0f), fmaf(noise, z.y, v));
    v = fmaf(drift * v, fmaf(v, v, -1.0f), fmaf(noise, z.z, v));
    v = fmaf(drift * v, fmaf(v, v, -1.0f), fmaf(noise, z.w, v));
  }
  x[w] = v;
}
"""
BLOCK = 256


def headers():
    """Folders with cuRAND's headers: a Python package's, or the toolkit's."""
    patterns = [f"{folder}/nvidia/*/include/curand_kernel.h" for folder in sys.path if folder]
    found = [file for pattern in patterns + ["/usr/local/cuda/include/curand_kernel.h"] for file in glob.glob(pattern)]
    return [file.rsplit("/", 1)[0] for file in found]


def compiled(cupy, options):
    try:
        kernel = cupy.RawKernel(SOURCE, "walk", options=options)
        kernel.compile()
        return kernel
    except Exception:  # NVRTC lacks the toolkit's headers in some installations: nvcc then
        kernel = cupy.RawKernel(SOURCE, "walk", options=options, backend="nvcc")
        kernel.compile()
        return kernel


def prepare():
    try:
        import cupy
    except ImportError:
        raise turns.Skipped("no cupy")
    kernel = compiled(cupy, ("--use_fast_math", *(f"-I{folder}" for folder in headers())))

    def make(walkers):
        x = cupy.ones(walkers, dtype=cupy.float32)
        drawn = 0

        def advance(steps):
            nonlocal drawn
            arguments = (x, cupy.uint64(walkers), cupy.int32(steps // 4), cupy.uint64(drawn),
                         cupy.float32(turns.DRIFT), cupy.float32(turns.NOISE))
            kernel(((walkers + BLOCK - 1) // BLOCK,), (BLOCK,), arguments)
            cupy.cuda.Device().synchronize()
            drawn += steps

        return advance, lambda: float((x * x).mean())

    return f"CuPy {cupy.__version__}, RawKernel with curand_normal4, --use_fast_math", make


turns.serve(prepare)
