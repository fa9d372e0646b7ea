package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void countsEdits() {
    assertEquals(0, Nearest.distance("walkers", "Walkers"));
    assertEquals(1, Nearest.distance("walkers", "walker"));
    assertEquals(1, Nearest.distance("walkers", "wlakers"));
    assertEquals(3, Nearest.distance("kitten", "sitting"));
    assertEquals(4, Nearest.distance("", "bins"));
  }

  @Test
  void takesTheFirstOfEquals() {
    assertEquals(Optional.of("a"), Nearest.to("x", List.of("b", "a")));
    assertEquals(Optional.empty(), Nearest.to("x", List.of()));
    assertEquals("", Nearest.hint("key", "x", List.of()));
  }

  @Test
  void whatIsFarIsNoHint() {
    assertEquals(
        "; the nearest name is tilt", Nearest.nearHint("name", "Tlit", List.of("k", "tilt")));
    assertEquals("; the nearest name is k", Nearest.nearHint("name", "kk", List.of("k", "tilt")));
    assertEquals(
        "; the nearest name is energy", Nearest.nearHint("name", "ener", List.of("energy")));
    assertEquals("", Nearest.nearHint("name", "y", List.of("e", "x", "tilt")));
    assertEquals("", Nearest.nearHint("name", "temperature", List.of("t", "n")));
    assertEquals("", Nearest.nearHint("name", "y", List.of()));
  }

  @Test
  void tellsMisspellingsFromOtherWords() {
    assertTrue(Nearest.isClose("step", "steps"));
    assertTrue(Nearest.isClose("observalbe", "observables"));
    assertFalse(Nearest.isClose("of", "to"));
    assertFalse(Nearest.isClose("dt", "data"));
  }
}
