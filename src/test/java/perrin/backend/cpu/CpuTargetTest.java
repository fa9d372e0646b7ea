package perrin.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import perrin.conformance.Trial;
import perrin.experiment.Precision;
import perrin.output.Digest;

class CpuTargetTest {
  /** Sixteen doubles are more than any machine's vector: g++ took half a minute for them. */
  @Test
  void aVectorIsNeverWiderThanTheMachines() {
    assumeTrue(Trial.hasCompiler());
    CpuTarget best = CpuTarget.best(Precision.DOUBLE);
    assertEquals(best, CpuTarget.ofWidth(16, Precision.DOUBLE));
    assertEquals(best, CpuTarget.ofWidth(1000, Precision.DOUBLE));
    for (int width : CpuTarget.WIDTHS) {
      for (Precision precision : Precision.values()) {
        CpuTarget target = CpuTarget.ofWidth(width, precision);
        assertTrue(target.width() <= width && target.width() * precision.bytes() <= 64);
      }
    }
  }

  /** Two floats are no machine's vector: lanes.h takes a loop over the lanes. */
  @Test
  void aWidthWithoutInstructionsGivesTheSameBits() {
    assumeTrue(Trial.hasCompiler());
    Trial trial = Trial.of(Trial.SMALL);
    assertEquals(Digest.of(trial.run("java", 0, 1, 0)), Digest.of(trial.run("cpu", 2, 1, 0)));
  }
}
