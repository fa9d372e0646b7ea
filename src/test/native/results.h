// results.h - the driver's error codes that the stand-in, or a test that provokes one, uses.
#pragma once

namespace stand_in {

#define STAND_IN_RESULTS(RESULT)                                                                      \
  RESULT(SUCCESS, 0, "no error")                                                                      \
  RESULT(INVALID_VALUE, 1, "invalid argument")                                                        \
  RESULT(OUT_OF_MEMORY, 2, "out of memory")                                                           \
  RESULT(NOT_INITIALIZED, 3, "initialization error")                                                  \
  RESULT(DEINITIALIZED, 4, "driver shutting down")                                                    \
  RESULT(DEVICE_UNAVAILABLE, 46, "CUDA-capable device(s) is/are busy or unavailable")                 \
  RESULT(NO_DEVICE, 100, "no CUDA-capable device is detected")                                        \
  RESULT(INVALID_DEVICE, 101, "invalid device ordinal")                                               \
  RESULT(INVALID_IMAGE, 200, "device kernel image is invalid")                                        \
  RESULT(INVALID_CONTEXT, 201, "invalid device context")                                              \
  RESULT(NO_BINARY_FOR_GPU, 209, "no kernel image is available for execution on the device")          \
  RESULT(ECC_UNCORRECTABLE, 214, "uncorrectable ECC error encountered")                               \
  RESULT(INVALID_PTX, 218, "a PTX JIT compilation failed")                                            \
  RESULT(UNSUPPORTED_PTX_VERSION, 222, "the provided PTX was compiled with an unsupported toolchain.") \
  RESULT(OPERATING_SYSTEM, 304, "OS call failed or operation not supported on this OS")               \
  RESULT(INVALID_HANDLE, 400, "invalid resource handle")                                              \
  RESULT(NOT_FOUND, 500, "named symbol not found")                                                    \
  RESULT(NOT_READY, 600, "device not ready")                                                          \
  RESULT(ILLEGAL_ADDRESS, 700, "an illegal memory access was encountered")                            \
  RESULT(LAUNCH_OUT_OF_RESOURCES, 701, "too many resources requested for launch")                     \
  RESULT(LAUNCH_TIMEOUT, 702, "the launch timed out and was terminated")                              \
  RESULT(PRIMARY_CONTEXT_ACTIVE, 708, "cannot set while device is active in this process")            \
  RESULT(CONTEXT_IS_DESTROYED, 709, "context is destroyed")                                           \
  RESULT(HARDWARE_STACK_ERROR, 714, "hardware stack error")                                           \
  RESULT(ILLEGAL_INSTRUCTION, 715, "an illegal instruction was encountered")                          \
  RESULT(MISALIGNED_ADDRESS, 716, "misaligned address")                                               \
  RESULT(LAUNCH_FAILED, 719, "unspecified launch failure")                                            \
  RESULT(NOT_SUPPORTED, 801, "operation not supported")                                               \
  RESULT(SYSTEM_NOT_READY, 802, "system not yet initialized")                                         \
  RESULT(SYSTEM_DRIVER_MISMATCH, 803, "system has unsupported display driver / cuda driver combination") \
  RESULT(UNKNOWN, 999, "unknown error")

#define RESULT(name, number, text) name = number,
enum Result { STAND_IN_RESULTS(RESULT) };
#undef RESULT

// nullptr for a number that is not in the list.
inline const char *name_of(int result) {
#define RESULT(name, number, text) \
  if (result == number) return number == 0 ? "CUDA_SUCCESS" : "CUDA_ERROR_" #name;
  STAND_IN_RESULTS(RESULT)
#undef RESULT
  return nullptr;
}

inline const char *text_of(int result) {
#define RESULT(name, number, text) \
  if (result == number) return text;
  STAND_IN_RESULTS(RESULT)
#undef RESULT
  return nullptr;
}

// Errors after which a context answers every call with them.
inline bool is_fatal(int result) {
  return result == DEVICE_UNAVAILABLE || result == ECC_UNCORRECTABLE || result == ILLEGAL_ADDRESS ||
         result == LAUNCH_TIMEOUT || (result >= HARDWARE_STACK_ERROR && result <= LAUNCH_FAILED);
}
}  // namespace stand_in
