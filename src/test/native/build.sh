#!/usr/bin/env bash
# Builds the stand-in CUDA for tests on machines without a GPU; see README.md here.
#
#   build.sh FOLDER        makes libcuda.so.1, libnvrtc.so.12 and libcurand.so.10 there, if they are older than their sources
#   build.sh FOLDER ptx    makes libperrin_ptx.so as well, which carries out NVIDIA's PTX
#
# and puts FOLDER/include/curand_kernel.h there.
#
#   CXX   the compiler, g++ where not set; the stand-in NVRTC calls it too
set -euo pipefail
out=$(mkdir -p "${1:?usage: build.sh FOLDER [ptx]}" && cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cxx=${CXX:-g++}

# build LIBRARY SOURCE OPTION…: by a name of its own first, for the old one may be in use.
build() {
  local library=$out/$1 source=$here/$2
  shift 2
  if [ -f "$library" ] && [ -z "$(find "$here" -newer "$library" \( -name '*.h' -o -name '*.cpp' -o -name '*.sh' -o -name '*.map' \))" ]; then
    return
  fi
  "$cxx" -std=c++17 -O1 -fPIC -shared -fvisibility=hidden -Wall -Wextra "$@" "$source" -o "$library.$$" -pthread -ldl \
    -Wl,-soname,"$(basename "$library")" -Wl,-z,nodelete
  mv -f "$library.$$" "$library"
}

build libcuda.so.1 stand_in_cuda.cpp &
cuda=$!
if [ "${2:-}" = ptx ]; then  # arithmetic as IEEE has it: nothing contracted, integers that wrap
  build libperrin_ptx.so ptx/interpreter.cpp -std=c++20 -O2 -march=native -ffp-contract=off -fwrapv -fno-math-errno -fno-trapping-math
fi
build libnvrtc.so.12 stand_in_nvrtc.cpp "-DPERRIN_STAND_IN_SHIM=\"$here/cuda_shim.h\"" "-DPERRIN_STAND_IN_CXX=\"$cxx\""
build libcurand.so.10 stand_in_curand.cpp "-Wl,--version-script=$here/stand_in_curand.map"
mkdir -p "$out/include"
cp "$here/stand_in_curand_kernel.h" "$out/include/curand_kernel.h"
wait "$cuda"
