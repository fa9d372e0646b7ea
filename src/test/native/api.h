// api.h - what all files of the driver's functions begin with.
#pragma once
#include "driver.h"

using namespace stand_in;

#define API extern "C" __attribute__((visibility("default"))) Result
#define BEGIN(needs)                \
  Call call(__func__, Call::needs); \
  if (call.failure) return call.failure
#define BEGIN_IN_CONTEXT \
  BEGIN(CONTEXT);        \
  [[maybe_unused]] Context &context = *call.context

// nullptr: no such stream in this context.
static Stream *find(Context &context, Stream *stream) {
  if (stream == nullptr || stream == (Stream *)1) return context.streams.null_stream();  // 1: CU_STREAM_LEGACY
  return context.streams.has(stream) ? stream : nullptr;
}

// Stricter than a driver, which lets other contexts wait for an event.
static bool has(const Context &context, Event *event) {
  const auto known = driver.events.find(event);
  return known != driver.events.end() && known->second->streams == &context.streams;
}
