package perrin.backend.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;

import java.util.List;
import java.util.function.Supplier;
import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import perrin.backend.BackendException;

/** One GPU and its primary context. The only place where JCuda is set up. */
final class CudaDevice implements AutoCloseable {
  private static final int OLDEST = 75;

  /** As the processor computes: no contraction, exact division and roots, small numbers kept. */
  private static final List<String> PORTABLE =
      List.of("-fmad=false", "-prec-div=true", "-prec-sqrt=true", "-ftz=false", "-default-device");

  private final CudaProbe.Device found;
  private final int driver;
  private final Nvrtc compiler;
  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();

  private CudaDevice(CudaProbe.Device found, int driver, Nvrtc compiler) {
    this.found = found;
    this.driver = driver;
    this.compiler = compiler;
    JCudaDriver.cuDeviceGet(device, found.ordinal());
    JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
  }

  /**
   * The machine's first GPU.
   *
   * @throws BackendException where there is none, or no NVRTC
   */
  static CudaDevice first() {
    CudaProbe probe = CudaProbe.look();
    if (!probe.usable()) {
      throw new BackendException(probe.reason());
    }
    CudaProbe.Device found = probe.devices().getFirst();
    if (found.capability() < OLDEST) {
      throw new BackendException(
          found.name() + " has compute capability " + dotted(found.capability()) + ", below 7.5");
    }
    Nvrtc compiler = Nvrtc.open(CudaLibraries.find(), probe.driver());
    JCudaNatives.loadDriver();
    try {
      JCudaDriver.setExceptionsEnabled(true);
      JCudaDriver.cuInit(0);
      return new CudaDevice(found, probe.driver(), compiler);
    } catch (CudaException e) {
      throw new BackendException(found.name() + ": " + e.getMessage() + "; see nvidia-smi", e);
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

  /** Bytes of shared memory that a block may ask for. */
  int sharedMemory() {
    int[] value = new int[1];
    JCudaDriver.cuDeviceGetAttribute(
        value, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, device);
    return value[0];
  }

  /** Compiles a text, or finds it compiled before, and loads it. */
  DeviceModule load(String text) {
    String key = text + "\n" + String.join(" ", PORTABLE) + "\n" + description();
    byte[] image =
        CubinCache.get(
            key,
            () ->
                compiler
                    .compile(text, "langevin.cu", found.capability(), driver, PORTABLE)
                    .image());
    CUmodule module = new CUmodule();
    JCudaDriver.cuModuleLoadData(module, image);
    return new DeviceModule(module);
  }

  /** Runs something on the device; the driver's complaints become one clear error. */
  <T> T guarded(String what, Supplier<T> work) {
    try {
      JCudaDriver.cuCtxSetCurrent(context);
      return work.get();
    } catch (CudaException e) {
      String complaint = e.getMessage();
      String remedy =
          complaint.contains("OUT_OF_MEMORY")
              ? "; use fewer walkers"
              : "; see nvidia-smi and the system's log";
      throw new BackendException(found.name() + ", " + what + ": " + complaint + remedy, e);
    }
  }

  /** Gives the context back. */
  @Override
  public void close() {
    JCudaDriver.cuDevicePrimaryCtxRelease(device);
  }
}
