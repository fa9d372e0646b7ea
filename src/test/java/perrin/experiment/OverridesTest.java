package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;

/** {@code --set key=value}. */
class OverridesTest {
  private static final String STEP = Library.method("euler-maruyama").step().text().strip();

  @Test
  void replacesAndCreates() {
    assertEquals(100_000, Sample.read("walkers=1e5").walkers());
    assertEquals(
        50, Sample.read("histograms.x.bins=50").histograms().get("x").axes().getFirst().bins());
    assertEquals("energy^2", Sample.read("observables.E=energy^2").observables().get("E").text());
    assertEquals("3", Sample.text(Sample.read("parameters.c=3").parameters().get("c")));
    assertEquals(
        "normal(0, 2)", Sample.text(Sample.read("start={y: 0, x: normal(0, 2)}").start().get("x")));
    assertEquals("x = y = z", Sample.read("title=x = y = z").title());
  }

  @Test
  void createsMapsThatTheFileLacks() {
    var without = Sample.edited("observables: {x2: x^2, E: energy}", "observables:");
    var x = ExperimentFile.parse(without, "a.yaml", List.of("observables.A=x"));
    assertEquals("[A]", x.observables().keySet().toString());
  }

  @Test
  void nothingRemovesAKey() {
    assertEquals(Optional.empty(), Sample.read("check=null").check());
    assertEquals(Optional.empty(), Sample.read("check=").check());
    assertEquals("[x2]", Sample.read("observables.E=~").observables().keySet().toString());
    assertEquals(7, Sample.read("sweep=null").seed(), "a key that is not there");
    assertEquals(0, Sample.read("seed=null").seed(), "its default");
    assertEquals(
        0.01, Sample.read("check=", "check.boltzmann=x").check().orElseThrow().tolerance());
    var e = assertThrows(ExperimentException.class, () -> Sample.read("walkers="));
    assertEquals("a.yaml:1: walkers: missing; it must be given", e.getMessage());
  }

  /** The label of a method or energy of the library goes with its formulas. */
  @Test
  void aChangedStepIsAnotherMethod() {
    assertEquals(Method.CUSTOM, Sample.read("method.step=x = x").method().name());
    var same = Sample.read("method=" + "{name: euler-maruyama, step: " + "\"" + STEP + "\"}");
    assertEquals("euler-maruyama", same.method().name());
    assertEquals("mine", Sample.read("method={name: mine, step: x = x}").method().name());
    var sets =
        List.of("coordinates=[x]", "start={x: 0}", "energy=double-well", "energy.formula=x^2");
    var x = Sample.read(sets.toArray(String[]::new));
    assertEquals(Optional.empty(), x.energy().name());
    assertEquals("x^2", x.energy().formula().text());
  }

  @Test
  void longValuesAreCutOff() {
    for (var set :
        List.of(
            "walkers=%s",
            "energy=%s",
            "method=%s",
            "dt=-1%s",
            "title.%s=1",
            "start.%s=0",
            "check.boltzmann=%s",
            "precision=%s",
            "method={step: x = x, state: {%s: 1}}")) {
      var filler = set.startsWith("dt") ? "0" : "a";
      var e =
          assertThrows(
              ExperimentException.class,
              () -> Sample.read(String.format(set, filler.repeat(40_000))));
      assertTrue(e.getMessage().length() < 600, e.getMessage().length() + " characters: " + set);
    }
  }

  @Test
  void laterOptionsWin() {
    assertEquals(2, Sample.read("walkers=1", "walkers=2").walkers());
  }

  @Test
  void aNameBecomesAMapWhenASubKeyIsSet() {
    var x = Sample.read("coordinates=[x]", "start={x: 0}", "energy=double-well", "energy.b=9");
    assertEquals("1", Sample.text(x.parameters().get("a")));
    assertEquals("2*pi", Sample.text(x.parameters().get("b")), "the top level wins");
    var y = Sample.read("method.step=x = x", "method.order=3");
    assertEquals(3, y.method().order());
    assertEquals("x = x", y.method().step().text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          walkers=abc | walkers: abc, must be an integer, such as 1000, 1_000 or 1e3
          walker= | walker: no such key to remove; the nearest one is walkers
          observables.E3=null | observables.E3: no such key to remove; the nearest one is E
          sweep.tilt=~ | sweep.tilt: no such key to remove
          walker=10 | walker: unknown key; the nearest valid key is walkers
          histograms.x.bins=0 | histograms.x.bins: 0, must be from 1 to 1000000
          histograms.x.bin=1 | histograms.x.bin: unknown key; the nearest valid key is bins
          histograms.z.bins=1 | histograms.z: of, from and to are missing; they must be given
          burn-in=100 | burn-in: 100, must be less than steps, 100, or no sample remains
          method.mass=2 | method.mass: unknown parameter of euler-maruyama; baoab, obabo and aboba have mass and friction
          energy.a=2 | energy: a*x^2 + b*y^2, has no keys to set; set parameters.a
          dt.a=2 | dt: 0.01, has no keys to set; set all of it
          coordinates.x=2 | coordinates: [x, y], has no keys to set; set all of it
          energy=[ | not YAML: expected the node content, but found '<stream end>'
          energy=a: b: c | not YAML: ": " where no key can be; indent correctly; if it belongs to a formula or a text, put it in quotes, "sum(i in 0..9: x[i])"
          energy=*x | an alias (*name) is not available; write the value again
          walkers | must be key=value, such as --set walkers=1e5
          =3 | must be key=value, such as --set walkers=1e5
          a..b=3 | must be key=value, such as --set walkers=1e5
          """)
  void complaintsNameTheOption(String set, String message) {
    var e = assertThrows(ExperimentException.class, () -> Sample.read(set));
    assertEquals("--set " + set + ": " + message, e.getMessage());
  }

  @Test
  void columnsAreThoseOfTheOption() {
    var dt = Sample.read("dt=0.1*n").dt();
    assertEquals("--set dt=0.1*n", dt.where().toString());
    assertEquals(1, dt.where().line());
    assertEquals("--set dt=".length() + 1, dt.where().column());
    assertEquals('n', dt.where().source().charAt(dt.at(4).column() - 1));
    var start = Sample.read("start={x: 1, y: \"walker\"}").start().get("y").where();
    assertEquals('w', start.source().charAt(start.column() - 1));
  }

  @Test
  void complaintsStayOnOneLine() {
    var e = assertThrows(ExperimentException.class, () -> Sample.read("method.steps=|\n  x = x\n"));
    assertEquals(1, e.getMessage().lines().count());
  }
}
