package perrin.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.run.BackendChoice;

/** Sums go on in the same tree wherever walkers are cut. */
class ShardsTest {
  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void shardsAreOneRun(String precision) {
    assumeTrue(Trial.hasCompiler());
    Trial trial = CorrelationsTest.trial(precision).with("walkers=5003");
    var java = new BackendChoice("java", 0);
    var cpu = new BackendChoice("cpu", 0);
    Shards.assertMerged(trial, java, cpu, 1, 34, 35, 102);
    Shards.assertMerged(trial, cpu, java, 64);
    Shards.assertMerged(trial.with("sample-every=1"), java, cpu, 13, 77, 156);
  }
}
