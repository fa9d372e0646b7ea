// stand_in_nvrtc.cpp - libnvrtc.so.12 for machines without CUDA, for tests: compiles CUDA text with g++ and cuda_shim.h to
// a shared library for the stand-in driver, which it hands out as cubin and as PTX. Complaints look like NVRTC's.
//
//   PERRIN_STAND_IN_SHIM   another cuda_shim.h than the one it was built with
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cuda_text.h"
#include "failures.h"

#define API extern "C" __attribute__((visibility("default"))) int

extern char **environ;

namespace {
enum Result { SUCCESS, OUT_OF_MEMORY, CREATION_FAILURE, INVALID_INPUT, INVALID_PROGRAM, INVALID_OPTION, COMPILATION,
              BUILTIN_FAILURE, INTERNAL_ERROR = 11 };

constexpr int MAJOR = 12, MINOR = 0;
constexpr int ARCHITECTURES[] = {75, 80, 86, 87, 89, 90};

struct Program {
  std::string text, name, log, binary;
  bool for_device = false;  // -arch=sm_XX; else PTX only
};

std::mutex mutex;
stand_in::Failures &failures = *new stand_in::Failures;
std::set<Program *> &programs = *new std::set<Program *>;

// One call at a time, and a failure that a test provokes.
struct Call {
  std::lock_guard<std::mutex> lock{mutex};
  const int failure;
  explicit Call(const char *name, Program *program) : failure(result(name, program)) {}
  static int result(const char *name, Program *program) {
    const int provoked = failures.provoked(name);
    return provoked != SUCCESS ? provoked : programs.count(program) ? SUCCESS : INVALID_PROGRAM;
  }
};
#define BEGIN(program)            \
  Call call(__func__, program);   \
  if (call.failure) return call.failure

// ---------------------------------------------------------------------------------------------------------- options

struct Options {
  std::string architecture = "";
  std::vector<std::string> flags;  // for g++
  std::string complaint;           // empty: all options are known
};

// The rest of `option` if it begins with one of two names.
bool has_value(const std::string &option, const std::string &name, const std::string &other, std::string &value) {
  for (const std::string &one : {name, other}) {
    if (one.empty() || option.compare(0, one.size() + 1, one + "=") != 0) continue;
    value = option.substr(one.size() + 1);
    return true;
  }
  return false;
}

bool is_architecture(const std::string &text) {
  for (int number : ARCHITECTURES)
    for (const char *kind : {"sm_", "compute_"})
      if (text == kind + std::to_string(number) || (number == 90 && text == kind + std::string("90a"))) return true;
  return false;
}

void read_option(const std::string &option, Options &options) {
  static const std::set<std::string> ignored = {
      "-default-device", "--device-as-default-execution-space", "-lineinfo", "--generate-line-info", "-w",
      "--disable-warnings", "-restrict", "--restrict", "-prec-div=true", "--prec-div=true", "-prec-div=false",
      "--prec-div=false", "-prec-sqrt=true", "--prec-sqrt=true", "-prec-sqrt=false", "--prec-sqrt=false", "-ftz=true",
      "--ftz=true", "-ftz=false", "--ftz=false", "-std=c++17", "--std=c++17", "-dopt=on", "--dopt=on"};
  std::string value;
  if (has_value(option, "-arch", "--gpu-architecture", value)) {
    if (is_architecture(value))
      options.architecture = value;
    else
      options.complaint = "nvrtc: error: invalid value for --gpu-architecture (-arch)\n";
  } else if ((option.compare(0, 2, "-D") == 0 || option.compare(0, 2, "-I") == 0) && option.size() > 2) {
    options.flags.push_back(option);
  } else if (has_value(option, "-fmad", "--fmad", value) && (value == "true" || value == "false")) {
    options.flags.push_back(value == "true" ? "-ffp-contract=fast" : "-ffp-contract=off");
  } else if (option == "-use_fast_math" || option == "--use_fast_math") {
    options.flags.push_back("-ffp-contract=fast");
  } else if (!has_value(option, "--ptxas-options", "-Xptxas", value) && ignored.count(option) == 0) {
    options.complaint = "nvrtc: error: unrecognized option " + option + " found\n";
  }
}

// NVRTC fuses products and sums where nobody forbids it.
Options read_options(int count, const char *const *given) {
  Options options;
  options.flags.push_back("-ffp-contract=fast");
  for (int i = 0; i < count && options.complaint.empty(); ++i) read_option(given[i], options);
  if (options.complaint.empty() && options.architecture.empty())
    options.complaint = "stand-in NVRTC: error: -arch=sm_XX is missing\n";
  return options;
}

// ------------------------------------------------------------------------------------------------------ compilation

std::string content(const std::string &file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// A folder of its own for each compilation, gone with all its files at the end.
class Folder {
 public:
  Folder() {
    const char *base = getenv("TMPDIR");
    path = std::string(base && *base ? base : "/tmp") + "/perrin-stand-in-XXXXXX";
    if (!mkdtemp(path.data())) path.clear();
  }
  ~Folder() {
    for (const std::string &file : files) unlink(file.c_str());
    if (!path.empty()) rmdir(path.c_str());
  }
  bool exists() const { return !path.empty(); }
  std::string file(const char *name) {
    files.push_back(path + "/" + name);
    return files.back();
  }

 private:
  std::string path;
  std::vector<std::string> files;
};

// Runs a program with both its outputs in a file; whether it ended well.
bool run(const std::vector<std::string> &words, const std::string &output) {
  std::vector<char *> pointers;
  for (const std::string &word : words) pointers.push_back((char *)word.c_str());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t child;
  const int failure = posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure) {
    std::ofstream(output) << "stand-in NVRTC: error: " << words[0] << ": " << strerror(failure) << "\n";
    return false;
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// "name:12:5: error: ..." becomes "name(12): error: ...", as NVRTC writes it.
std::string as_nvrtc(const std::string &log, const std::string &name) {
  std::string result;
  for (size_t begin = 0; begin < log.size();) {
    const size_t end = std::min(log.find('\n', begin), log.size());
    const std::string line = log.substr(begin, end - begin);
    int number = 0, column = 0, length = 0;
    const bool located = line.compare(0, name.size() + 1, name + ":") == 0 &&
                         sscanf(line.c_str() + name.size(), ":%d:%d:%n", &number, &column, &length) == 2 && length > 0;
    result += located ? name + "(" + std::to_string(number) + "):" + line.substr(name.size() + length) : line;
    result += "\n";
    begin = end + 1;
  }
  return result;
}

// What g++ gets after the shim.
std::string complete(const Program &program, const std::string &architecture) {
  std::string quoted;
  for (char c : program.name) quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return "extern \"C\" __attribute__((visibility(\"default\"))) const char stand_in_architecture[] = \"" + architecture +
         "\";\n#line 1 \"" + quoted + "\"\n" + stand_in::rewrite(program.text) + "\n";
}

int compile(Program &program, const Options &options) {
  Folder folder;
  if (!folder.exists()) {
    program.log = "stand-in NVRTC: error: no temporary folder can be made\n";
    return INTERNAL_ERROR;
  }
  const std::string source = folder.file("kernel.cpp"), library = folder.file("kernel.so"), log = folder.file("log");
  std::ofstream(source, std::ios::binary) << complete(program, options.architecture);
  const char *shim = getenv("PERRIN_STAND_IN_SHIM");
  const std::string number = options.architecture.substr(options.architecture.find('_') + 1, 2);
  std::vector<std::string> words = {
      PERRIN_STAND_IN_CXX, "-std=c++17", "-O2", "-march=native", "-fno-math-errno", "-fno-trapping-math",
      "-fno-exceptions", "-fno-rtti", "-fno-gnu-unique", "-fPIC", "-shared", "-fvisibility=hidden", "-nostdinc",
      "-nostdinc++", "-nodefaultlibs", "-D__CUDACC__", "-D__CUDACC_RTC__", "-D__CUDA_ARCH__=" + number + "0",
      "-include", shim && *shim ? shim : PERRIN_STAND_IN_SHIM};
  words.insert(words.end(), options.flags.begin(), options.flags.end());
  words.insert(words.end(), {source, "-o", library, "-lm", "-lc"});
  const bool fine = run(words, log);
  program.log = as_nvrtc(content(log), program.name);
  program.binary = fine ? content(library) : "";
  program.for_device = options.architecture[0] == 's';
  return fine && !program.binary.empty() ? SUCCESS : COMPILATION;
}

int give_size(size_t *size, size_t bytes) {
  *size = bytes;
  return SUCCESS;
}

int give(char *to, const char *from, size_t bytes) {
  memcpy(to, from, bytes);
  return SUCCESS;
}
}  // namespace

// -------------------------------------------------------------------------------------------------------- functions

API nvrtcVersion(int *major, int *minor) {
  *major = MAJOR;
  *minor = MINOR;
  return SUCCESS;
}

API nvrtcGetNumSupportedArchs(int *count) {
  *count = (int)std::size(ARCHITECTURES);
  return SUCCESS;
}

API nvrtcGetSupportedArchs(int *architectures) {
  std::copy(std::begin(ARCHITECTURES), std::end(ARCHITECTURES), architectures);
  return SUCCESS;
}

extern "C" __attribute__((visibility("default"))) const char *nvrtcGetErrorString(int result) {
  static const char *const names[] = {"NVRTC_SUCCESS", "NVRTC_ERROR_OUT_OF_MEMORY",
                                      "NVRTC_ERROR_PROGRAM_CREATION_FAILURE", "NVRTC_ERROR_INVALID_INPUT",
                                      "NVRTC_ERROR_INVALID_PROGRAM", "NVRTC_ERROR_INVALID_OPTION",
                                      "NVRTC_ERROR_COMPILATION", "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE"};
  if (result == INTERNAL_ERROR) return "NVRTC_ERROR_INTERNAL_ERROR";
  return result >= 0 && result < (int)std::size(names) ? names[result] : "NVRTC_ERROR unknown";
}

// Takes no headers: the text is complete.
API nvrtcCreateProgram(Program **program, const char *text, const char *name, int headers, const char *const *,
                       const char *const *) {
  std::lock_guard<std::mutex> lock(mutex);
  if (const int provoked = failures.provoked(__func__)) return provoked;
  if (!text || headers != 0) return INVALID_INPUT;
  *program = *programs.insert(new Program{text, name ? name : "default_program", "", ""}).first;
  return SUCCESS;
}

API nvrtcDestroyProgram(Program **program) {
  BEGIN(*program);
  programs.erase(*program);
  delete *program;
  *program = nullptr;
  return SUCCESS;
}

API nvrtcCompileProgram(Program *program, int count, const char *const *given) {
  BEGIN(program);
  const Options options = read_options(count, given);
  program->binary.clear();
  program->log = options.complaint;
  return options.complaint.empty() ? compile(*program, options) : INVALID_OPTION;
}

API nvrtcGetProgramLogSize(Program *program, size_t *size) {
  BEGIN(program);
  return give_size(size, program->log.size() + 1);
}

API nvrtcGetProgramLog(Program *program, char *log) {
  BEGIN(program);
  return give(log, program->log.c_str(), program->log.size() + 1);
}

API nvrtcGetCUBINSize(Program *program, size_t *size) {
  BEGIN(program);
  return give_size(size, program->for_device ? program->binary.size() : 0);
}

API nvrtcGetCUBIN(Program *program, char *cubin) {
  BEGIN(program);
  return give(cubin, program->binary.data(), program->for_device ? program->binary.size() : 0);
}

API nvrtcGetPTXSize(Program *program, size_t *size) {
  BEGIN(program);
  return give_size(size, program->binary.size());
}

API nvrtcGetPTX(Program *program, char *ptx) {
  BEGIN(program);
  return give(ptx, program->binary.data(), program->binary.size());
}
