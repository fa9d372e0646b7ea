// api_memory.h - device memory, page-locked memory, copies.
#pragma once
#include "api.h"

API cuMemGetInfo_v2(size_t *free, size_t *total) {
  BEGIN_IN_CONTEXT;
  *total = device_bytes(context.device);
  *free = *total - std::min(*total, driver.used(context.device));
  return SUCCESS;
}

API cuMemAlloc_v2(DeviceAddress *address, size_t bytes) {
  BEGIN_IN_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  const size_t total = device_bytes(context.device), used = driver.used(context.device);
  if (used > total || bytes > total - used) return OUT_OF_MEMORY;
  *address = context.memory.allocate(bytes);
  return *address ? SUCCESS : OUT_OF_MEMORY;
}

// As a GPU's driver, waits for all work first.
API cuMemFree_v2(DeviceAddress address) {
  BEGIN_IN_CONTEXT;
  if (address == 0) return SUCCESS;
  context.streams.finish_all();
  if (!context.memory.free(address)) return INVALID_VALUE;
  return context.error();
}

API cuMemAllocHost_v2(void **memory, size_t bytes) {
  BEGIN_IN_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  *memory = driver.pinned.allocate(bytes, &context);
  return *memory ? SUCCESS : OUT_OF_MEMORY;
}

API cuMemHostAlloc(void **memory, size_t bytes, unsigned) {
  BEGIN_IN_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  *memory = driver.pinned.allocate(bytes, &context);
  return *memory ? SUCCESS : OUT_OF_MEMORY;
}

API cuMemFreeHost(void *memory) {
  BEGIN_IN_CONTEXT;
  context.streams.finish_all();
  return driver.pinned.remove(memory, true, &context) ? context.error() : INVALID_VALUE;
}

API cuMemHostRegister_v2(void *memory, size_t bytes, unsigned) {
  BEGIN_IN_CONTEXT;
  if (!memory || bytes == 0) return INVALID_VALUE;
  driver.pinned.add(memory, bytes, &context);
  return SUCCESS;
}

API cuMemHostUnregister(void *memory) {
  BEGIN_IN_CONTEXT;
  context.streams.finish_all();
  return driver.pinned.remove(memory, false, &context) ? context.error() : INVALID_VALUE;
}

// Work on device memory.
static void add(Context &context, Stream *stream, std::function<void()> work) {
  context.streams.add(*stream, [&context, work] {
    context.memory.open();
    work();
    context.memory.close();
    return SUCCESS;
  });
}

// Page-locked memory is taken for the context's that it was made in alone, which is stricter than a driver.
static bool is_anothers(const Context &context, const void *memory, size_t bytes) {
  return driver.pinned.holds(memory, bytes) && !driver.pinned.holds(memory, bytes, &context);
}

// Each memory is looked for where it must be, so that a host's address is never taken for a device's or the reverse.
static Result upload(Context &context, DeviceAddress to, const void *from, size_t bytes, Stream *stream, bool wait) {
  if (!stream) return INVALID_HANDLE;
  if (bytes == 0) return SUCCESS;
  if (!from || is_anothers(context, from, bytes) || context.memory.owns(from) || !context.memory.holds(to, bytes)) return INVALID_VALUE;
  if (driver.pinned.holds(from, bytes)) {
    add(context, stream, [=] { memcpy((void *)to, from, bytes); });
  } else {
    add(context, stream, [to, copy = std::string((const char *)from, bytes)] {
      memcpy((void *)to, copy.data(), copy.size());
    });
  }
  if (wait) context.streams.finish(*stream);
  return context.error();
}

static Result download(Context &context, void *to, DeviceAddress from, size_t bytes, Stream *stream, bool wait) {
  if (!stream) return INVALID_HANDLE;
  if (bytes == 0) return SUCCESS;
  if (!to || is_anothers(context, to, bytes) || context.memory.owns(to) || !context.memory.holds(from, bytes)) return INVALID_VALUE;
  add(context, stream, [=] { memcpy(to, (const void *)from, bytes); });
  if (wait || !driver.pinned.holds(to, bytes)) context.streams.finish(*stream);
  return context.error();
}

static Result copy(Context &context, DeviceAddress to, DeviceAddress from, size_t bytes, Stream *stream) {
  if (!stream) return INVALID_HANDLE;
  if (bytes == 0) return SUCCESS;
  if (!context.memory.holds(to, bytes) || !context.memory.holds(from, bytes)) return INVALID_VALUE;
  add(context, stream, [=] { memmove((void *)to, (const void *)from, bytes); });
  return SUCCESS;
}

template <class T>
static Result fill(Context &context, DeviceAddress to, T value, size_t count, Stream *stream) {
  if (!stream) return INVALID_HANDLE;
  if (count == 0) return SUCCESS;
  if (to % sizeof(T) || count > SIZE_MAX / sizeof(T) || !context.memory.holds(to, count * sizeof(T)))
    return INVALID_VALUE;
  add(context, stream, [=] { std::fill_n((T *)to, count, value); });
  return SUCCESS;
}

API cuMemcpyHtoD_v2(DeviceAddress to, const void *from, size_t bytes) {
  BEGIN_IN_CONTEXT;
  return upload(context, to, from, bytes, find(context, nullptr), true);
}

API cuMemcpyHtoDAsync_v2(DeviceAddress to, const void *from, size_t bytes, Stream *stream) {
  BEGIN_IN_CONTEXT;
  return upload(context, to, from, bytes, find(context, stream), false);
}

API cuMemcpyDtoH_v2(void *to, DeviceAddress from, size_t bytes) {
  BEGIN_IN_CONTEXT;
  return download(context, to, from, bytes, find(context, nullptr), true);
}

API cuMemcpyDtoHAsync_v2(void *to, DeviceAddress from, size_t bytes, Stream *stream) {
  BEGIN_IN_CONTEXT;
  return download(context, to, from, bytes, find(context, stream), false);
}

API cuMemcpyDtoD_v2(DeviceAddress to, DeviceAddress from, size_t bytes) {
  BEGIN_IN_CONTEXT;
  return copy(context, to, from, bytes, find(context, nullptr));
}

API cuMemcpyDtoDAsync_v2(DeviceAddress to, DeviceAddress from, size_t bytes, Stream *stream) {
  BEGIN_IN_CONTEXT;
  return copy(context, to, from, bytes, find(context, stream));
}

API cuMemsetD8_v2(DeviceAddress to, unsigned char value, size_t count) {
  BEGIN_IN_CONTEXT;
  return fill(context, to, value, count, find(context, nullptr));
}

API cuMemsetD8Async(DeviceAddress to, unsigned char value, size_t count, Stream *stream) {
  BEGIN_IN_CONTEXT;
  return fill(context, to, value, count, find(context, stream));
}

API cuMemsetD32_v2(DeviceAddress to, unsigned value, size_t count) {
  BEGIN_IN_CONTEXT;
  return fill(context, to, value, count, find(context, nullptr));
}

API cuMemsetD32Async(DeviceAddress to, unsigned value, size_t count, Stream *stream) {
  BEGIN_IN_CONTEXT;
  return fill(context, to, value, count, find(context, stream));
}
