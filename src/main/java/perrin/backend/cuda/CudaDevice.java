package perrin.backend.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_RESERVED_SHARED_MEMORY_PER_BLOCK;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import perrin.backend.BackendException;
import perrin.backend.nvidia.CudaLibraries;
import perrin.backend.nvidia.JCudaNatives;
import perrin.experiment.MathMode;

/**
 * One GPU and its primary context, which is held from the first work on. Each thread has one
 * present context, and several devices may be at work: so all calls of the driver that mean this
 * one are within {@link #guarded} or {@link #quietly}. The only place where JCuda is set up.
 */
final class CudaDevice implements AutoCloseable {
  private static final int OLDEST = 75;
  private static final double GIB = 1.0 / (1L << 30);

  /** On the special function units, with contraction; the bits are this kind of device's own. */
  static final List<String> FAST = List.of("--use_fast_math", "-default-device");

  private final CudaProbe.Device found;
  private final int driver;
  private final Nvrtc compiler;
  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final String called;
  private boolean held;

  /**
   * @param called its name in messages
   */
  private CudaDevice(CudaProbe.Device found, String called, int driver, Nvrtc compiler) {
    this.found = found;
    this.called = called;
    this.driver = driver;
    this.compiler = compiler;
    JCudaDriver.cuDeviceGet(device, found.ordinal());
  }

  /** The machine's first GPU, with the libraries that are found. */
  static CudaDevice first() {
    return open(0, CudaLibraries::find);
  }

  /**
   * A GPU by its number.
   *
   * @throws BackendException where there is none of that number, or no NVRTC
   */
  static CudaDevice open(int number, Supplier<CudaLibraries> libraries) {
    CudaProbe probe = CudaProbe.look();
    if (!probe.usable()) {
      throw new BackendException(probe.reason());
    }
    List<CudaProbe.Device> devices = probe.devices();
    CudaProbe.Device found =
        devices.stream()
            .filter(device -> device.ordinal() == number)
            .findFirst()
            .orElseThrow(() ->
                new BackendException(
                    "there is no device "
                        + number
                        + (devices.size() == 1
                            ? "; there is only 0"
                            : "; there are 0 to " + (devices.size() - 1))));
    String called = found.name() + (devices.size() == 1 ? "" : " (device " + number + ")");
    if (found.capability() < OLDEST) {
      throw new BackendException(
          called + " has compute capability " + dotted(found.capability()) + ", below 7.5");
    }
    Nvrtc compiler = Nvrtc.open(libraries.get(), probe.driver());
    JCudaNatives.loadDriver();
    try {
      JCudaDriver.setExceptionsEnabled(true);
      JCudaDriver.cuInit(0);
      return new CudaDevice(found, called, probe.driver(), compiler);
    } catch (CudaException e) {
      throw new BackendException(called + ": " + e.getMessage() + "; see nvidia-smi", e);
    }
  }

  String description() {
    return found.name()
        + ", compute capability "
        + dotted(found.capability())
        + ", driver for CUDA "
        + CudaProbe.version(driver)
        + ", "
        + compiler.description();
  }

  private static String dotted(int capability) {
    return capability / 10 + "." + capability % 10;
  }

  BlockPlan.SharedMemory sharedMemory() {
    return new BlockPlan.SharedMemory(
        attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
        attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR),
        attribute(CU_DEVICE_ATTRIBUTE_RESERVED_SHARED_MEMORY_PER_BLOCK));
  }

  /**
   * @param attribute of CUdevice_attribute
   */
  int attribute(int attribute) {
    int[] value = new int[1];
    JCudaDriver.cuDeviceGetAttribute(value, attribute, device);
    return value[0];
  }

  CudaProbe.Device found() {
    return found;
  }

  int driver() {
    return driver;
  }

  String compiler() {
    return compiler.description();
  }

  /** Bytes of the device that nobody has taken. */
  long freeMemory() {
    long[] free = new long[1];
    JCudaDriver.cuMemGetInfo(free, new long[1]);
    return free[0];
  }

  /**
   * Refuses what does not fit before anything is allocated.
   *
   * @param bytes that are wanted
   * @param purpose of them, for people
   */
  void requireMemory(long bytes, String purpose) {
    long free = freeMemory();
    if (bytes > free) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "%s need %.2f GiB, and %s has %.2f GiB free; use fewer walkers",
              purpose,
              bytes * GIB,
              called,
              free * GIB));
    }
  }

  /**
   * Compiles a kernel's text, or finds it compiled before, and loads it.
   *
   * @param buffered the steps' Gaussians come from memory, instead of being drawn
   */
  DeviceModule load(String text, MathMode math, boolean buffered, BlockPlan plan) {
    String program = plan.program(text, buffered);
    return new DeviceModule(module(image(program, "langevin.cu", math)), buffered, plan);
  }

  /** Machine code for this device. */
  byte[] image(String text, String title, MathMode math) {
    List<String> options = math == MathMode.FAST ? FAST : Nvrtc.PORTABLE;
    String key = text + "\n" + String.join(" ", options) + "\n" + description();
    return CubinCache.get(key, () -> compile(text, title, options));
  }

  /** The same, always compiled. */
  byte[] compile(String text, String title, List<String> options) {
    return compiler.compile(text, title, found.capability(), driver, options).image();
  }

  static CUmodule module(byte[] image) {
    CUmodule module = new CUmodule();
    JCudaDriver.cuModuleLoadData(module, image);
    return module;
  }

  /** Runs something on the device; the driver's complaints become one clear error. */
  <T> T guarded(String what, Supplier<T> work) {
    try {
      if (!held) {
        JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
        held = true;
      }
      JCudaDriver.cuCtxSetCurrent(context);
      return work.get();
    } catch (CudaException e) {
      String complaint = e.getMessage();
      String remedy =
          complaint.contains("OUT_OF_MEMORY")
              ? "; use fewer walkers"
              : "; see nvidia-smi and the system's log";
      throw new BackendException(called + ", " + what + ": " + complaint + remedy, e);
    }
  }

  /** Does something whose failure changes nothing any more. */
  void quietly(Runnable work) {
    if (!held) {
      return; // and so is nothing of it
    }
    try {
      JCudaDriver.cuCtxSetCurrent(context);
      work.run();
    } catch (CudaException e) {
      // an earlier failure has been reported, and the context is about to go
    }
  }

  /** Gives the context back, if it is held. */
  @Override
  public void close() {
    quietly(() -> JCudaDriver.cuDevicePrimaryCtxRelease(device));
    held = false;
  }
}
