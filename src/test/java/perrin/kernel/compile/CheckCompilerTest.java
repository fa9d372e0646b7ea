package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.backend.cxx.CxxSource;
import perrin.kernel.Checked;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;

/** What a check adds to a kernel, and where it adds nothing. */
class CheckCompilerTest {
  private static final String OBSERVED =
      Sample.PLANE + "observables: {x2: x^2}\nhistograms: {x: {of: x, from: -1, to: 1, bins: 3}}\n";

  private static final String COUPLED = "energy=(x^2 - 1)^2 + (x - y)^2";

  private static Kernel kernel(String... sets) {
    return Sample.compile(OBSERVED, sets).kernel();
  }

  private static List<String> added(String... sets) {
    List<String> all =
        kernel(sets).sampling().observed().stream().map(Sampling.Observed::name).toList();
    assertEquals("x2", all.getFirst());
    return all.subList(1, all.size());
  }

  /** Without a check, or with a reference to compare with, a kernel is what it was. */
  @Test
  void nothingIsAddedWhereNothingIsNeeded() {
    String text = text(kernel());
    for (String[] sets :
        new String[][] {
          {"check={boltzmann: x}"},
          {"check={boltzmann: x}", COUPLED}, // two coordinates can be integrated
          {"check={tolerance: 0.1}", "temperature=0.5 + 1/(n + 1)"},
          {"check={tolerance: 0.1}", "dt=0.01/(n + 1)"},
          {"check={tolerance: 0.1}", "temperature=0"}
        }) {
      assertEquals(List.of(), added(sets));
    }
    assertEquals(text, text(kernel("check={boltzmann: x}")));
    assertEquals(List.of(), added("check={tolerance: 0.1}", "force={x: 1}"));
  }

  private static String text(Kernel kernel) {
    return new CxxSource(kernel).readable("cpu/frame.h");
  }

  @Test
  void allPairsOfFewCoordinates() {
    assertEquals(
        List.of("x*dE/dx", "x*dE/dy", "y*dE/dx", "y*dE/dy", "|gradient|^2", "laplacian"),
        added("check={tolerance: 0.1}"));
    Checked checked = Sample.compile(OBSERVED, "check={tolerance: 0.1}").checked();
    assertEquals(new Checked.Product("x*dE/dy", 0, 0, 2), checked.products().get(1));
    assertEquals(new Checked.Product("y*dE/dy", 1, 1, 4), checked.products().get(3));
    assertEquals(new Checked.Curvature(5, 6), checked.curvature().orElseThrow());
  }

  @Test
  void theSquaresOfFiveAndTheMeanOfSeventeen() {
    String five = "coordinates={x: 4, y: 1}";
    String energy = "energy=\"sum(i in 0..3: x[i]^2) + x[0]*y\"";
    assertEquals(
        List.of("x[0]*dE/dx[0]", "x[1]*dE/dx[1]", "x[2]*dE/dx[2]", "x[3]*dE/dx[3]"),
        added(five, energy, "start={x: 0, y: 0}", X0, "check={tolerance: 0.1}", NO_X2)
            .subList(0, 4));
    assertEquals(
        List.of("x*dE/dx, mean of 17 coordinates", "|gradient|^2", "laplacian"),
        added(
            "coordinates={x: 17}",
            "energy=phi4-chain",
            "start={x: 0}",
            X0,
            "check={tolerance: 0.1}",
            NO_X2));
  }

  private static final String X0 = "histograms={x: {of: 'x[0]', from: -1, to: 1, bins: 3}}";
  private static final String NO_X2 = "observables={x2: 'x[0]^2'}";

  @Test
  void cohortsAreComparedByTheirSumsAndSquares() {
    assertEquals(
        List.of("x", "x, squares", "y", "y, squares", "energy", "energy, squares", "x2"),
        added("check={boltzmann: x, rhat: true}"));
    Checked checked = Sample.compile(OBSERVED, "check={boltzmann: x, rhat: true}").checked();
    assertEquals(new Checked.Spread("x2", 0, 7), checked.spreads().getLast());
    assertEquals(false, checked.identities());
  }
}
