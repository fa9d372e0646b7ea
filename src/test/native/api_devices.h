// api_devices.h - the driver, its devices and their contexts.
#pragma once
#include "api.h"

API cuInit(unsigned) {
  BEGIN(NOTHING);
  if (device_count() == 0) return NO_DEVICE;
  driver.initialised = true;
  return SUCCESS;
}

API cuDriverGetVersion(int *version) {
  BEGIN(NOTHING);
  *version = driver_version();
  return SUCCESS;
}

// NVIDIA's NVRTC asks, and goes on without.
API cuGetExportTable(const void **table, const void *) {
  *table = nullptr;
  return NOT_FOUND;
}

API cuGetErrorName(int result, const char **name) {
  *name = name_of(result);
  return *name ? SUCCESS : INVALID_VALUE;
}

API cuGetErrorString(int result, const char **text) {
  *text = text_of(result);
  return *text ? SUCCESS : INVALID_VALUE;
}

API cuDeviceGetCount(int *count) {
  BEGIN(DRIVER);
  *count = device_count();
  return SUCCESS;
}

API cuDeviceGet(int *device, int ordinal) {
  BEGIN(DRIVER);
  *device = ordinal;
  return ordinal >= 0 && ordinal < device_count() ? SUCCESS : INVALID_DEVICE;
}

#define BEGIN_WITH_DEVICE \
  BEGIN(DRIVER);          \
  if (device < 0 || device >= device_count()) return INVALID_DEVICE

API cuDeviceGetName(char *name, int length, int device) {
  BEGIN_WITH_DEVICE;
  snprintf(name, length, "%s", DEVICE_NAME);
  return SUCCESS;
}

API cuDeviceGetUuid(char *uuid, int device) {
  BEGIN_WITH_DEVICE;
  memset(uuid, 0, 16);
  uuid[15] = (char)device;
  return SUCCESS;
}

API cuDeviceTotalMem_v2(size_t *bytes, int device) {
  BEGIN_WITH_DEVICE;
  *bytes = device_bytes(device);
  return SUCCESS;
}

API cuDeviceGetAttribute(int *value, int attribute, int device) {
  BEGIN_WITH_DEVICE;
  static const std::map<int, int> values = {
      {1, 1024},                            // threads per block
      {2, 1024}, {3, 1024}, {4, 64},        // block dimensions
      {5, 0x7fffffff}, {6, 65535}, {7, 65535},  // grid dimensions
      {8, (int)SHARED_PER_BLOCK},
      {9, 64 << 10},                        // constant memory
      {10, 32},                             // warp size
      {12, 64 << 10},                       // registers per block
      {13, 1000000},                        // clock, kHz
      {16, 2},                              // multiprocessors
      {17, 0},                              // limit on a kernel's time
      {18, 0},                              // integrated
      {19, 0},                              // maps host memory
      {20, 0},                              // compute mode: default
      {31, 0},                              // concurrent kernels
      {32, 0},                              // ECC
      {33, 0}, {34, 0}, {50, 0},            // PCI bus, device, domain
      {35, 0},                              // TCC
      {36, 1000000},                        // memory clock, kHz
      {37, 64},                             // memory bus, bits
      {38, 1 << 20},                        // second-level cache
      {39, 2048},                           // threads per multiprocessor
      {40, 1},                              // copy engines
      {41, 1},                              // unified addressing
      {81, 228 << 10},                      // shared memory per multiprocessor
      {82, 64 << 10},                       // registers per multiprocessor
      {83, 0},                              // managed memory
      {97, (int)SHARED_PER_BLOCK_AT_MOST},
      {106, 32},                            // blocks per multiprocessor
      {111, 1 << 10},                       // shared memory that the driver keeps for itself
      {115, 0},                             // memory pools
  };
  const auto known = values.find(attribute);
  if (attribute == 75 || attribute == 76) {  // compute capability
    *value = attribute == 75 ? capability(device) / 10 : capability(device) % 10;
  } else if (known != values.end()) {
    *value = known->second;
  } else {
    return INVALID_VALUE;
  }
  return SUCCESS;
}

// Unlike a GPU's driver, the last release also ends the errors of the context: the next one begins anew.
API cuDevicePrimaryCtxRetain(Context **context, int device) {
  BEGIN_WITH_DEVICE;
  std::unique_ptr<Context> &primary = driver.primary[device];
  if (!primary) primary.reset(new Context(device));
  ++primary->users;
  *context = primary.get();
  return SUCCESS;
}

static void destroy_primary(int device) {
  const auto primary = driver.primary.find(device);
  if (primary == driver.primary.end()) return;
  primary->second->streams.finish_all();
  driver.forget(*primary->second);
  driver.primary.erase(primary);
}

static Result release_primary(int device) {
  const auto primary = driver.primary.find(device);
  if (primary == driver.primary.end()) return INVALID_CONTEXT;
  if (--primary->second->users == 0) destroy_primary(device);
  return SUCCESS;
}

API cuDevicePrimaryCtxRelease(int device) {
  BEGIN_WITH_DEVICE;
  return release_primary(device);
}

API cuDevicePrimaryCtxRelease_v2(int device) {
  BEGIN_WITH_DEVICE;
  return release_primary(device);
}

API cuDevicePrimaryCtxReset_v2(int device) {
  BEGIN_WITH_DEVICE;
  destroy_primary(device);
  return SUCCESS;
}

API cuDevicePrimaryCtxGetState(int device, unsigned *flags, int *active) {
  BEGIN_WITH_DEVICE;
  *flags = 0;
  *active = driver.primary.count(device) > 0;
  return SUCCESS;
}

API cuDevicePrimaryCtxSetFlags_v2(int device, unsigned) {
  BEGIN_WITH_DEVICE;
  return SUCCESS;
}

API cuCtxCreate_v2(Context **context, unsigned, int device) {
  BEGIN_WITH_DEVICE;
  *context = current_context = new Context(device);
  driver.contexts[*context].reset(*context);
  return SUCCESS;
}

API cuCtxDestroy_v2(Context *context) {
  BEGIN(DRIVER);
  if (driver.contexts.count(context) == 0) return INVALID_CONTEXT;
  context->streams.finish_all();
  driver.forget(*context);
  driver.contexts.erase(context);
  if (current_context == context) current_context = nullptr;
  return SUCCESS;
}

API cuCtxSetCurrent(Context *context) {
  BEGIN(DRIVER);
  if (context && !driver.has(context)) return INVALID_CONTEXT;
  current_context = context;
  return SUCCESS;
}

API cuCtxGetCurrent(Context **context) {
  BEGIN(DRIVER);
  *context = call.context;
  return SUCCESS;
}

API cuCtxGetDevice(int *device) {
  BEGIN_IN_CONTEXT;
  *device = context.device;
  return SUCCESS;
}

API cuCtxSynchronize() {
  BEGIN_IN_CONTEXT;
  context.streams.finish_all();
  return context.error();
}
