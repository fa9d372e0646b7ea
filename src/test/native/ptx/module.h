// module.h - a module's text: its variables, and its kernels one after the other.
#pragma once
#include "reader.h"

namespace ptx {

// ".align 4 .b8 name[8] = {1, 0, 0, 0, 2, 0, 0, 0};", of whole numbers, or of nothing and zero.
inline std::string read_constant(Words &words, Constant &constant) {
  u32 bytes = 0;
  while (words.peek()[0] == '.') {
    const std::string word = words.take();
    if (word == ".align") words.take();
    else bytes = bytes_of(word.substr(1));
  }
  const std::string name = words.take();
  const bool many = words.take_if("[");
  constant.bytes.resize(bytes * (many ? std::stoul(words.take()) : 1));
  if (many) words.expect("]");
  if (words.take_if("=")) {
    const bool several = words.take_if("{");
    size_t at = 0;
    do {
      const u64 value = std::stoull(words.take(), nullptr, 0);
      if (at + bytes > constant.bytes.size()) refuse("too many values of " + name);
      memcpy(constant.bytes.data() + at, &value, bytes), at += bytes;
    } while (words.take_if(","));
    if (several) words.expect("}");
  }
  words.expect(";");
  return name;
}

inline std::unique_ptr<Module> read_module(const char *text) {
  Words words(text);
  auto module = std::make_unique<Module>();
  std::map<std::string, u64> variables;  // dynamic shared memory, which begins where a kernel's own ends; constants
  bool dynamic = false;
  while (!words.done()) {
    const std::string word = words.take();
    if (word == ".version" || word == ".address_size") {
      words.take();
    } else if (word == ".target") {
      sscanf(words.take().c_str(), "sm_%d", &module->architecture);
    } else if (word == ".extern" && words.take_if(".shared")) {
      while (words.peek()[0] == '.') {
        if (words.take() == ".align") words.take();
      }
      variables[words.take()] = 0, dynamic = true;
      words.expect("["), words.expect("]"), words.expect(";");
    } else if (word == ".global") {
      Constant constant;
      const std::string name = read_constant(words, constant);
      module->constants.push_back(std::move(constant));
      variables[name] = (u64)module->constants.back().bytes.data();
    } else if (word == ".visible" && words.take_if(".entry")) {
      auto kernel = std::make_unique<Kernel>();
      kernel->name = words.take();
      KernelReader(words, *kernel, variables).read();
      kernel->constants = &module->constants;
      // Walkers that step are in registers or in memory that somebody has planned.
      if (kernel->frame_bytes && kernel->name.compare(0, 10, "perrin_run") == 0)
        refuse(kernel->name + " has a stack frame of " + std::to_string(kernel->frame_bytes) + " bytes");
      if (kernel->shared_bytes && dynamic) refuse("both static and dynamic shared memory");
      module->kernels[kernel->name] = std::move(kernel);
    } else {
      refuse("directive " + word + " " + words.peek());
    }
  }
  return module;
}
}  // namespace ptx
