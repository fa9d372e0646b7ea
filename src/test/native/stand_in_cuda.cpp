// stand_in_cuda.cpp - libcuda.so.1 for machines without a GPU, for tests: the part of CUDA's driver API that Perrin calls
// through JCuda, with kernels that the stand-in NVRTC compiled (stand_in_nvrtc.cpp) run by the CPU. See README.md here.
//
// Functions, parameters and results are those of NVIDIA's CUDA Driver API reference; only what differs is commented.
#include "api_devices.h"
#include "api_kernels.h"
#include "api_memory.h"
#include "api_streams.h"
