package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import perrin.backend.Program;
import perrin.conformance.CorrelationsTest;
import perrin.conformance.Trial;
import perrin.conformance.Walks;
import perrin.experiment.Experiment;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.Digest;
import perrin.output.PointRecord;
import perrin.output.RunRecord;

/**
 * The cuda backend with NVIDIA's own compiler, without a GPU: the stand-in driver says that its
 * device is newer than any the compiler knows, so NVRTC gives PTX for the nearest one, and an
 * interpreter (src/test/native/ptx) carries that out. While one is open, runs on cuda are of this
 * kind.
 */
final class NvidiaPtx implements AutoCloseable {
  private static final String CAPABILITY = "PERRIN_STAND_IN_CAPABILITY";
  private static final String DRIVER = "PERRIN_STAND_IN_DRIVER";
  private static final String ORDER = "PERRIN_PTX_ORDER";

  private NvidiaPtx() {}

  /**
   * PTX for a compute capability.
   *
   * @param capability one that NVRTC does not know, such as 9.1: PTX is for the one below, 9.0
   */
  static NvidiaPtx open(String capability) throws IOException, InterruptedException {
    Oracle.libraries(); // or the test is skipped
    StandIn.loadWithPtx();
    StandIn.environment(CAPABILITY, capability);
    StandIn.environment(DRIVER, "99000");
    return new NvidiaPtx();
  }

  /** Warps and lanes take turns in an order that dice make, instead of always the same. */
  NvidiaPtx inRandomOrder() {
    StandIn.environment(ORDER, "random");
    return this;
  }

  /** Digests and correlations are java's, whatever the chunks. */
  void assertAgrees(Trial trial, List<Long> chunks) {
    PointRecord expected = trial.run("java", 0, 1, 0);
    for (long chunk : chunks) {
      RunRecord found = trial.record("cuda", 0, 1, chunk);
      String device = found.header().platform().device();
      assertTrue(device.contains("NVRTC 13."), device);
      assertEquals(Digest.of(expected), Digest.of(found), "chunk " + chunk + ": " + trial.sets());
      CorrelationsTest.assertSame(expected, found.only());
    }
  }

  /** Whether there are sums of each walker, for there are few. */
  static boolean hasWalkerSums(Trial trial) {
    Experiment experiment = trial.experiment();
    return Program.of(experiment, KernelCompiler.compile(experiment).kernel()).walkerSums();
  }

  /** The sums of each walker are java's, of every row. */
  static void assertWalkerSums(Trial trial) {
    List<double[]> expected = walkerSums(trial, "java");
    List<double[]> found = walkerSums(trial, "cuda");
    assertEquals(expected.size(), found.size());
    for (int row = 0; row < expected.size(); row++) {
      assertArrayEquals(expected.get(row), found.get(row), "row " + row);
    }
  }

  private static List<double[]> walkerSums(Trial trial, String backend) {
    long steps = trial.experiment().steps();
    return new Walks(backend, 0, 1, steps).until(trial, steps).end().walkerSums().orElseThrow();
  }

  @Override
  public void close() {
    for (String variable : List.of(CAPABILITY, DRIVER, ORDER)) {
      StandIn.environment(variable, "");
    }
  }
}
