package perrin.kernel.compile;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import perrin.calculus.HostEvaluator;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.errors.Shown;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.kernel.SharedNumbers;
import perrin.kernel.SharedValues;
import perrin.kernel.landscape.Landscape;

/**
 * The host's side of a kernel: temperature, dt and everything else that all walkers share, in
 * double precision. Keeps the time of the step it was last asked about; not for several threads.
 */
public final class Schedule {
  private final Experiment experiment;
  private final Map<String, Double> parameters;
  private final Node temperature;
  private final Node dt;
  private final SharedValues shared;
  private final List<Node> ofStep;
  private final boolean constantDt;
  private long step;
  private double time;

  Schedule(Experiment experiment, Landscape landscape, SharedValues shared) {
    this.experiment = experiment;
    this.parameters = Map.copyOf(landscape.parameters().numbers());
    this.temperature = landscape.temperature().orElse(landscape.graph().constant(0));
    this.dt = landscape.dt();
    this.shared = shared;
    this.ofStep = shared.ofStep();
    this.constantDt = dt.scope() == Scope.RUN;
    values(0);
  }

  /** kT where it is the same in all steps; 0 where none is given. */
  public OptionalDouble constantTemperature() {
    return temperature.scope() == Scope.RUN
        ? OptionalDouble.of(values(0).value(temperature))
        : OptionalDouble.empty();
  }

  /** Whether dt is the same in all steps. */
  public boolean constantDt() {
    return constantDt;
  }

  /**
   * t at the beginning of step n: n·dt for a constant dt, else the sum of the steps' dt one after
   * the other.
   */
  public double time(long n) {
    if (constantDt) {
      return n * new HostEvaluator(name -> variable(name, 0, 0)).value(dt);
    }
    if (n < step) {
      step = 0;
      time = 0;
    }
    for (; step < n; step++) {
      time += new HostEvaluator(name -> variable(name, step, time)).value(dt);
    }
    return time;
  }

  /** The values of the whole run. */
  public SharedNumbers ofRun() {
    HostEvaluator values = values(0);
    double[] tables = shared.tables(values);
    for (int k = 0; k < tables.length; k++) {
      tables[k] = experiment.precision().round(tables[k]);
    }
    return new SharedNumbers(rounded(values, shared.ofRun()), tables, shared.lookups());
  }

  /** Values that change from step to step. */
  public int valuesOfStep() {
    return ofStep.size();
  }

  /**
   * The values row[k] of steps from … to−1, one row after the other, rounded to the walkers'
   * precision.
   *
   * @throws ExperimentException where dt is not positive or the temperature negative, with the step
   */
  public double[] ofSteps(long from, long to) {
    double[] table = new double[Math.toIntExact((to - from) * ofStep.size())];
    if (table.length == 0 && constantDt && temperature.scope() == Scope.RUN) {
      return table;
    }
    for (long n = from; n < to; n++) {
      double[] row = rounded(values(n), ofStep);
      System.arraycopy(row, 0, table, (int) ((n - from) * row.length), row.length);
    }
    return table;
  }

  private HostEvaluator values(long n) {
    double t = time(n);
    HostEvaluator formulas = new HostEvaluator(name -> variable(name, n, t));
    double kT = formulas.value(temperature);
    double h = formulas.value(dt);
    if (!(h > 0) || Double.isInfinite(h)) {
      Formula formula = experiment.dt();
      throw at(formula.where(), "dt", n, h, "greater than 0 and finite", atLeast("1e-6", formula));
    }
    if (!(kT >= 0) || Double.isInfinite(kT)) {
      Formula formula = experiment.temperature().orElseThrow();
      throw at(
          formula.where(), "temperature", n, kT, "at least 0 and finite", atLeast("0", formula));
    }
    return new HostEvaluator(name ->
        switch (name) {
          case "kT" -> kT;
          case "dt" -> h;
          default -> variable(name, n, t);
        });
  }

  private static String atLeast(String least, Formula formula) {
    return "; such as max(" + least + ", " + Shown.shortened(Shown.line(formula.text())) + ")";
  }

  private static ExperimentException at(
      Location where, String field, long n, double value, String limit, String remedy) {
    return new ExperimentException(
        where,
        field,
        (Double.isFinite(value) ? Shown.number(value) : value)
            + " at step "
            + n
            + ", must be "
            + limit
            + " at every step"
            + (Double.isFinite(value) ? remedy : ""));
  }

  private double variable(String name, long n, double t) {
    return switch (name) {
      case "n" -> n;
      case "t" -> t;
      default -> parameters.get(name);
    };
  }

  private double[] rounded(HostEvaluator values, List<Node> nodes) {
    double[] rounded = new double[nodes.size()];
    for (int k = 0; k < rounded.length; k++) {
      rounded[k] = experiment.precision().round(values.value(nodes.get(k)));
    }
    return rounded;
  }
}
