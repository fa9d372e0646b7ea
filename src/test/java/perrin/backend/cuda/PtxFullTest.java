package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.run.selfcheck.GpuCheck;

/**
 * All of {@link PtxTrials} in both precisions, for three kinds of devices, and in random order:
 *
 * <pre>scripts/test -Pcuda-oracle -Dtest=PtxFullTest -Dperrin.soak=true</pre>
 */
@Tag("stand-in")
@Tag("slow")
@EnabledIfSystemProperty(named = "perrin.soak", matches = "true")
class PtxFullTest {
  static Stream<Arguments> trials() {
    return PtxTrials.names()
        .flatMap(name -> Stream.of(Precision.values()).map(p -> Arguments.of(name, p)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("trials")
  void digests(String name, Precision precision) throws IOException, InterruptedException {
    try (NvidiaPtx ptx = NvidiaPtx.open("9.1")) {
      ptx.assertAgrees(trial(name, precision), List.of(0L, 7L));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("trials")
  void sumsOfEachWalker(String name, Precision precision) throws IOException, InterruptedException {
    Trial trial = trial(name, precision);
    assumeTrue(NvidiaPtx.hasWalkerSums(trial));
    try (NvidiaPtx _ = NvidiaPtx.open("9.1")) {
      NvidiaPtx.assertWalkerSums(trial);
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("trials")
  void digestsInRandomOrder(String name, Precision precision)
      throws IOException, InterruptedException {
    try (NvidiaPtx ptx = NvidiaPtx.open("9.1")) {
      ptx.inRandomOrder().assertAgrees(trial(name, precision), List.of(0L));
    }
  }

  /** PTX for sm_75, the oldest, and for the newest that NVRTC knows. */
  @ParameterizedTest
  @ValueSource(strings = {"7.6", "99.9"})
  void otherDevices(String capability) throws IOException, InterruptedException {
    try (NvidiaPtx ptx = NvidiaPtx.open(capability)) {
      for (String name : PtxTrials.names().toList()) {
        for (Precision precision : Precision.values()) {
          ptx.assertAgrees(trial(name, precision), List.of(0L));
        }
      }
    }
  }

  /**
   * What {@code perrin gpu-check} asks of a GPU, hard cases and generators included; the stand-in's
   * curand_kernel.h is for g++ alone.
   */
  @Test
  void gpuCheck() throws IOException, InterruptedException {
    try (NvidiaPtx _ = NvidiaPtx.open("9.1")) {
      GpuCheck.Report report = GpuCheck.run(new GpuCheck.Options(3600, List.of()), _ -> {});
      assertTrue(report.passed(), report.json());
      List<String> skipped =
          report.results().stream()
              .filter(result -> result.outcome() == GpuCheck.Outcome.SKIPPED)
              .map(GpuCheck.Result::check)
              .toList();
      assertEquals(List.of("cuRAND, its header", "speed"), skipped);
    }
  }

  /** Nothing but a few registers that did not fit is ever in a frame of a thread that steps. */
  @ParameterizedTest
  @ValueSource(ints = {75, 90})
  void frames(int capability) {
    Nvrtc nvrtc = Oracle.nvrtc();
    for (String name : PtxTrials.names().toList()) {
      for (Precision precision : Precision.values()) {
        StepFrames.of(trial(name, precision), nvrtc, capability).assertNone(name);
      }
    }
  }

  private static Trial trial(String name, Precision precision) {
    return PtxTrials.get(name).with("precision=" + precision.word());
  }
}
