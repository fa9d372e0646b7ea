package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HalfStepTest {
  @Test
  void keepsTimesAndWhatIsCompared() {
    Experiment x =
        Sample.read(
            "check={boltzmann: x, bias: true, rhat: true}",
            "histograms.a={of: y, from: 0, to: 1, bins: 3}",
            "trajectories={walkers: 2}",
            "correlations={c: {of: x, lags: 2}}");
    Experiment half = HalfStep.of(x);
    assertEquals("0.005", half.dt().text());
    assertEquals(2 * x.steps(), half.steps());
    assertEquals(2 * x.burnIn(), half.burnIn());
    assertEquals(x.samples(), half.samples());
    assertEquals(Set.of("x"), half.histograms().keySet());
    assertEquals(x.observables(), half.observables());
    assertEquals(Map.of(), half.correlations());
    assertEquals(x.start(), half.start());
    assertEquals(
        "Check[boltzmann=Optional[x], tolerance=0.01, bias=false, rhat=true, langevin=false]",
        text(half));
  }

  private static String text(Experiment x) {
    return x.check().orElseThrow().toString();
  }

  @Test
  void halvesAFormula() {
    String dt = "dt=a/100 + 0.1 # a comment";
    assertEquals("(a/100+0.1)/2", HalfStep.of(Sample.read(dt)).dt().text());
  }

  /** The first output of the SplitMix64 of Steele, Lea & Flood with seed 0, as Java has it too. */
  @Test
  void noiseIsItsOwn() {
    assertEquals(0xe220a8397b1dcdafL, HalfStep.seed(0));
    assertEquals(new java.util.SplittableRandom(42).nextLong(), HalfStep.seed(42));
    Set<Long> seeds = new HashSet<>();
    for (long seed = -1000; seed < 1000; seed++) {
      assertNotEquals(seed, HalfStep.seed(seed));
      seeds.add(HalfStep.seed(seed));
    }
    assertEquals(2000, seeds.size());
  }
}
