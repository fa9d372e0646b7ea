package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of drivers that are not there, or not well. */
class CudaProbeTest {
  private static final long GIB = 1L << 30;

  @Test
  void noDriver() {
    CudaProbe probe = CudaProbe.look();
    assumeFalse(probe.driver() > 0, "skipped: this machine has a driver");
    assertFalse(probe.usable());
    assertEquals("no NVIDIA driver (libcuda.so.1 not found)", probe.reason());
    assertEquals(List.of(), probe.devices());
  }

  @Test
  void devices() {
    CudaProbe probe = CudaProbe.look(driver(12040, 0, 2));
    assertEquals("", probe.reason());
    assertTrue(probe.usable());
    assertEquals(12040, probe.driver());
    assertEquals(
        List.of(
            new CudaProbe.Device(0, "GPU 0", 90, 80 * GIB),
            new CudaProbe.Device(1, "GPU 1", 90, 80 * GIB)),
        probe.devices());
  }

  @ParameterizedTest
  @CsvSource({"100, CUDA_VISIBLE_DEVICES", "803, reboot", "802, fabricmanager", "34, stub"})
  void aDriverThatDoesNotStart(int failure, String remedy) {
    String reason = CudaProbe.look(driver(12040, failure, 0)).reason();
    String begin = "driver present but no device: CUDA_ERROR_" + failure + " (" + failure + "); ";
    assertTrue(reason.startsWith(begin) && reason.contains(remedy), reason);
  }

  @Test
  void errorsWithoutARemedyHaveTheirName() {
    assertEquals(
        "driver present but no device: CUDA_ERROR_777 (777)",
        CudaProbe.look(driver(12040, 777, 0)).reason());
  }

  @Test
  void noDeviceAmongMany() {
    CudaProbe probe = CudaProbe.look(driver(12040, 0, 0));
    assertTrue(probe.reason().startsWith("driver present but no device: "), probe.reason());
  }

  @Test
  void anOldDriver() {
    CudaProbe probe = CudaProbe.look(driver(11040, 0, 1));
    assertEquals(
        "the NVIDIA driver serves CUDA 11.4, needed is 11.8 or newer: update the driver",
        probe.reason());
    assertEquals(11040, probe.driver());
  }

  @Test
  void somethingElseUnderTheDriversName() {
    String reason = CudaProbe.look(new FakeLibrary()).reason();
    assertTrue(reason.startsWith("libcuda.so.1 is no driver for CUDA"), reason);
  }

  private static FakeLibrary driver(int version, int failure, int devices) {
    return new FakeLibrary()
        .with(
            "cuDriverGetVersion",
            "ip",
            arguments -> {
              FakeLibrary.setInt(arguments[0], version);
              return 0;
            })
        .with("cuInit", "ii", arguments -> failure)
        .with(
            "cuGetErrorName",
            "iip",
            arguments -> {
              MemorySegment name = Arena.global().allocateFrom("CUDA_ERROR_" + arguments[0]);
              FakeLibrary.memory(arguments[1], 8).set(ValueLayout.ADDRESS, 0, name);
              return 0;
            })
        .with(
            "cuDeviceGetCount",
            "ip",
            arguments -> {
              FakeLibrary.setInt(arguments[0], devices);
              return 0;
            })
        .with(
            "cuDeviceGet",
            "ipi",
            arguments -> {
              FakeLibrary.setInt(arguments[0], (int) arguments[1]);
              return 0;
            })
        .with(
            "cuDeviceGetName",
            "ipii",
            arguments -> {
              byte[] name = ("GPU " + arguments[2] + "\0").getBytes(StandardCharsets.US_ASCII);
              FakeLibrary.memory(arguments[0], name.length).copyFrom(MemorySegment.ofArray(name));
              return 0;
            })
        .with(
            "cuDeviceTotalMem_v2",
            "ipi",
            arguments -> {
              FakeLibrary.setLong(arguments[0], 80 * GIB);
              return 0;
            })
        .with(
            "cuDeviceGetAttribute",
            "ipii",
            arguments -> {
              FakeLibrary.setInt(arguments[0], (int) arguments[1] == 75 ? 9 : 0);
              return 0;
            });
  }
}
