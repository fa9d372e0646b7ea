package perrin.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A quiet look at the NVIDIA driver, before anything that would complain loudly where there is
 * none.
 *
 * @param reason why no device can be used, with what helps; empty where there are devices
 * @param driver the newest CUDA that the driver serves, as 1000·major + 10·minor; 0 if unknown
 * @param devices in the driver's order, which heeds CUDA_VISIBLE_DEVICES
 */
public record CudaProbe(String reason, int driver, List<Device> devices) {
  private static final String DRIVER = "libcuda.so.1";

  /** What JCuda's natives were built for. */
  private static final int OLDEST_DRIVER = 11080;

  private static final int SUCCESS = 0;
  private static final int NAME_BYTES = 256;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;

  /**
   * A GPU.
   *
   * @param ordinal its number for the driver
   * @param capability compute capability, as 10·major + minor
   * @param memory bytes on the device
   */
  public record Device(int ordinal, String name, int capability, long memory) {}

  public CudaProbe {
    devices = List.copyOf(devices);
  }

  /** Whether there is a device to use. */
  public boolean usable() {
    return reason.isEmpty();
  }

  /** Looks; throws nothing and prints nothing. */
  @SuppressWarnings("restricted")
  public static CudaProbe look() {
    SymbolLookup library;
    try {
      library = SymbolLookup.libraryLookup(DRIVER, Arena.global());
    } catch (IllegalArgumentException e) {
      return without(0, "no NVIDIA driver (" + DRIVER + " not found)");
    } catch (RuntimeException | LinkageError e) {
      return without(0, DRIVER + " cannot be asked: " + e.getMessage());
    }
    return look(library);
  }

  static CudaProbe look(SymbolLookup library) {
    try (Arena arena = Arena.ofConfined()) {
      return new Look(new NativeFunctions(library), arena).all();
    } catch (NoSuchElementException e) {
      return without(0, DRIVER + " is no driver for CUDA (" + e.getMessage() + "): reinstall it");
    } catch (RuntimeException | LinkageError e) {
      return without(0, DRIVER + " cannot be asked: " + e.getMessage());
    }
  }

  private static CudaProbe without(int driver, String reason) {
    return new CudaProbe(reason, driver, List.of());
  }

  /** 12040 as 12.4. */
  static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }

  private record Look(NativeFunctions driver, Arena arena) {

    CudaProbe all() {
      MemorySegment number = arena.allocate(JAVA_INT);
      int failed = driver.call("cuDriverGetVersion", number);
      int version = failed == SUCCESS ? number.get(JAVA_INT, 0) : 0;
      if (version > 0 && version < OLDEST_DRIVER) {
        return without(
            version,
            "the NVIDIA driver serves CUDA "
                + version(version)
                + ", needed is "
                + version(OLDEST_DRIVER)
                + " or newer: update the driver");
      }
      failed = driver.call("cuInit", 0);
      if (failed == SUCCESS) {
        failed = driver.call("cuDeviceGetCount", number);
      }
      if (failed != SUCCESS) {
        return without(version, "driver present but no device: " + error(failed));
      }
      return devices(version, number.get(JAVA_INT, 0));
    }

    private CudaProbe devices(int version, int count) {
      List<Device> devices = new ArrayList<>();
      MemorySegment name = arena.allocate(NAME_BYTES);
      MemorySegment handle = arena.allocate(JAVA_INT);
      MemorySegment memory = arena.allocate(JAVA_LONG);
      for (int ordinal = 0; ordinal < count; ordinal++) {
        int failed = driver.call("cuDeviceGet", handle, ordinal);
        int device = handle.get(JAVA_INT, 0);
        failed = failed != 0 ? failed : driver.call("cuDeviceGetName", name, NAME_BYTES, device);
        failed = failed != 0 ? failed : driver.call("cuDeviceTotalMem_v2", memory, device);
        if (failed != SUCCESS) {
          return without(version, "device " + ordinal + " does not answer: " + error(failed));
        }
        int capability =
            10 * attribute(CAPABILITY_MAJOR, device) + attribute(CAPABILITY_MINOR, device);
        devices.add(
            new Device(ordinal, name.getString(0).strip(), capability, memory.get(JAVA_LONG, 0)));
      }
      return devices.isEmpty()
          ? without(version, "driver present but no device: " + error(CudaError.NO_DEVICE.code))
          : new CudaProbe("", version, devices);
    }

    private int attribute(int attribute, int device) {
      MemorySegment value = arena.allocate(JAVA_INT);
      int failed = driver.call("cuDeviceGetAttribute", value, attribute, device);
      return failed == SUCCESS ? value.get(JAVA_INT, 0) : 0;
    }

    /** {@code CUDA_ERROR_NO_DEVICE (100): …what helps}. */
    private String error(int code) {
      MemorySegment name = arena.allocate(ADDRESS);
      boolean known =
          driver.has("cuGetErrorName") && driver.call("cuGetErrorName", code, name) == SUCCESS;
      String text = known ? NativeFunctions.string(name.get(ADDRESS, 0)) : "CUDA error";
      return text + " (" + code + ")" + CudaError.remedy(code);
    }
  }

  /** What people can do about the errors of a driver that cannot start. */
  private enum CudaError {
    STUB_LIBRARY(34, "the loader finds the toolkit's stub of libcuda.so.1 before the driver's"),
    DEVICE_UNAVAILABLE(46, "another program holds the GPU for itself"),
    NO_DEVICE(100, "see nvidia-smi, CUDA_VISIBLE_DEVICES and, in a container, its --gpus"),
    SYSTEM_NOT_READY(802, "start nvidia-fabricmanager"),
    SYSTEM_DRIVER_MISMATCH(803, "the driver was updated under a running kernel: reboot"),
    UNKNOWN(999, "see nvidia-smi; loading the module nvidia_uvm, or a reboot, often helps");

    final int code;
    private final String remedy;

    CudaError(int code, String remedy) {
      this.code = code;
      this.remedy = remedy;
    }

    static String remedy(int code) {
      for (CudaError error : values()) {
        if (error.code == code) {
          return "; " + error.remedy;
        }
      }
      return "";
    }
  }
}
