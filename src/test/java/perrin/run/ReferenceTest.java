package perrin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;

/** A distribution is compared with Boltzmann's only where it must become that. */
class ReferenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          temperature=0           | kT = 0
          temperature=1/(n + 1)   | the temperature changes from step to step
          dt=0.01/(n + 1)         | dt changes from step to step
          force={x: 0.1}          | with a force there is no Boltzmann distribution of the energy
          boundaries={x: "reflect(-1, 1)"} | boundaries are not part of the reference (in this version)
          """)
  void notApplicable(String set, String reason) {
    Trial trial = Trial.of(Trial.SMALL, "check={boltzmann: x}", set);
    String line = trial.run("java", 0, 1, 0).verdict().line();
    assertEquals("verdict: not applicable  (" + reason + ")", line);
  }
}
