package perrin.run.judging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;

/** A distribution is compared with Boltzmann's only where it must become that. */
class ReferenceTest {
  private static final String PLANE =
      """
      coordinates: [x, y, z]
      energy: (x^2 - 1)^2 + y^2 + x*y + (z - 0.3)^2
      start: {x: 0, y: 0, z: 0}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 32
      steps: 1
      histograms:
        x: {of: x, from: -1, to: 1.5, bins: 5}
        y: {of: y, from: -0.5, to: 1, bins: 3}
        z: {of: z, from: -0.2, to: 1, bins: 4}
        xy: {of: [x, y], from: [-1, -0.5], to: [1.5, 1], bins: [5, 3]}
        yx: {of: [y, x], from: [-0.5, -1], to: [1, 1.5], bins: [3, 5]}
        zx: {of: [z, x], from: [-0.2, -1], to: [1, 1.5], bins: [4, 5]}
        xx: {of: [x, x], from: [-0.2, -1], to: [1, 1.5], bins: [4, 5]}
        xz: {of: x*z, from: -1, to: 1, bins: 2}
      check: {boltzmann: xy}
      """;

  private static double[] cells(String name, String... sets) {
    return Trial.of(PLANE, sets).run("java", 0, 1, 0).histograms().get(name).boltzmann();
  }

  private static String line(String... sets) {
    return Trial.of(PLANE, sets).run("java", 0, 1, 0).verdict().line();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          temperature=0           | kT = 0
          temperature=1/(n + 1)   | the temperature changes from step to step
          dt=0.01/(n + 1)         | dt changes from step to step
          force={x: 0.1}          | with a force there is no Boltzmann distribution of the energy
          boundaries={x: "periodic(-1, 2)"} | the energy differs at the two ends of the periodic \
          coordinate x, so that walkers are driven round
          """)
  void notApplicable(String set, String reason) {
    assertEquals("verdict: not applicable  (" + reason + ")", line(set));
  }

  @ParameterizedTest
  @CsvSource({
    "check.boltzmann=xz, x*z is not a coordinate but a function of them",
    "check.boltzmann=xx, both quantities are x",
    "energy=(x^2 + y^2 + z^2)^2, 'the energy couples x with 2 other coordinates, and densities"
        + " of more than two are not integrated'"
  })
  void noDensity(String set, String reason) {
    var verdict = Trial.of(PLANE, set).run("java", 0, 1, 0).verdict();
    assertEquals(reason, verdict.evidence().reason());
    assertTrue(verdict.line().contains("identities"), verdict::line);
  }

  /** Each margin of two coupled coordinates is what its own histogram has. */
  @Test
  void marginsOfThePlane() {
    double[] xy = cells("xy");
    double[] x = cells("x");
    double[] y = cells("y");
    assertEquals(1, Arrays.stream(xy).sum(), 1e-9);
    double[][] parts = partsByTheTrapezoidalRule();
    for (int i = 0; i < 5; i++) {
      assertEquals(Arrays.stream(parts[i + 1]).sum(), x[i + 1], 1e-6);
      for (int j = 0; j < 3; j++) {
        assertEquals(parts[i + 1][j + 1], xy[1 + 3 * i + j], 1e-6);
      }
    }
    double below = Arrays.stream(parts[0]).sum();
    for (int i = 1; i < parts.length; i++) {
      below += parts[i][0];
    }
    assertEquals(below, xy[0], 1e-6);
    assertEquals(below - parts[0][1] - parts[0][2] - parts[0][3] - parts[0][4], y[0], 1e-6);
    double[] yx = cells("yx");
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(xy[1 + 3 * i + j], yx[1 + 5 * j + i], 1e-12);
      }
    }
    assertArrayEquals(new double[] {xy[0], xy[16]}, new double[] {yx[0], yx[16]}, 1e-12);
  }

  private static double[][] partsByTheTrapezoidalRule() {
    double[][] parts = new double[7][5];
    double h = 0.0025;
    double sum = 0;
    for (int i = -1600; i < 1600; i++) {
      for (int j = -2000; j < 2000; j++) {
        double x = (i + 0.5) * h;
        double y = (j + 0.5) * h;
        double w = Math.exp(-((x * x - 1) * (x * x - 1) + y * y + x * y) / 0.5);
        int a = Math.clamp((int) Math.floor((x + 1) / 0.5), -1, 5) + 1;
        int b = Math.clamp((int) Math.floor((y + 0.5) / 0.5), -1, 3) + 1;
        parts[a][b] += w;
        sum += w;
      }
    }
    for (double[] row : parts) {
      for (int b = 0; b < row.length; b++) {
        row[b] /= sum;
      }
    }
    return parts;
  }

  @Test
  void independentCoordinates() {
    double[] x = cells("x");
    double[] z = cells("z");
    double[] zx = cells("zx");
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 5; j++) {
        assertEquals(z[i + 1] * x[j + 1], zx[1 + 5 * i + j], 1e-12);
      }
    }
    assertEquals(1 - (1 - z[0]) * (1 - x[0]), zx[0], 1e-12);
    assertEquals((1 - z[0]) * (1 - x[0]) - (1 - z[0] - z[5]) * (1 - x[0] - x[6]), zx[21], 1e-12);
  }

  @Test
  void componentsOfVectors() {
    String[] sets = {
      "coordinates={x: 4}",
      "energy='sum(i in 0..3: x[i]^4) + x[1]*x[3]'",
      "start={x: 0}",
      "check=null",
      "histograms={a: {of: 'x[2]', from: -1, to: 1, bins: 4}, b: {of: 'x[3]', from: -1, to: 1,"
          + " bins: 4}, ab: {of: ['x[3]', 'x[2]'], from: [-1, -1], to: [1, 1], bins: [4, 4]}}"
    };
    double[] a = cells("a", sets);
    double[] b = cells("b", sets);
    double[] ab = cells("ab", sets);
    assertEquals(a[2] * b[1], ab[2], 1e-12);
    assertTrue(b[1] - a[1] > 1e-3, "the coupling widens");
  }

  /** A walker that is kept in a range: e^(−z²/kT) there, and nothing outside. */
  @ParameterizedTest
  @CsvSource({"'reflect(-0.2, 0.8)'", "'periodic(-0.2, 0.8)'"})
  void boundaries(String ends) {
    double[] z = cells("z", "boundaries={z: \"" + ends + "\"}");
    double scale = Math.sqrt(0.5);
    double whole = org.hipparchus.special.Erf.erf(0.5 / scale) * 2;
    double first =
        org.hipparchus.special.Erf.erf(0.5 / scale) - org.hipparchus.special.Erf.erf(0.2 / scale);
    assertEquals(first / whole, z[1], 1e-10);
    assertEquals(0, z[0] + z[5], 1e-15);
    double[] x = cells("x", "boundaries={y: \"reflect(0, 0.001)\"}");
    assertTrue(Math.abs(x[1] - x[4]) < 0.1, "next to no coupling is left");
  }

  @ParameterizedTest
  @CsvSource({
    "'histograms.xy={of: [x, y], from: [-2, -2], to: [0, 2], bins: [2, 2]}', xy, 'x = 1.1, y ='",
    "'histograms.x={of: x, from: -3, to: 1, bins: 5}', x, x = 1.1",
    "'histograms.x={of: x, from: -3, to: 1.3, bins: 5}', x, ''",
  })
  void aWellThatIsMissed(String set, String checked, String place) {
    var notes =
        Trial.of(PLANE, "check.boltzmann=" + checked, set)
            .run("java", 0, 1, 0)
            .verdict()
            .evidence()
            .notes();
    assertEquals(place.isEmpty() ? 0 : 1, notes.size());
    notes.forEach(note -> assertTrue(note.contains("near " + place), note));
  }

  @Test
  void anEnergyWithoutADistribution() {
    var thrown =
        assertThrows(
            ExperimentException.class, () -> cells("xy", "energy=x^2 + y^2 + 3*x*y + z^2"));
    assertTrue(
        thrown.getMessage().contains("xy: the energy is unbounded below"), thrown::getMessage);
    assertEquals(0, cells("xy", "energy=x^2 + y^2 + 3*x*y + z^2", "check=null").length);
  }
}
