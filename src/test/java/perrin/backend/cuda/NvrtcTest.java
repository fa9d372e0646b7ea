package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.backend.BackendException;

/** Errors and targets, on a compiler made up for the purpose; the real one where it is. */
class NvrtcTest {
  private static final String TEXT =
      """
      extern "C" __global__ void f(float *a) {
        const float t = 2;

        a[0] = t * speed;
        a[1] = 0;
        a[2] = 0;
        a[3] = 0;
      }
      """;

  private static final String EXCERPT =
      String.join(
          "\n",
          "",
          "      2 |   const float t = 2;",
          "      3 | ",
          ">     4 |   a[0] = t * speed;",
          "      5 |   a[1] = 0;",
          "      6 |   a[2] = 0;");

  private static final int DRIVER = 13000;

  /** What the fake compiler was told to do. */
  private final List<String> options = new ArrayList<>();

  @Test
  void anErrorShowsTheLineItIsAbout() {
    String log =
        """
        kernel.cu(2): warning: variable "t" is fine

        kernel.cu(4): error: identifier "speed" is undefined
              a[0] = t * speed;
                         ^

        1 error detected in the compilation of "kernel.cu".
        """;
    BackendException failure = failure(fake(13010, 6, log), 90);
    assertEquals(
        "NVRTC 13.1 does not compile the kernel of Trial for sm_90: identifier \"speed\" is"
            + " undefined"
            + EXCERPT,
        failure.getMessage());
    assertTrue(failure.getCause().getMessage().contains("1 error detected"), "the log is kept");
  }

  @Test
  void anErrorInTheFirstLine() {
    String message = failure(fake(13010, 6, "kernel.cu(1): error: oh"), 90).getMessage();
    assertTrue(message.contains(": oh\n>     1 | extern \"C\""), message);
  }

  @ParameterizedTest
  @CsvSource({
    "ptxas error   : too much shared data, too much shared data",
    "nvrtc: error: invalid value for --gpu-architecture, invalid value for --gpu-architecture",
    "kernel.cu(2): catastrophic error: no such file, no such file",
    "kernel.cu(2): error #20-D: bad, bad",
    "all went black, all went black",
    "'', NVRTC_ERROR_6"
  })
  void otherErrors(String log, String expected) {
    String message = failure(fake(13010, 6, log), 90).getMessage();
    assertTrue(message.lines().findFirst().orElse("").endsWith(": " + expected), message);
  }

  @Test
  void machineCodeForAKnownDevice() {
    Nvrtc.Module module = compile(fake(13010, 0, "fine"), 90, DRIVER);
    assertEquals("sm_90", module.architecture());
    assertEquals("cubin", new String(module.image(), StandardCharsets.UTF_8));
    assertEquals("fine", module.log());
    assertEquals(List.of("-arch=sm_90", "-std=c++17", "-fmad=false"), options);
  }

  @Test
  void portableTextForADeviceNewerThanTheCompiler() {
    Nvrtc.Module module = compile(fake(12080, 0, ""), 130, DRIVER);
    assertEquals("compute_90", module.architecture());
    assertEquals("ptx", new String(module.image(), StandardCharsets.UTF_8));
  }

  @Test
  void aDriverOlderThanThatText() {
    Nvrtc nvrtc = fake(13010, 0, "");
    var failure = assertThrows(BackendException.class, () -> compile(nvrtc, 130, DRIVER));
    assertEquals(
        "the device has compute capability 13.0, which NVRTC 13.1 does not know, and the driver"
            + " takes PTX of CUDA 13.0 and earlier only: update the driver",
        failure.getMessage());
  }

  @Test
  void aDeviceThatTheCompilerHasGivenUp() {
    assertEquals(
        "the device has compute capability 6.1, and NVRTC 13.1 compiles for 7.5 and later: let it"
            + " find the libraries of an older CUDA",
        failure(fake(13010, 0, ""), 61).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"11020, 11.2", "11060, 11.6"})
  void aCompilerThatIsTooOld(int version, String dotted) {
    var refused = assertThrows(BackendException.class, () -> fake(version, 0, ""));
    assertEquals(
        "NVRTC "
            + dotted
            + ", fake, is too old: Perrin's kernels need 11.7 or later (__grid_constant__); install a"
            + " newer CUDA, or name its folder with --cuda-libraries or PERRIN_CUDA_LIBRARIES",
        refused.getMessage());
    assertEquals("sm_75", compile(fake(11070, 0, ""), 75, DRIVER).architecture());
  }

  @Test
  void noCompilerAtAll() {
    var failure =
        assertThrows(BackendException.class, () -> new Nvrtc(new FakeLibrary(), "/x/libnvrtc.so"));
    assertTrue(failure.getMessage().startsWith("/x/libnvrtc.so is no NVRTC"));
  }

  @Test
  void theNewestCompilerThatTheDriverKnows() {
    assertEquals("libnvrtc.so.13", Nvrtc.names(13000).getFirst());
    assertEquals(
        List.of("libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so.13"), Nvrtc.names(12040));
    assertEquals("libnvrtc.so.11.2", Nvrtc.names(11080).getFirst());
  }

  @Test
  void theRealOne() {
    Nvrtc nvrtc = Oracle.nvrtc();
    assertTrue(nvrtc.description().startsWith("NVRTC 13."), nvrtc.description());
    assertTrue(nvrtc.capabilities().containsAll(List.of(75, 90)));
    assertTrue(
        failure(nvrtc, 90).getMessage().endsWith("identifier \"speed\" is undefined" + EXCERPT));
    String good = TEXT.replace("speed", "2");
    List<String> none = List.of();
    byte[] cubin = nvrtc.compile(good, "Trial", 75, Oracle.ANY_DRIVER, none).image();
    assertEquals("f", SassCount.of(cubin).get("f").kernel());
    Nvrtc.Module ptx = nvrtc.compile(good, "Trial", 999, Oracle.ANY_DRIVER, none);
    assertTrue(new String(ptx.image(), StandardCharsets.UTF_8).contains(".visible .entry f("));
  }

  private static Nvrtc.Module compile(Nvrtc nvrtc, int capability, int driver) {
    return nvrtc.compile(TEXT, "Trial", capability, driver, List.of("-fmad=false"));
  }

  private static BackendException failure(Nvrtc nvrtc, int capability) {
    return assertThrows(
        BackendException.class, () -> compile(nvrtc, capability, Oracle.ANY_DRIVER));
  }

  private Nvrtc fake(int version, int result, String log) {
    FakeLibrary library =
        compiler(version, result, log)
            .with(
                "nvrtcGetNumSupportedArchs",
                "ip",
                arguments -> {
                  FakeLibrary.setInt(arguments[0], 3);
                  return 0;
                })
            .with(
                "nvrtcGetSupportedArchs",
                "ip",
                arguments -> {
                  MemorySegment.copy(
                      new int[] {75, 80, 90},
                      0,
                      FakeLibrary.memory(arguments[0], 12),
                      ValueLayout.JAVA_INT,
                      0,
                      3);
                  return 0;
                });
    return new Nvrtc(library, "fake");
  }

  private FakeLibrary compiler(int version, int result, String log) {
    FakeLibrary library =
        new FakeLibrary()
            .with(
                "nvrtcVersion",
                "ipp",
                arguments -> {
                  FakeLibrary.setInt(arguments[0], version / 1000);
                  FakeLibrary.setInt(arguments[1], version % 1000 / 10);
                  return 0;
                })
            .with(
                "nvrtcGetErrorString",
                "pi",
                arguments -> Arena.global().allocateFrom("NVRTC_ERROR_" + arguments[0]))
            .with("nvrtcCreateProgram", "ipppipp", arguments -> 0)
            .with("nvrtcDestroyProgram", "ip", arguments -> 0)
            .with(
                "nvrtcCompileProgram",
                "ipip",
                arguments -> {
                  int count = (int) arguments[1];
                  MemorySegment array = FakeLibrary.memory(arguments[2], 8L * count);
                  for (int i = 0; i < count; i++) {
                    options.add(NativeFunctions.string(array.getAtIndex(ValueLayout.ADDRESS, i)));
                  }
                  return result;
                });
    addBytes(library, "nvrtcGetProgramLog", log + "\0");
    addBytes(library, "nvrtcGetCUBIN", "cubin");
    addBytes(library, "nvrtcGetPTX", "ptx");
    return library;
  }

  private static void addBytes(FakeLibrary library, String function, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    library
        .with(
            function + "Size",
            "ipp",
            arguments -> {
              FakeLibrary.setLong(arguments[1], bytes.length);
              return 0;
            })
        .with(
            function,
            "ipp",
            arguments -> {
              FakeLibrary.memory(arguments[1], bytes.length).copyFrom(MemorySegment.ofArray(bytes));
              return 0;
            });
  }
}
