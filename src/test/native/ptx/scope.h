// scope.h - what words stand for in a kernel: its registers, numbers, parameters and variables.
#pragma once
#include <cctype>
#include <tuple>

#include "program.h"

namespace ptx {

// 0: a predicate.
inline u32 bytes_of(const std::string &type) {
  if (type == "pred") return 0;
  const u32 bits = (u32)atoi(type.c_str() + 1);
  const bool known = strchr("busf", type[0]) && (bits == 8 || bits == 16 || bits == 32 || bits == 64);
  if (!known) refuse("type " + type);
  return bits / 8;
}

class Scope {
 public:
  // outside: the module's variables, in shared memory and in the device's.
  Scope(Kernel &kernel, const std::map<std::string, u64> &outside) : kernel(kernel), variables(outside) {}

  void add_register(const std::string &name, u32 bytes) {
    known[name] = {bytes, bytes ? allot(bytes) : kernel.predicates++};
  }
  void add_variable(const std::string &name, u64 at) { variables[name] = at; }

  u32 allot(u32 bytes) {
    const u32 at = kernel.register_bytes;
    kernel.register_bytes += LANES * std::max(4u, bytes);
    return at;
  }

  bool has(const std::string &name) const { return known.count(name) > 0; }
  bool is_narrow(const std::string &name) const { return is_register(name, 4); }
  bool is_register(const std::string &name, u32 bytes) const {
    const auto found = known.find(name);
    return found != known.end() && found->second.bytes == bytes;
  }
  u32 predicate(const std::string &name) const {
    const auto found = known.find(name);
    if (found == known.end() || found->second.bytes) refuse("no predicate " + name);
    return found->second.at;
  }

  // A register of so many bytes with what a word stands for.
  u32 value(const std::string &word, u32 bytes, s64 offset = 0) {
    if (const auto found = known.find(word); found != known.end()) {
      if (found->second.bytes != bytes || offset) refuse("operand " + word);
      return found->second.at;
    }
    const std::string begin = word.substr(0, 2);
    if (begin == "0f" || begin == "0d") return given(Given::NUMBER, bytes, std::stoull(word.substr(2), nullptr, 16));
    if (isdigit((u8)word[0])) return given(Given::NUMBER, bytes, std::stoull(word, nullptr, 0));
    if (word[0] == '-') return given(Given::NUMBER, bytes, -std::stoull(word.substr(1), nullptr, 0));
    if (word[0] == '%') return special(word, bytes);
    for (const Parameter &p : kernel.parameters)
      if (p.name == word) return given(Given::PARAMETERS, 8, p.offset + offset);
    const auto variable = variables.find(word);
    if (variable == variables.end()) refuse("no symbol " + word);
    return given(Given::NUMBER, bytes, variable->second + offset);
  }

 private:
  struct Register {
    u32 bytes, at;
  };
  Kernel &kernel;
  std::map<std::string, u64> variables;
  std::map<std::string, Register> known;
  std::map<std::tuple<Given::Source, u64, u32>, u32> numbers;

  u32 given(Given::Source source, u32 bytes, u64 value) {
    const std::tuple<Given::Source, u64, u32> key = {source, value, bytes};
    if (const auto found = numbers.find(key); found != numbers.end()) return found->second;
    const u32 at = allot(bytes);
    kernel.given.push_back({source, at, bytes, value});
    return numbers[key] = at;
  }

  u32 special(const std::string &word, u32 bytes) {
    static const std::map<std::string, Given::Source> all = {
        {"%tid.x", Given::THREAD_X},    {"%tid.y", Given::THREAD_Y},    {"%tid.z", Given::THREAD_Z},
        {"%ntid.x", Given::THREADS_X},  {"%ntid.y", Given::THREADS_Y},  {"%ntid.z", Given::THREADS_Z},
        {"%ctaid.x", Given::BLOCK_X},   {"%ctaid.y", Given::BLOCK_Y},   {"%ctaid.z", Given::BLOCK_Z},
        {"%nctaid.x", Given::BLOCKS_X}, {"%nctaid.y", Given::BLOCKS_Y}, {"%nctaid.z", Given::BLOCKS_Z},
        {"%laneid", Given::LANE}};
    const auto found = all.find(word);
    if (found == all.end() || bytes != 4) refuse("register " + word);
    return given(found->second, 4, 0);
  }
};
}  // namespace ptx
