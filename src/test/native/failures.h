// failures.h - failures that a test provokes:
//
//   PERRIN_STAND_IN_FAIL = "cuMemAlloc_v2:3=2,cuLaunchKernel=719"
//
// makes the third call of cuMemAlloc_v2 return 2 (out of memory), and every call of cuLaunchKernel 719. The variable is
// read at each call, so that a test may set it while it runs; a new content begins to count from 1. Calls from several
// threads are the caller's to serialise.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace stand_in {

class Failures {
 public:
  // The result that this call shall return, or 0.
  int provoked(const char *function) {
    const char *now = getenv("PERRIN_STAND_IN_FAIL");
    if (text != (now ? now : "")) read(now ? now : "");
    const auto wanted = failures.find(function);
    if (wanted == failures.end()) return 0;
    Failure &failure = wanted->second;
    ++failure.calls;
    return failure.number == 0 || failure.number == failure.calls ? failure.result : 0;
  }

 private:
  struct Failure {
    int number = 0;  // of the call that fails; 0 for all
    int result = 0;
    int calls = 0;
  };
  std::string text;
  std::map<std::string, Failure> failures;

  void read(const std::string &now) {
    text = now;
    failures.clear();
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find(',', begin), text.size());
      const std::string one = text.substr(begin, end - begin);
      char name[64];
      Failure failure;
      const bool numbered = sscanf(one.c_str(), "%63[^:=]:%d=%d", name, &failure.number, &failure.result) == 3;
      if (!numbered && sscanf(one.c_str(), "%63[^:=]=%d", name, &failure.result) != 2) {
        fprintf(stderr, "stand-in CUDA: PERRIN_STAND_IN_FAIL: '%s' is not NAME[:CALL]=RESULT\n", one.c_str());
        abort();
      }
      failures[name] = failure;
      begin = end + 1;
    }
  }
};
}  // namespace stand_in
