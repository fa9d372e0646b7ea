package perrin.errors;

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
    assertEquals(Optional.of("tilt"), Nearest.to("tilx", List.of("tilu", "tilt")));
    assertEquals(Optional.empty(), Nearest.to("x", List.of()));
    assertEquals("", Nearest.hint("key", "x", List.of()));
  }

  @Test
  void whatIsFarIsNoHint() {
    assertEquals("; the nearest name is tilt", Nearest.hint("name", "Tlit", List.of("k", "tilt")));
    assertEquals("; the nearest name is k", Nearest.hint("name", "kk", List.of("k", "tilt")));
    assertEquals("; the nearest name is pi", Nearest.hint("name", "PI", List.of("pi", "e")));
    assertEquals("; the nearest name is energy", Nearest.hint("name", "ener", List.of("energy")));
    assertEquals(
        "; the nearest name is leimkuhler-matthews",
        Nearest.hint("name", "leim", List.of("aboba", "leimkuhler-matthews")));
    assertEquals("", Nearest.hint("name", "lei", List.of("aboba", "leimkuhler-matthews")));
    assertEquals("", Nearest.hint("name", "y", List.of("e", "x", "tilt")));
    assertEquals("", Nearest.hint("name", "k", List.of("kT")));
    assertEquals("", Nearest.hint("name", "T", List.of("dt", "kT")));
    assertEquals("", Nearest.hint("name", "kT", List.of("dt")));
    assertEquals("", Nearest.hint("name", "langevin", List.of("aboba", "baoab")));
    assertEquals("", Nearest.hint("name", "temperature", List.of("t", "n")));
    assertEquals("", Nearest.hint("name", "y", List.of()));
  }

  @Test
  void whereNothingIsNearWhatThereIsIsSaid() {
    assertEquals(
        "; the nearest one is dt", Nearest.hintOrAll("one", "ones", "Dt", List.of("dt"), ""));
    assertEquals("; there is none", Nearest.hintOrAll("one", "ones", "a", List.of(), ""));
    assertEquals("; the only one is b", Nearest.hintOrAll("one", "ones", "a", List.of("b"), ""));
    assertEquals(
        "; the ones are b, c and d",
        Nearest.hintOrAll("one", "ones", "a", List.of("d", "b", "c"), ""));
    var many = List.of("ab", "cd", "ef", "gh", "ij", "kl", "mn", "op", "qr", "st");
    assertEquals("; see X", Nearest.hintOrAll("one", "ones", "zz", many, "; see X"));
  }

  @Test
  void tellsMisspellingsFromOtherWords() {
    assertTrue(Nearest.isClose("step", "steps"));
    assertTrue(Nearest.isClose("observalbe", "observables"));
    assertFalse(Nearest.isClose("of", "to"));
    assertFalse(Nearest.isClose("dt", "data"));
  }
}
