package perrin.run.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;

class SamplingCostTest {
  private static Optional<String> cost(double stepping, double sampling, long steps, long every) {
    var experiment =
        Trial.of(Trial.SMALL, "steps=" + steps, "sample-every=" + every, "burn-in=0").experiment();
    return SamplingCost.of(experiment, Map.of("stepping", stepping, "sampling", sampling));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 100000, 1, 5, 2.0", // a quarter of stepping would be 8: 5 is rounder
    "1, 3, 100000, 10, 100, 3.0",
    "2, 20, 1000, 1, 10, 10.0" // and at least a hundred samples
  })
  void saysWhatWouldBeBetter(
      double stepping, double sampling, long steps, long every, long better, String times) {
    assertEquals(
        "sampling: "
            + times
            + " times as long as stepping; less with sample-every: "
            + better
            + " (now "
            + every
            + ")",
        cost(stepping, sampling, steps, every).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.9, 100000, 1", // less than stepping
    "0.1, 0.4, 100000, 1", // not worth a word
    "1, 9, 200, 2" // few samples
  })
  void saysNothingWhereNothingIsToBeGained(
      double stepping, double sampling, long steps, long every) {
    assertEquals(Optional.empty(), cost(stepping, sampling, steps, every));
  }
}
