// program.h - a PTX module as it is carried out: kernels, where their registers and variables lie, their instructions.
//
// A register has 32 lanes of 2, 4 or 8 bytes, one after the other, at an offset in the warp's file of registers; a predicate
// is a word with a bit for each lane, by its number. Numbers in the text, addresses of variables and special registers are
// registers too, which are filled before a warp begins.
#pragma once
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "../results.h"

namespace ptx {
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

constexpr u32 LANES = 32;
constexpr u32 NONE = ~0u;
constexpr u32 EVERYBODY = ~0u;
// What nobody has written: a NaN in float and double, and a huge count.
constexpr u32 POISON = 0xfffadbad;

// A text that is refused before anything runs.
[[noreturn]] inline void refuse(const std::string &why) { throw std::runtime_error(why); }

// An end of a launch.
struct Fault {
  int result;
  std::string text;
};
[[noreturn]] inline void fail(const std::string &text) { throw Fault{stand_in::LAUNCH_FAILED, text}; }

struct Warp;
struct Instruction;
typedef void Action(Warp &, const Instruction &, u32 lanes);

// How an instruction leads on: to the next one, to its label, nowhere; or its lanes wait, for the lanes that its mask names
// or for the block.
enum class Leads : u8 { ON, TO_LABEL, OUT, WITH_LANES, WITH_BLOCK };

struct Instruction {
  Action *action = nullptr;
  Leads leads = Leads::ON;
  bool unless = false;  // the guard's lanes are those that do not
  u8 count = 1;         // of a vector's elements
  u8 variant = 0;       // a comparison, for example
  u32 guard = NONE;
  u32 to = NONE, a = NONE, b = NONE, c = NONE, second = NONE;
  u32 element[4] = {NONE, NONE, NONE, NONE};
  s64 number = 0;  // an address's offset, a table, where a label leads
  std::string text;
};

// What is put into a register before a warp begins.
struct Given {
  enum Source { NUMBER, PARAMETERS, THREAD_X, THREAD_Y, THREAD_Z, THREADS_X, THREADS_Y, THREADS_Z, BLOCK_X, BLOCK_Y,
                BLOCK_Z, BLOCKS_X, BLOCKS_Y, BLOCKS_Z, LANE };
  Source source;
  u32 at, bytes;
  u64 value;
};

struct Parameter {
  std::string name;
  u32 bytes, offset;
};

// A variable of the module in the device's memory; our kernels have none that they write.
struct Constant {
  std::vector<u8> bytes;
};

struct Kernel {
  std::string name;
  std::vector<Parameter> parameters;
  u32 parameter_bytes = 0, launch_bound = 1024;
  u32 register_bytes = 0, predicates = 0;
  u32 frame_bytes = 0;   // of a thread's local memory
  u32 shared_bytes = 0;  // static; the dynamic come behind
  const std::vector<Constant> *constants = nullptr;  // of the module
  std::vector<Instruction> code;
  std::vector<Given> given;
};

struct Module {
  int architecture = 0;
  std::vector<Constant> constants;
  std::map<std::string, std::unique_ptr<Kernel>> kernels;
};
}  // namespace ptx
