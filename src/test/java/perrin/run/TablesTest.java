package perrin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.NotFiniteException;
import perrin.conformance.Trial;
import perrin.errors.ExperimentException;
import perrin.statistics.verdict.Verdict;

/** Runs on energies that are given as tables. Fixed seeds: what comes out never changes. */
class TablesTest {
  private static final String WELLS = table(41, -2.5, 2.5, (x, y) -> (x * x - 1) * (x * x - 1));

  /** Values at even places of a line. */
  private static String table(int points, double from, double to, DoubleBinaryOperator f) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      values.add("" + f.applyAsDouble(from + (to - from) * i / (points - 1), 0));
    }
    return "from: " + from + ", to: " + to + ", values: " + values;
  }

  private static Trial wells(String... sets) {
    return Trial.of(
            """
            coordinates: [x]
            energy: table(U, x)
            start: {x: "normal(0, 0.5)"}
            method: leimkuhler-matthews
            temperature: 0.5
            dt: 0.02
            walkers: 40000
            steps: 2000
            burn-in: 1000
            sample-every: 20
            histograms: {x: {of: x, from: -2.25, to: 2.25, bins: 90}}
            check: {boltzmann: x, tolerance: 0.01}
            seed: 3
            """,
            "tables={U: {" + WELLS + "}}")
        .with(sets);
  }

  /** The reference density is the table's, too; that of another temperature is not. */
  @Tag("statistics")
  @Test
  void convergesToItsDensity() {
    Verdict verdict = wells("tables.U.outside=linear").run().verdict();
    assertEquals(Verdict.Outcome.CONVERGED, verdict.outcome(), verdict.toString());
    Verdict loud =
        wells(
                "tables.U.outside=linear",
                "method={step: x = x - dt*gradient(x) + 1.05*sqrt(2*kT*dt)*normal()}")
            .run()
            .verdict();
    assertEquals(Verdict.Outcome.NOT_EQUILIBRATED, loud.outcome(), loud.toString());
  }

  @Tag("statistics")
  @Test
  void aPlaneThatIsPeriodic() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i <= 12; i++) {
      List<String> row = new ArrayList<>();
      for (int k = 0; k <= 12; k++) {
        double x = 2 * Math.PI * (i % 12) / 12;
        double y = 2 * Math.PI * (k % 12) / 12;
        row.add("" + (Math.cos(x) + Math.sin(y) + Math.cos(x - y)));
      }
      rows.add(row.toString());
    }
    String end = "" + 2 * Math.PI;
    Verdict verdict =
        wells(
                "coordinates=[x, y]",
                "tables={F: {from: [0, 0], to: ["
                    + end
                    + ", "
                    + end
                    + "], edge: periodic, values: "
                    + rows
                    + "}}",
                "energy=table(F, x, y)",
                "start={x: \"uniform(0, 2*pi)\", y: \"uniform(0, 2*pi)\"}",
                "boundaries={x: \"periodic(0, 2*pi)\", y: \"periodic(0, 2*pi)\"}",
                "temperature=1",
                "histograms={x: {of: x, from: 0, to: 6.2831853, bins: 40}}")
            .run()
            .verdict();
    assertEquals(Verdict.Outcome.CONVERGED, verdict.outcome(), verdict.toString());
  }

  /** The start, a step too far, with any method, in either precision, on a line and on a plane. */
  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void aWalkerOutside(String precision) {
    String start = failure("precision=" + precision, "start={x: 3}", "method=baoab");
    assertTrue(start.startsWith("energy is not finite: walker 0, step 0, x = 3.0; table U"), start);
    assertTrue(
        start.endsWith(
            "table U goes from -2.5 to 2.5 and was asked at 3.0; start the walkers within, or give the"
                + " table outside: linear"),
        start);
    String step =
        failure(
            "precision=" + precision, "start={x: 2.4}", "method={step: x = x + 0.2}", "check=null");
    assertTrue(step.contains(", step 1, "), step);
    assertTrue(step.contains("; table U goes from -2.5 to 2.5 and was asked at 2.6"), step);
    assertTrue(step.contains("keep walkers within, by boundaries"), step);
  }

  /** Both ends belong to the table, so a walker at a wall there has a force. */
  @ParameterizedTest
  @CsvSource({"single, -2.5, 2.5", "double, 1000.1, 1000.4", "single, 1000.1, 1004.7"})
  void theEndsAreWithin(String precision, double from, double to) {
    for (double end : new double[] {from, to}) {
      var run =
          wells(
                  "tables={U: {" + table(33, from, to, (x, y) -> x) + "}}",
                  "precision=" + precision,
                  "start={x: " + end + "}",
                  "method=gradient-descent",
                  "walkers=33",
                  "dt=1e-30",
                  "steps=2",
                  "burn-in=0",
                  "sample-every=1",
                  "check=null",
                  "observables={E: energy}",
                  "histograms={}")
              .run();
      assertEquals(end, run.observables().get("E").mean()[1], 1e-6 * Math.abs(end));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "table(V, x) | unknown table \"V\" at position 7",
        "table(elbat, x) | unknown table \"elbat\" at position 7",
        "table(U, x, 2) | U has 1 axis: table(U, x) at position 1",
        "table(2*x, x) | table takes the name of a table first: table(U, x) at position 1",
        "table() | table takes the name of a table first: table(U, x) at position 1",
        "U*x | U is a table; write table(U, x) at position 1",
      })
  void formulasThatAreWrong(String energy, String message) {
    var e = assertThrows(ExperimentException.class, () -> wells("energy=" + energy).run());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private static String failure(String... sets) {
    Trial trial = wells("walkers=100", "steps=3", "burn-in=0", "sample-every=1").with(sets);
    return assertThrows(NotFiniteException.class, trial::run).getMessage();
  }
}
