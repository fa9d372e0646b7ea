package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Library;
import perrin.experiment.Precision;
import perrin.output.Digest;

/** The whole product of methods, energies, precisions and widths; {@code scripts/soak} runs it. */
@EnabledIfSystemProperty(named = "perrin.soak", matches = "true")
class SoakTest {
  @BeforeAll
  static void needsCompiler() {
    assumeTrue(Trial.hasCompiler());
  }

  static Stream<Arguments> product() {
    return Library.methods().stream()
        .flatMap(method ->
            Library.energies().stream()
                .flatMap(energy ->
                    Stream.of(Precision.values()).map(p -> Arguments.of(method, energy, p))));
  }

  @ParameterizedTest
  @MethodSource("product")
  void everyMethodOnEveryEnergy(String method, String energy, Precision precision) {
    Trial trial =
        Trial.onEnergy(energy)
            .with("method=" + method, "precision=" + precision.word(), "walkers=1003", "steps=200");
    Digest expected = Digest.of(trial.run("java", 0, 1, 0));
    List<Integer> widths =
        precision == Precision.SINGLE ? List.of(1, 4, 8, 16) : List.of(1, 2, 4, 8);
    for (int width : widths) {
      for (long chunk : List.of(0L, 13L)) {
        Digest found = Digest.of(trial.run("cpu", width, 2, chunk));
        assertEquals(expected, found, "width " + width + ", chunk " + chunk);
      }
    }
  }
}
