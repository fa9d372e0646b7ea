// api_streams.h - streams and events.
#pragma once
#include "api.h"

API cuStreamCreate(Stream **stream, unsigned flags) {
  BEGIN_IN_CONTEXT;
  if (flags > 1) return INVALID_VALUE;
  *stream = context.streams.create(flags == 0);
  return SUCCESS;
}

// The lazy streams have no priorities; they are checked and forgotten.
enum { LEAST_PRIORITY = 0, GREATEST_PRIORITY = -5 };

API cuCtxGetStreamPriorityRange(int *least, int *greatest) {
  BEGIN(CONTEXT);
  *least = LEAST_PRIORITY;
  *greatest = GREATEST_PRIORITY;
  return SUCCESS;
}

API cuStreamCreateWithPriority(Stream **stream, unsigned flags, int priority) {
  BEGIN_IN_CONTEXT;
  if (flags > 1 || priority > LEAST_PRIORITY || priority < GREATEST_PRIORITY) return INVALID_VALUE;
  *stream = context.streams.create(flags == 0);
  return SUCCESS;
}

API cuStreamDestroy_v2(Stream *stream) {
  BEGIN_IN_CONTEXT;
  if (!context.streams.has(stream) || stream == find(context, nullptr)) return INVALID_HANDLE;
  context.streams.destroy(stream);
  return SUCCESS;
}

API cuStreamSynchronize(Stream *handle) {
  BEGIN_IN_CONTEXT;
  Stream *stream = find(context, handle);
  if (!stream) return INVALID_HANDLE;
  context.streams.finish(*stream);
  return context.error();
}

// Work gets done while one asks: the first answer is no, the second yes.
API cuStreamQuery(Stream *handle) {
  BEGIN_IN_CONTEXT;
  Stream *stream = find(context, handle);
  if (!stream) return INVALID_HANDLE;
  if (context.streams.idle(*stream)) return SUCCESS;
  context.streams.finish(*stream);
  return context.error() ? context.error() : NOT_READY;
}

API cuStreamWaitEvent(Stream *handle, Event *event, unsigned) {
  BEGIN_IN_CONTEXT;
  Stream *stream = find(context, handle);
  if (!stream || !has(context, event)) return INVALID_HANDLE;
  if (!event->last) return SUCCESS;
  context.streams.add(*stream, [record = event->last] {
    record->finish();
    return SUCCESS;
  });
  return SUCCESS;
}

API cuEventCreate(Event **event, unsigned) {
  BEGIN_IN_CONTEXT;
  *event = new Event{&context.streams, nullptr};
  driver.events[*event].reset(*event);
  return SUCCESS;
}

API cuEventDestroy_v2(Event *event) {
  BEGIN_IN_CONTEXT;
  if (!has(context, event)) return INVALID_HANDLE;
  driver.events.erase(event);
  return SUCCESS;
}

API cuEventRecord(Event *event, Stream *handle) {
  BEGIN_IN_CONTEXT;
  Stream *stream = find(context, handle);
  if (!stream || !has(context, event)) return INVALID_HANDLE;
  auto record = std::make_shared<Record>();
  record->streams = &context.streams;
  record->stream = stream;
  record->number = context.streams.add(*stream, [record] {
    record->done = true;
    record->time = std::chrono::steady_clock::now();
    return SUCCESS;
  });
  event->last = record;
  return SUCCESS;
}

API cuEventSynchronize(Event *event) {
  BEGIN_IN_CONTEXT;
  if (!has(context, event)) return INVALID_HANDLE;
  if (event->last) event->last->finish();
  return context.error();
}

API cuEventQuery(Event *event) {
  BEGIN_IN_CONTEXT;
  if (!has(context, event)) return INVALID_HANDLE;
  if (!event->last || event->last->done) return SUCCESS;
  event->last->finish();
  return context.error() ? context.error() : NOT_READY;
}

API cuEventElapsedTime(float *milliseconds, Event *from, Event *to) {
  BEGIN_IN_CONTEXT;
  for (Event *event : {from, to})
    if (!has(context, event) || !event->last) return INVALID_HANDLE;
  if (!from->last->done || !to->last->done) return NOT_READY;
  *milliseconds = std::chrono::duration<float, std::milli>(to->last->time - from->last->time).count();
  return SUCCESS;
}
