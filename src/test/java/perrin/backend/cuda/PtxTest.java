package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.BackendException;
import perrin.conformance.PresenceRuns;
import perrin.conformance.SweepTest;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.output.Digest;

/**
 * NVIDIA's compiler makes PTX of our kernels, and it is carried out instruction by instruction
 * ({@link NvidiaPtx}): the Java backend's bits, with a text that g++ has never seen. {@link
 * PtxFullTest} is the whole of it.
 */
@Tag("stand-in")
class PtxTest {
  /** Its PTX is for sm_90. */
  private static final String HOPPER = "9.1";

  /** Bits of 10⁻³⁰, where sqrt_normal once ended. */
  private static final int OLD_BOUND = Float.floatToRawIntBits(1e-30f);

  private static final String LEAVE_OUT = "PERRIN_PTX_LEAVE_OUT";
  private static final String RACES = "PERRIN_PTX_RACES";
  private static final String ESTIMATE = "PERRIN_PTX_ESTIMATE";

  @TempDir Path folder;
  private NvidiaPtx ptx;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    ptx = NvidiaPtx.open(HOPPER);
  }

  @AfterEach
  void close() {
    if (ptx != null) {
      ptx.close();
    }
    for (String variable : List.of(LEAVE_OUT, RACES, ESTIMATE)) {
      StandIn.environment(variable, "");
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "'euler-maruyama, double-well', single",
    "'euler-maruyama, double-well', double",
    "'leimkuhler-matthews, tilted-double-well', single",
    "'baoab, double-well', double",
    "'aboba, harmonic', single",
    "'obabo, tilted-double-well', single",
    "'gradient-descent, double-well', single",
    "'energy muller-brown, euler-maruyama', double",
    "'39, BAOAB', single",
    "'language, rows', single",
    "'language, chain in memory', double",
    "'reflecting walls', single",
    "'shared starts', double",
    "'two quantities', single",
    "'many bins', double",
    "'correlations', single",
    "'correlations in registers', double",
    "'correlations in memory', single",
    "'walls in flight', single",
    "'tiny and huge', single",
    "'language, sums in blocks', double",
    "'language, a uniform and a Gaussian', single",
    "'language, three Gaussians, a uniform', double",
    "'language, nine Gaussians, two uniforms', single",
    "'language, uniforms in memory', double",
  })
  void digests(String name, String precision) {
    ptx.assertAgrees(PtxTrials.get(name).with("precision=" + precision), List.of(7L));
  }

  /** Elements by indices of the walkers' own, which PTX loads through the read-only path. */
  @ParameterizedTest
  @CsvSource({"SINGLE, 0, 0", "SINGLE, 12, 1", "DOUBLE, 0, 3", "DOUBLE, 12, 2"})
  void gathers(Precision precision, int more, int group) {
    StandInOwnIndexTest.assertAgrees(precision, more, group);
  }

  /** In single precision; both in {@link PtxFullTest}. */
  @ParameterizedTest
  @ValueSource(strings = {"few walkers, correlations", "few walkers in memory"})
  void fewWalkers(String name) {
    NvidiaPtx.assertWalkerSums(PtxTrials.get(name));
  }

  @Test
  void sweeps() {
    assertEquals(
        Digest.of(SweepTest.sweep(SweepTest.SWEPT, "java", 0, 1)),
        Digest.of(SweepTest.sweep(SweepTest.SWEPT, "cuda", 0, 1)));
  }

  /** Walkers that do not belong to every sample. */
  @Test
  void presence() {
    Trial trial = PresenceRuns.trial("walkers=77");
    assertEquals(
        PresenceRuns.run(trial, PresenceRuns.HERE, "java", 0, 1, 0),
        PresenceRuns.run(trial, PresenceRuns.HERE, "cuda", 0, 1, 7));
  }

  @Test
  void gaussiansFromCurandsBuffer() {
    Trial trial =
        Trial.of(
            Trial.SMALL,
            "noise={source: curand, generator: philox}",
            "first-walker=0",
            "walkers=333");
    assertEquals(Digest.of(trial.run("cpu", 0, 2, 0)), Digest.of(trial.run("cuda", 0, 1, 7)));
  }

  @Test
  void noOrderOfWarpsAndLanesIsPromised() {
    ptx.inRandomOrder();
    ptx.assertAgrees(PtxTrials.get("correlations in registers"), List.of(0L));
    ptx.assertAgrees(PtxTrials.get("39, BAOAB").with("precision=double"), List.of(0L));
  }

  @Test
  void noRaces() throws IOException {
    assertEquals(List.of(), races(PtxTrials.get("baoab, double-well").with("walkers=300")));
    assertEquals(List.of(), races(PtxTrials.get("correlations in memory").with("walkers=70")));
  }

  /** The detector sees what it is there for: either barrier of perrin_run left out. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aBarrierLeftOutIsARace(int barrier) throws IOException {
    StandIn.environment(LEAVE_OUT, "perrin_run:" + barrier);
    List<String> races = races(PtxTrials.get("euler-maruyama, double-well"));
    assertFalse(races.isEmpty());
    assertTrue(races.getFirst().startsWith("perrin_run: block 0, warp "), races.toString());
    assertTrue(races.getFirst().contains("shared"), races.toString());
  }

  private List<String> races(Trial trial) throws IOException {
    Path file = folder.resolve("races");
    Files.deleteIfExists(file);
    StandIn.environment(RACES, file.toString());
    try {
      trial.run("cuda", 0, 1, 0);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (BackendException e) {
      assertTrue(e.getMessage().contains("LAUNCH_FAILED"), e.getMessage());
      return Files.readAllLines(file);
    }
  }

  /**
   * PTX leaves the last bits of the estimate open that the root begins with (2⁻²²·⁹ of it, less
   * than two units in the last place): whatever they are, the root is the rounded one.
   */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void roots(int estimate) {
    StandIn.environment(ESTIMATE, Integer.toString(estimate));
    try (CudaInspection inspection = new CudaInspection()) {
      CudaInspection.Roots all = inspection.roots(10007);
      assertTrue(all.tried() > 180_000, all.toString());
      assertEquals(0, all.wrong(), all.toString());
      CudaInspection.Roots small = inspection.roots(CudaInspection.LEAST_ROOT, OLD_BOUND, 61);
      assertTrue(small.tried() > 30_000, small.toString());
      assertEquals(0, small.wrong(), small.toString());
      int beyond = Float.floatToRawIntBits(0x1p-102f);
      CudaInspection.Roots none = inspection.roots(beyond, CudaInspection.LEAST_ROOT, 61);
      assertTrue(none.wrong() > 0, "numbers below the bound are promised nothing");
    }
  }

  /**
   * With the bound that it once had, as g++'s text never had: 1 in 850 numbers got a wrong root.
   */
  @Test
  void theOldBoundOfRootsIsSeen() {
    String text = CudaInspection.text("roots.cu");
    String old = text.replace("fmaxf(a, 0x1p-100f)", "fmaxf(a, 1e-30f)");
    assertNotEquals(text, old);
    try (CudaInspection inspection = new CudaInspection()) {
      int end = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
      CudaInspection.Roots all = inspection.roots(old, CudaInspection.LEAST_ROOT, end, 10007);
      assertTrue(all.wrong() > 0, all.toString());
      assertTrue(all.least() < 1e-30f, all.toString());
    }
  }

  /** Fast math is on the special function units: of its bits PTX promises none. */
  @Test
  void openRoundingIsRefused() {
    Trial fast = Trial.of(Trial.SMALL, "math=fast");
    BackendException refused =
        assertThrows(BackendException.class, () -> fast.run("cuda", 0, 1, 0));
    assertTrue(refused.getMessage().contains("INVALID_PTX"), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'add.rn.f32 %f1, %f1, %f1;', true",
    "'add.f32 %f1, %f1, %f1;', false",
    "'sqrt.approx.f32 %f1, %f1;', false",
    "'rsqrt.approx.f32 %f1, %f1;', false",
    "'fma.rn.ftz.f32 %f1, %f1, %f1, %f1;', false",
    "'fma.rz.f32 %f1, %f1, %f1, %f1;', false",
    "'cvt.f32.f64 %f1, %d1;', false",
    "'tanh.approx.f32 %f1, %f1;', false",
    "'brev.b32 %r1, %r1;', false",
    "'add.rn.f32 %f1, %f1, %d1;', false",
    "'ld.global.b32 %l1, [%l0];', true",
    "'ld.global.f32 %d1, [%l0];', false",
    "'ld.global.f32 %f1, [%r1];', false",
    "'bra nowhere;', false",
  })
  void onlyWhatIsKnownIsCarriedOut(String instruction, boolean known) {
    assertEquals(
        known,
        loads("perrin_start", ".reg .b32 %r<2>; .reg .b64 %l<2>; " + instruction),
        instruction);
  }

  /** What a sample computes of walkers in memory is in memory that is planned. */
  @ParameterizedTest
  @CsvSource({
    "correlations in memory, single, 75",
    "correlations of 300 coordinates, double, 90",
    "shared starts in memory, double, 90",
  })
  void noFrameInMachineCode(String name, String precision, int capability) {
    Trial trial = PtxTrials.get(name).with("precision=" + precision);
    StepFrames.of(trial, Oracle.nvrtc(), capability).assertNone(name);
  }

  @Test
  void aFrameOfAThreadThatStepsIsRefused() {
    String frame = ".local .align 4 .b8 depot[8];";
    assertTrue(loads("perrin_start", frame));
    assertFalse(loads("perrin_run", frame));
    assertFalse(loads("perrin_run_buffered", frame));
  }

  /** Whether the driver takes a kernel. */
  private static boolean loads(String kernel, String body) {
    String text =
        ".version 8.0\n.target sm_90\n.address_size 64\n.visible .entry "
            + kernel
            + "() { .reg .f32 %f<2>; .reg .f64 %d<2>; "
            + body
            + " ret; }\0";
    byte[] image = text.getBytes(StandardCharsets.US_ASCII);
    try (CudaDevice device = CudaDevice.first()) {
      device.guarded("loading", () -> CudaDevice.module(image));
      return true;
    } catch (BackendException e) {
      assertTrue(e.getMessage().contains("INVALID_PTX"), e.getMessage());
      return false;
    }
  }
}
