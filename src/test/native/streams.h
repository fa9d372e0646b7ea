// streams.h - streams of the laziest kind: work is done when somebody waits for it, and not before. So a program that
// forgets to wait reads what was there before, each time, instead of only on a fast day. What must come first does:
// earlier work of the stream, recorded events it waits for, and, between the null stream and all streams not made with
// CU_STREAM_NON_BLOCKING, earlier work of the other. With PERRIN_STAND_IN_STREAMS=others-first all other streams' work, also
// what was given later, is done before the work that somebody waits for, as far as events allow: so buffers that are given
// out again too early are overwritten, each time.
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <utility>

#include "results.h"

namespace stand_in {

class Streams;

class Stream {
 public:
  explicit Stream(bool blocking) : blocking(blocking) {}

 private:
  friend class Streams;
  struct Work {
    uint64_t number;
    std::function<Result()> run;
  };
  const bool blocking;
  std::deque<Work> waiting;
};

// A context's streams. The first error of any work is kept: no later work is done.
class Streams {
 public:
  Stream *null_stream() { return &null; }
  Stream *create(bool blocking) { return all.emplace(new Stream(blocking)).first->get(); }
  bool has(const Stream *stream) const {
    for (const auto &one : all)
      if (one.get() == stream) return true;
    return stream == &null;
  }
  void destroy(Stream *stream) {
    finish(*stream);
    for (auto one = all.begin(); one != all.end(); ++one)
      if (one->get() == stream) {
        all.erase(one);
        return;
      }
  }

  // Returns the work's number: work has numbers in the order in which it was given.
  uint64_t add(Stream &stream, std::function<Result()> work) {
    stream.waiting.push_back({++last, std::move(work)});
    return last;
  }
  bool idle(const Stream &stream) const { return stream.waiting.empty(); }
  void finish(Stream &stream, uint64_t up_to = UINT64_MAX);
  void finish_all() {
    finish(null);
    for (const auto &stream : all) finish(*stream);
  }

  Result error = SUCCESS;

 private:
  Stream null{true};
  std::set<std::unique_ptr<Stream>> all;
  uint64_t last = 0;
  bool others_first = false;  // being finished, or the order is the usual one
};

inline void Streams::finish(Stream &stream, uint64_t up_to) {
  if (!others_first) {
    const char *order = getenv("PERRIN_STAND_IN_STREAMS");
    others_first = true;  // those that follow from this are finished in the usual order
    if (order && strcmp(order, "others-first") == 0) {
      if (&stream != &null) finish(null);
      for (const auto &other : all)
        if (other.get() != &stream) finish(*other);
    }
    finish(stream, up_to);
    others_first = false;
    return;
  }
  while (!stream.waiting.empty() && stream.waiting.front().number <= up_to) {
    const Stream::Work work = std::move(stream.waiting.front());
    stream.waiting.pop_front();
    if (&stream == &null) {
      for (const auto &other : all)
        if (other->blocking) finish(*other, work.number - 1);
    } else if (stream.blocking) {
      finish(null, work.number - 1);
    }
    if (error == SUCCESS) error = work.run();
  }
}

// A point in a stream's work.
struct Record {
  Streams *streams;
  Stream *stream;
  uint64_t number;
  bool done = false;
  std::chrono::steady_clock::time_point time;
  void finish() {
    if (!done) streams->finish(*stream, number);
  }
};

struct Event {
  const Streams *const streams;  // of the context that it was made in
  std::shared_ptr<Record> last;  // none: never recorded
};
}  // namespace stand_in
