// api_kernels.h - modules and kernels.
#pragma once
#include "api.h"

static Result load(Context &context, Module **module, const void *image) {
  if (!image) return INVALID_VALUE;
  std::unique_ptr<Module> loaded(new Module);
  const Result result = loaded->load((const char *)image, context.device);
  if (result == SUCCESS) context.modules[*module = loaded.get()] = std::move(loaded);
  return result;
}

API cuModuleLoadData(Module **module, const void *image) {
  BEGIN_IN_CONTEXT;
  return load(context, module, image);
}

// No option changes anything.
API cuModuleLoadDataEx(Module **module, const void *image, unsigned, int *, void **) {
  BEGIN_IN_CONTEXT;
  return load(context, module, image);
}

API cuModuleUnload(Module *module) {
  BEGIN_IN_CONTEXT;
  if (context.modules.count(module) == 0) return INVALID_HANDLE;
  context.streams.finish_all();
  context.modules.erase(module);
  return context.error();
}

API cuModuleGetFunction(Function **function, Module *module, const char *name) {
  BEGIN_IN_CONTEXT;
  if (context.modules.count(module) == 0) return INVALID_HANDLE;
  *function = module->function(name);
  return *function ? SUCCESS : NOT_FOUND;
}

enum { MAX_THREADS = 0, BINARY_VERSION = 6, MAX_DYNAMIC_SHARED = 8, PREFERRED_CARVEOUT = 9 };

API cuFuncSetAttribute(void *handle, int attribute, int value) {
  BEGIN_IN_CONTEXT;
  Function *function = driver.find(context, handle);
  if (!function) return INVALID_HANDLE;
  if (attribute == PREFERRED_CARVEOUT) return SUCCESS;
  if (attribute != MAX_DYNAMIC_SHARED || value < 0 || (size_t)value > SHARED_PER_BLOCK_AT_MOST) return INVALID_VALUE;
  function->dynamic_shared_at_most = value;
  return SUCCESS;
}

// Static shared memory, constants, registers and the like are 0.
API cuFuncGetAttribute(int *value, int attribute, void *handle) {
  BEGIN_IN_CONTEXT;
  Function *function = driver.find(context, handle);
  if (!function) return INVALID_HANDLE;
  if (attribute < 0 || attribute > PREFERRED_CARVEOUT) return INVALID_VALUE;
  *value = attribute == MAX_THREADS          ? (int)function->entry->launch_bound
           : attribute == MAX_DYNAMIC_SHARED ? (int)function->dynamic_shared_at_most
           : attribute == BINARY_VERSION     ? capability(context.device)
                                             : 0;
  return SUCCESS;
}

static Result check_launch(const Function &function, Dim3 grid, Dim3 block, unsigned shared_bytes) {
  if (!grid.x || !grid.y || !grid.z || !block.x || !block.y || !block.z) return INVALID_VALUE;
  if (grid.x > 0x7fffffff || grid.y > 65535 || grid.z > 65535) return INVALID_VALUE;
  if (block.x > 1024 || block.y > 1024 || block.z > 64 || (uint64_t)block.x * block.y * block.z > 1024)
    return INVALID_VALUE;
  if (shared_bytes > function.dynamic_shared_at_most) return INVALID_VALUE;
  return block.x * block.y * block.z > function.entry->launch_bound ? LAUNCH_OUT_OF_RESOURCES : SUCCESS;
}

// The bytes of a kernel's parameters, kept until it runs.
static std::vector<std::vector<max_align_t>> keep(const Entry &entry, void **parameters) {
  std::vector<std::vector<max_align_t>> kept;
  for (size_t i = 0; i < entry.parameter_bytes.size(); ++i) {
    kept.emplace_back(entry.parameter_bytes[i] / sizeof(max_align_t) + 1);
    memcpy(kept.back().data(), parameters[i], entry.parameter_bytes[i]);
  }
  return kept;
}

API cuLaunchKernel(void *handle, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
                   unsigned block_z, unsigned shared_bytes, Stream *handle_of_stream, void **parameters, void **extra) {
  BEGIN_IN_CONTEXT;
  Function *function = driver.find(context, handle);
  Stream *stream = find(context, handle_of_stream);
  if (!function || !stream) return INVALID_HANDLE;
  const Dim3 grid = {grid_x, grid_y, grid_z}, block = {block_x, block_y, block_z};
  Entry *entry = function->entry;
  const Result complaint = check_launch(*function, grid, block, shared_bytes);
  if (complaint) return complaint;
  if (extra || (!entry->parameter_bytes.empty() && !parameters)) return INVALID_VALUE;
  const auto kept = keep(*entry, parameters);
  context.streams.add(*stream, [&context, entry, grid, block, shared_bytes, kept] {
    std::vector<void *> pointers;
    for (const auto &one : kept) pointers.push_back((void *)one.data());
    context.memory.open();
    Result result = entry->run({grid, block, shared_bytes, pointers.data(), context.memory.ranges(), os_threads()});
    if (result == SUCCESS && !context.memory.edges_are_whole(entry->name.c_str())) result = ILLEGAL_ADDRESS;
    context.memory.close();
    return result;
  });
  return SUCCESS;
}
