package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import perrin.errors.ExperimentException;

/** What an experiment may ask for depends on the walkers' precision. */
class PrecisionTest {
  private static final String BOTH = "from: -1, to: 1";

  @Test
  void rangesThatOnlyDoublePrecisionHas() {
    for (String range : new String[] {"from: 1, to: 1.00000001", "from: -1e300, to: 1e300"}) {
      String yaml = Sample.edited(BOTH, range);
      assertThrows(ExperimentException.class, () -> parse(yaml, "precision=single"));
      assertEquals(Precision.DOUBLE, parse(yaml, "precision=double").precision());
    }
  }

  @Test
  void rangesThatNoPrecisionHas() {
    assertEquals(
        "a.yaml:14: histograms.x.to: 1.5E308, must be less than 1.8e308 above from, which is"
            + " -1.5E308; narrow it",
        complaint(Sample.edited(BOTH, "from: -1.5e308, to: 1.5e308"), "precision=double"));
    assertEquals(
        "a.yaml:14: histograms.x.to: 1.0E-310, bins/(to - from) is Infinity, must be from 2.2e-308"
            + " to 1.8e308, as double precision is",
        complaint(Sample.edited(BOTH, "from: 0, to: 1e-310"), "precision=double"));
  }

  @Test
  void fastMathIsForSinglePrecision() {
    assertEquals(
        "--set math=fast: math: fast, must be portable with precision: double, for which a GPU has"
            + " no fast units",
        complaint(Sample.YAML, "precision=double", "math=fast"));
  }

  /** Of a sum of floats taken in double, and rounded, is the sum that floats would make. */
  @Test
  void rounding() {
    assertEquals(0.1f + 0.7f, Precision.SINGLE.round((double) 0.1f + 0.7f));
    assertEquals(0.1, Precision.DOUBLE.round(0.1));
    assertEquals(4, Precision.SINGLE.bytes());
    assertEquals(8, Precision.DOUBLE.bytes());
  }

  private static Experiment parse(String yaml, String... sets) {
    return ExperimentFile.parse(yaml, "a.yaml", java.util.List.of(sets));
  }

  private static String complaint(String yaml, String... sets) {
    return assertThrows(ExperimentException.class, () -> parse(yaml, sets)).getMessage();
  }
}
