// stand_in_test.cpp - does the stand-in do what CUDA does, and does it find what it is there to find?
//
//   g++ -std=c++17 stand_in_test.cpp -o stand_in_test -ldl && ./stand_in_test FOLDER    (where build.sh put the libraries)
//
// Prints what is wrong; ends with the number of wrong answers.
#include "stand_in_test.h"

static void warps_and_barriers() {
  open();
  const Address out = allocate(4 * 1024);
  CHECK(0, launch("warps", 1, 64, 0, out));
  const auto w = words(out, 256);
  for (unsigned i = 0; i < 64; ++i) {
    CHECK(i < 32 ? 496 : 1520, w[4 * i]);
    CHECK(i < 32 ? 3 : 35, w[4 * i + 1]);
    CHECK(i < 32 ? 0x49249249u : 0x92492492u, w[4 * i + 2]);
    CHECK((i >= 32) + 10 * (i ^ 1), w[4 * i + 3]);
  }
  CHECK(0, launch("halves", 1, 32, 0, out));
  const auto h = words(out, 32);
  for (unsigned i = 0; i < 32; ++i) CHECK(i < 16 ? 1 : 35, h[i]);
  CHECK(0, launch("some_end", 1, 32, 0, out, 19));
  CHECK(19, words(out, 1)[0]);
  CHECK(0, launch("barrier_with_ended", 12, 200, 0, out));
  const auto b = words(out, 480);
  for (unsigned i = 0; i < 480; ++i) CHECK(i / 40, b[i]);
  for (int barrier : {1, 0}) {
    CHECK(0, launch("neighbours", 8, 128, 512, out, barrier));
    int stale = 0;
    const auto n = words(out, 1024);
    for (unsigned i = 0; i < 1024; ++i) stale += n[i] != (i + 64) % 128;
    CHECK(!barrier, stale > 0);  // a forgotten barrier shows
  }
  fails(LAUNCH_FAILED, "has ended", "some_end", 32, out, 20);
  fails(LAUNCH_FAILED, "wait for each other: thread 0 and after at the shuffle or vote of line", "one_sided", 32, out);
  fails(LAUNCH_FAILED, "not in the mask of its own", "not_in_mask", 32, out);
  fails(LAUNCH_FAILED, "thread 7 and after at the __syncthreads of line", "two_barriers", 64);
  close_context();
}

static void kernels() {
  open();
  const Address out = allocate(4 * 6000), wide = allocate(24), one = allocate(4), real = allocate(4);
  CHECK(0, call("cuMemsetD32_v2", out, 0u, 6000ul));
  CHECK(0, call("cuMemsetD8_v2", wide, (unsigned char)0, 24ul));
  CHECK(0, call("cuMemsetD32_v2", one, 0u, 1ul));
  CHECK(0, call("cuMemsetD32_v2", real, 0u, 1ul));
  CHECK(0, launch("atomics", 40, 100, 0, out, wide, one, real));
  CHECK(4000u * 3999 / 2, words(out, 1)[0]);
  CHECK(0, words(out, 2)[1]);
  CHECK(3999, words(out, 3)[2]);
  CHECK(8000, words(wide, 2)[1]);
  CHECK(2 * 3999, words(wide, 6)[5]);
  CHECK(-4000, (int)words(one, 1)[0]);
  CHECK(0x457a0000, words(real, 1)[0]);  // 4000.0f
  CHECK(0, call("cuMemsetD32_v2", out, 0u, 6000ul));
  void *parameters[] = {(void *)&out};
  CHECK(0, call("cuLaunchKernel", function("places"), 5u, 4u, 3u, 6u, 5u, 2u, 0u, nullptr, (void **)parameters, nullptr));
  const auto places = words(out, 3600);
  for (unsigned i = 0; i < 3600; ++i) CHECK(1, places[i]);
  struct Two {
    uint32_t a;
    double b;
  };
  CHECK(0, launch("structs", 1, 1, 0, Two{5, 3}, out, Two{7, 11}));
  CHECK(45, words(out, 1)[0]);
  CHECK(0, launch("numbers", 1, 1, 0, out));
  const auto n = words(out, 6);
  CHECK(0x3a000400, n[0]);
  CHECK(0x3f800002, n[1]);
  CHECK((0xD2511F53ull * 0xdeadbeef) >> 32, n[2]);
  CHECK(1, n[3]);
  CHECK(0x3fb504f3 + 2, n[4]);
  CHECK(99, n[5]);
  Handle none;
  CHECK(NOT_FOUND, call("cuModuleGetFunction", &none, module, "mangled"));
  CHECK(INVALID_VALUE, launch("places", 0, 32, 0, out));
  CHECK(INVALID_VALUE, launch("places", 1, 1025, 0, out));
  CHECK(LAUNCH_OUT_OF_RESOURCES, launch("warps", 1, 257, 0, out));
  CHECK(INVALID_VALUE, launch("shared_at", 1, 1, 100000, out, 0));
  CHECK(0, call("cuFuncSetAttribute", function("shared_at"), 8, 100000));
  CHECK(0, launch("shared_at", 1, 1, 100000, out, 24999));
  CHECK((int)0xfffadbad, (int)words(out, 1)[0]);
  CHECK(INVALID_VALUE, call("cuFuncSetAttribute", function("shared_at"), 8, 300000));
  CHECK(0, launch("recursion", 1, 200, 0, out, 300u));
  fails(ILLEGAL_ADDRESS, "beyond its 64 bytes of dynamic shared memory", "shared_at", 1, out, 16);
  fails(LAUNCH_FAILED, "bytes of stack", "recursion", 1, out, 100000u);
  const Address again = allocate(4);
  fails(LAUNCH_FAILED, "division of an integer by zero", "division", 1, again, 0u);
  close_context();
}

static void memory() {
  open();
  const Address a = allocate(1000), freed = allocate(5000);
  CHECK((int)0xfffadbad, (int)words(a + 996, 1)[0]);
  CHECK(0, call("cuMemFree_v2", freed));
  std::vector<char> host(2000);
  CHECK(0, call("cuMemcpyHtoD_v2", a, host.data(), 1000ul));
  CHECK(INVALID_VALUE, call("cuMemcpyHtoD_v2", a, host.data(), 1001ul));
  CHECK(INVALID_VALUE, call("cuMemcpyHtoD_v2", a + 8, host.data(), 1000ul));
  CHECK(INVALID_VALUE, call("cuMemcpyDtoH_v2", host.data(), a - 1, 4ul));
  CHECK(INVALID_VALUE, call("cuMemcpyDtoH_v2", host.data(), freed, 4ul));
  CHECK(INVALID_VALUE, call("cuMemcpyDtoH_v2", host.data(), (Address)host.data(), 4ul));
  CHECK(INVALID_VALUE, call("cuMemcpyDtoH_v2", (void *)a, a, 4ul));
  CHECK(INVALID_VALUE, call("cuMemcpyDtoD_v2", a, freed, 4ul));
  CHECK(INVALID_VALUE, call("cuMemsetD32_v2", a, 0u, 251ul));
  CHECK(INVALID_VALUE, call("cuMemsetD32_v2", a + 2, 0u, 1ul));
  CHECK(INVALID_VALUE, call("cuMemFree_v2", freed));
  CHECK(INVALID_VALUE, call("cuMemFree_v2", a + 16));
  CHECK(INVALID_VALUE, call("cuMemFreeHost", host.data()));
  Address none;
  CHECK(INVALID_VALUE, call("cuMemAlloc_v2", &none, 0ul));
  setenv("PERRIN_STAND_IN_MEMORY", "10000", 1);
  size_t free, total;
  CHECK(0, call("cuMemGetInfo_v2", &free, &total));
  CHECK(9000, free);
  CHECK(OUT_OF_MEMORY, call("cuMemAlloc_v2", &none, 9001ul));
  unsetenv("PERRIN_STAND_IN_MEMORY");
  const pid_t child = fork();
  if (child == 0) _exit(*(volatile char *)a == 0 ? 1 : 2);
  int status;
  waitpid(child, &status, 0);
  CHECK(SIGSEGV, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  fails(ILLEGAL_ADDRESS, "is no memory of its device", "write", 1, a, 252ll);
  const Address b = allocate(1000), c = allocate(1000);
  fails(ILLEGAL_ADDRESS, "wrote 0 bytes after the end of an allocation of 1000", "write", 1, b, 250ll);
  CHECK(INVALID_VALUE, call("cuMemFree_v2", b));  // it went with its context
  const Address d = allocate(1000);
  fails(ILLEGAL_ADDRESS, "bytes before the begin", "write", 1, d, -1ll);
  const Address e = allocate(64);
  CHECK(0, call("cuMemFree_v2", allocate(64)));
  fails(ILLEGAL_ADDRESS, "is no memory", "read", 1, e, c, 0ll);
  fails(ILLEGAL_ADDRESS, "is no memory", "read", 1, allocate(64), (Address)0, 0ll);
  close_context();
}

// A buffer that is used again before the copy of what was in it has been waited for.
static void too_early() {
  open();
  Handle copies, event;
  int least, greatest;
  CHECK(0, call("cuCtxGetStreamPriorityRange", &least, &greatest));
  CHECK(0, call("cuStreamCreateWithPriority", &copies, 1u, greatest));
  CHECK(INVALID_VALUE, call("cuStreamCreateWithPriority", &event, 1u, greatest - 1));
  CHECK(0, call("cuEventCreate", &event, 0u));
  const Address a = allocate(4);
  uint32_t *pinned;
  CHECK(0, call("cuMemAllocHost_v2", (void **)&pinned, 4096ul));
  for (const char *order : {"", "others-first"}) {
    setenv("PERRIN_STAND_IN_STREAMS", order, 1);
    CHECK(0, call("cuMemsetD32_v2", a, 1u, 1ul));
    CHECK(0, call("cuEventRecord", event, (Handle) nullptr));
    CHECK(0, call("cuStreamWaitEvent", copies, event, 0u));
    CHECK(0, call("cuMemcpyDtoHAsync_v2", (void *)pinned, a, 4ul, copies));
    CHECK(0, call("cuMemsetD32_v2", a, 2u, 1ul));
    CHECK(0, call("cuStreamSynchronize", copies));
    CHECK(*order ? 2 : 1, *pinned);
  }
  unsetenv("PERRIN_STAND_IN_STREAMS");
  close_context();
}

static void streams() {
  open();
  Handle one, two, apart, event, later;
  CHECK(0, call("cuStreamCreate", &one, 0u));
  CHECK(0, call("cuStreamCreate", &two, 1u));
  CHECK(0, call("cuStreamCreate", &apart, 1u));
  CHECK(0, call("cuEventCreate", &event, 0u));
  CHECK(0, call("cuEventCreate", &later, 0u));
  const Address a = allocate(4);
  uint32_t *pinned, plain = 0;
  CHECK(0, call("cuMemAllocHost_v2", (void **)&pinned, 4096ul));
  *pinned = 5;
  CHECK(0, call("cuMemsetD32Async", a, 1u, 1ul, one));
  CHECK(0, call("cuMemcpyDtoHAsync_v2", (void *)pinned, a, 4ul, one));
  CHECK(5, *pinned);  // nobody has waited
  CHECK(NOT_READY, call("cuStreamQuery", one));
  CHECK(0, call("cuStreamQuery", one));
  CHECK(1, *pinned);
  CHECK(0, call("cuMemsetD32Async", a, 2u, 1ul, one));
  CHECK(0, call("cuEventRecord", event, one));
  CHECK(0, call("cuMemsetD32Async", a, 3u, 1ul, one));
  CHECK(0, call("cuStreamWaitEvent", two, event, 0u));
  CHECK(0, call("cuMemcpyDtoHAsync_v2", (void *)pinned, a, 4ul, two));
  CHECK(0, call("cuEventRecord", later, two));
  float milliseconds = -1;
  CHECK(NOT_READY, call("cuEventElapsedTime", &milliseconds, event, later));
  CHECK(0, call("cuEventSynchronize", later));
  CHECK(2, *pinned);
  CHECK(0, call("cuEventElapsedTime", &milliseconds, event, later));
  CHECK(1, milliseconds >= 0);
  CHECK(0, call("cuMemcpyDtoHAsync_v2", (void *)&plain, a, 4ul, apart));  // pageable: done at once, but for itself
  CHECK(2, plain);
  CHECK(0, call("cuMemcpyDtoH_v2", (void *)&plain, a, 4ul));  // the null stream waits for `one`
  CHECK(3, plain);
  *pinned = 7;
  CHECK(0, call("cuMemcpyHtoDAsync_v2", a, (void *)pinned, 4ul, one));
  *pinned = 8;  // too early
  CHECK(0, call("cuStreamSynchronize", one));
  CHECK(8, words(a, 1)[0]);
  CHECK(INVALID_HANDLE, call("cuStreamSynchronize", (Handle)&plain));
  CHECK(INVALID_HANDLE, call("cuEventRecord", (Handle)&plain, one));
  CHECK(0, call("cuStreamDestroy_v2", one));
  CHECK(INVALID_HANDLE, call("cuStreamSynchronize", one));
  CHECK(0, call("cuEventDestroy_v2", event));
  CHECK(0, call("cuMemFreeHost", (void *)pinned));
  close_context();
}

static void failures_and_devices() {
  open();
  Address a, b, c;
  setenv("PERRIN_STAND_IN_FAIL", "cuMemAlloc_v2:3=2,cuMemsetD32_v2=801", 1);
  CHECK(0, call("cuMemAlloc_v2", &a, 8ul));
  CHECK(0, call("cuMemAlloc_v2", &b, 8ul));
  CHECK(OUT_OF_MEMORY, call("cuMemAlloc_v2", &c, 8ul));
  CHECK(0, call("cuMemAlloc_v2", &c, 8ul));
  CHECK(NOT_SUPPORTED, call("cuMemsetD32_v2", a, 0u, 1ul));
  setenv("PERRIN_STAND_IN_FAIL", "cuLaunchKernel=719", 1);
  CHECK(LAUNCH_FAILED, launch("write", 1, 1, 0, a, 0ll));
  unsetenv("PERRIN_STAND_IN_FAIL");
  CHECK(LAUNCH_FAILED, call("cuMemFree_v2", a));  // the context is lost
  close_context();
  CHECK(INVALID_CONTEXT, call("cuCtxSynchronize"));
  setenv("PERRIN_STAND_IN_DEVICES", "2", 1);
  int count = 0, device = 0, value = 0;
  CHECK(0, call("cuDeviceGetCount", &count));
  CHECK(2, count);
  CHECK(0, call("cuDeviceGet", &device, 1));
  CHECK(INVALID_DEVICE, call("cuDeviceGet", &device, 2));
  char name[100];
  CHECK(0, call("cuDeviceGetName", name, 100, 1));
  CHECK(0, strcmp(name, "Perrin stand-in (no GPU)"));
  CHECK(0, call("cuDeviceGetAttribute", &value, 75, 1));
  CHECK(9, value);
  Handle first, second;
  CHECK(0, call("cuDevicePrimaryCtxRetain", &first, 0));
  CHECK(0, call("cuDevicePrimaryCtxRetain", &second, 1));
  CHECK(0, call("cuCtxSetCurrent", first));
  a = allocate(8);
  CHECK(0, call("cuCtxSetCurrent", second));
  CHECK(INVALID_VALUE, call("cuMemFree_v2", a));
  CHECK(0, call("cuDevicePrimaryCtxRelease_v2", 0));
  CHECK(0, call("cuDevicePrimaryCtxRelease_v2", 1));
  CHECK(INVALID_CONTEXT, call("cuCtxSetCurrent", first));
  setenv("PERRIN_STAND_IN_DEVICES", "0", 1);
  CHECK(NO_DEVICE, call("cuInit", 0u));
  unsetenv("PERRIN_STAND_IN_DEVICES");
  const char *text = nullptr;
  CHECK(0, call("cuGetErrorName", 719, &text));
  CHECK(0, strcmp(text, "CUDA_ERROR_LAUNCH_FAILED"));
  CHECK(INVALID_VALUE, call("cuGetErrorName", 12345, &text));
}

// What belongs to one device is nothing to the other.
static void two_devices() {
  setenv("PERRIN_STAND_IN_DEVICES", "2", 1);
  setenv("PERRIN_STAND_IN_MEMORY", "1000000,5000", 1);
  setenv("PERRIN_STAND_IN_CAPABILITY", "9.0,8.6", 1);
  int value = 0;
  size_t free, total;
  CHECK(0, call("cuDeviceTotalMem_v2", &total, 1));
  CHECK(5000, total);
  open();
  const Handle first = context, write = function("write");
  const Address a = allocate(400);
  Handle stream, event, elsewhere, there;
  void *pinned;
  CHECK(0, call("cuStreamCreate", &stream, 1u));
  CHECK(0, call("cuEventCreate", &event, 0u));
  CHECK(0, call("cuEventRecord", event, stream));
  CHECK(0, call("cuMemAllocHost_v2", &pinned, 4096ul));
  CHECK(0, call("cuDeviceGetAttribute", &value, 76, 1));
  CHECK(6, value);
  Handle second;
  CHECK(0, call("cuDevicePrimaryCtxRetain", &second, 1));
  CHECK(0, call("cuCtxSetCurrent", second));
  CHECK(0, call("cuMemGetInfo_v2", &free, &total));
  CHECK(5000, free);
  const Address b = allocate(4000);
  Address none;
  CHECK(OUT_OF_MEMORY, call("cuMemAlloc_v2", &none, 1001ul));
  CHECK(0, call("cuStreamCreate", &elsewhere, 1u));
  CHECK(0, call("cuEventCreate", &there, 0u));
  char host[8];
  CHECK(INVALID_VALUE, call("cuMemcpyHtoD_v2", a, host, 8ul));
  CHECK(INVALID_VALUE, call("cuMemcpyDtoH_v2", host, a, 8ul));
  CHECK(INVALID_VALUE, call("cuMemcpyDtoD_v2", b, a, 8ul));
  CHECK(INVALID_VALUE, call("cuMemsetD8_v2", a, (unsigned char)0, 8ul));
  CHECK(INVALID_VALUE, call("cuMemcpyDtoHAsync_v2", pinned, b, 8ul, elsewhere));
  CHECK(INVALID_VALUE, call("cuMemFreeHost", pinned));
  CHECK(INVALID_HANDLE, call("cuStreamSynchronize", stream));
  CHECK(INVALID_HANDLE, call("cuStreamWaitEvent", elsewhere, event, 0u));
  CHECK(INVALID_HANDLE, call("cuEventRecord", event, elsewhere));
  CHECK(INVALID_HANDLE, call("cuEventRecord", there, stream));
  CHECK(INVALID_HANDLE, call("cuEventSynchronize", event));
  CHECK(INVALID_HANDLE, call("cuEventDestroy_v2", event));
  CHECK(INVALID_HANDLE, call("cuModuleUnload", module));
  void *parameters[] = {nullptr};
  CHECK(INVALID_HANDLE, call("cuLaunchKernel", write, 1u, 1u, 1u, 1u, 1u, 1u, 0u, nullptr, (void **)parameters, nullptr));
  CHECK(NO_BINARY_FOR_GPU, call("cuModuleLoadData", &module, compile(ALL, {"-arch=sm_90"}).image.data()));
  CHECK(0, call("cuModuleLoadData", &module, compile(ALL, {"-arch=sm_86", "-DVALUE=1"}).image.data()));
  CHECK(0, launch("write", 1, 1, 0, b, 0ll));
  const std::string text = complaint([&] { CHECK(ILLEGAL_ADDRESS, launch("write", 1, 1, 0, a, 0ll)); });
  CHECK(1, text.find("is no memory of its device") != std::string::npos);
  CHECK(ILLEGAL_ADDRESS, call("cuCtxSynchronize"));
  CHECK(0, call("cuCtxSetCurrent", first));  // which the other's error does not end
  CHECK(0, call("cuEventSynchronize", event));
  CHECK(0, call("cuMemFreeHost", pinned));
  CHECK(0, call("cuDevicePrimaryCtxRelease_v2", 1));
  close_context();
  for (const char *name : {"PERRIN_STAND_IN_DEVICES", "PERRIN_STAND_IN_MEMORY", "PERRIN_STAND_IN_CAPABILITY"})
    unsetenv(name);
}

static void compiler() {
  const auto has = [](const std::string &text, const char *part) { return text.find(part) != std::string::npos; };
  const std::string empty = "extern \"C\" __global__ void f() {}\n";
  CHECK(5, compile(empty, {"-arch=sm_90", "--unknown"}).result);
  CHECK(1, has(compile(empty, {"-arch=sm_90", "--unknown"}).log, "unrecognized option --unknown"));
  CHECK(5, compile(empty, {"-arch=sm_50"}).result);
  CHECK(5, compile(empty, {}).result);
  const Compiled bad = compile("// first\n\nextern \"C\" __global__ void f() { int x = y; }\n");
  CHECK(6, bad.result);
  CHECK(1, has(bad.log, "test.cu(3): error: "));
  CHECK(6, compile("#include <cmath>\n" + empty).result);
  CHECK(6, compile("struct S { char bytes[5000]; };\nextern \"C\" __global__ void f(S s) {}\n").result);
  CHECK(0, compile("/* __global__ */ // extern \"C\" __global__ void g();\n" + empty).result);
  CHECK(0, compile("#if 0\nextern \"C\" __global__ void __launch_bounds__(N, f(2)) g(int) { { } }\n#endif\n" + empty).result);
  CHECK(0, compile("#define F(x) x\nextern \"C\" __global__ void __launch_bounds__(F(64), 4) g(int) { { } }\n").result);
  CHECK(0, compile(empty, {"-arch=compute_90"}).image.size());
  open(false);
  Handle loaded;
  CHECK(NO_BINARY_FOR_GPU, call("cuModuleLoadData", &loaded, compile(empty, {"-arch=sm_75"}).image.data()));
  CHECK(INVALID_IMAGE, call("cuModuleLoadData", &loaded, ".version 7.0 and so on"));
  std::vector<char> real = compile(empty).image;
  real[18] = (char)190;
  CHECK(NO_BINARY_FOR_GPU, call("cuModuleLoadData", &loaded, real.data()));
  // Modules do not see each other, whatever their order.
  const auto constant = [](int k) {
    return compile("extern \"C\" __global__ void f(int *out) { *out = " + std::to_string(k) + "; }\n").image;
  };
  const Address out = allocate(4);
  for (int k = 0; k < 4; ++k) {
    Handle other;
    CHECK(0, call("cuModuleLoadData", &module, constant(k).data()));
    CHECK(0, call("cuModuleLoadData", &other, constant(k + 100).data()));
    CHECK(0, launch("f", 1, 1, 0, out));
    CHECK(k, words(out, 1)[0]);
    CHECK(0, call("cuModuleUnload", k % 2 ? module : other));
  }
  CHECK(INVALID_HANDLE, call("cuModuleUnload", module));
  close_context();
}

int main(int, char **arguments) {
  const std::string folder = arguments[1] ? arguments[1] : ".";
  cuda = dlopen((folder + "/libcuda.so.1").c_str(), RTLD_NOW);
  nvrtc = dlopen((folder + "/libnvrtc.so.12").c_str(), RTLD_NOW);
  if (!cuda || !nvrtc) {
    printf("%s\n", dlerror());
    return 1;
  }
  int nothing;
  CHECK(NOT_INITIALIZED, call("cuDeviceGetCount", &nothing));
  warps_and_barriers();
  kernels();
  memory();
  streams();
  too_early();
  failures_and_devices();
  two_devices();
  compiler();
  printf(wrong ? "%d wrong answers\n" : "all as CUDA\n", wrong);
  return wrong > 99 ? 99 : wrong;
}
