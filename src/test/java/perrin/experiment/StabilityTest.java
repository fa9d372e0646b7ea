package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;

/** What a method says of its time step. */
class StabilityTest {
  @ParameterizedTest
  @CsvSource({
    "2/k, 0.5, 2/k",
    "2 * friction / k, 0.5, 2*friction/k",
    "1.5/sqrt(k), 0.75, 1.5/sqrt(k)",
    "2*sqrt(mass/k), 1, 2*sqrt(mass/k)",
    "2e-1/k, 0.05, 2e-1/k",
  })
  void bounds(String written, double atFour, String text) {
    var read = Stability.read(written);
    assertEquals(atFour, read.bound(4), 1e-15);
    assertEquals(text, read.text());
    assertEquals(read, Stability.read(read.text()));
  }

  @Test
  void ofTheLibrary() {
    assertEquals(
        new Stability("2", Optional.of("mass"), true),
        Library.method("baoab").stability().orElseThrow());
    assertEquals(
        new Stability("2", Optional.of("friction"), false),
        Library.method("euler-maruyama").stability().orElseThrow());
    // these have a bound that depends on mu otherwise, or steps of their own for each coordinate
    var without =
        Set.of(
            "adadelta",
            "adagrad",
            "adam",
            "adamw",
            "armijo",
            "barzilai-borwein",
            "lion",
            "mala",
            "metropolis",
            "metropolis-jumps",
            "psgld",
            "rmsprop",
            "sgd-momentum",
            "sgd-nesterov",
            "sghmc",
            "wolfe");
    for (var name : Library.methods()) {
      assertEquals(!without.contains(name), Library.method(name).stability().isPresent(), name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stability: 2/w                          | stability: 2/w, must be a bound of dt such as 2/k
          stability: 0/k                          | stability: 0/k, must be a bound
          stability: -2/k                         | stability: -2/k, must be a bound
          stability: 1e999/k                      | stability: 1e999/k, must be a bound
          stability: k                            | stability: k, must be a bound
          stability: 2*frction/k                  | 2*frction/k: frction is not a parameter of the method; the nearest parameter is friction
          velocity: v, stability: 2/k             | with velocity, write 2/sqrt(k) or 2*sqrt(mass/k)
          stability: 2/sqrt(k)                    | name the state variable that is one, such as velocity: v
          velocity: u                             | velocity: u is not a state variable of the method
          velocity: [v]                           | velocity:
          stabilty: 2/k                           | stabilty: unknown key; the nearest valid key is stability
          """)
  void refuses(String keys, String problem) {
    var set = "method={parameters: {friction: 1}, state: {v: 0}, step: x = x + v, " + keys + "}";
    var thrown = assertThrows(ExperimentException.class, () -> Sample.read(set));
    assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
    assertTrue(thrown.field().startsWith("method."), thrown.field());
  }
}
