package perrin.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import perrin.experiment.Formula;
import perrin.experiment.Outline;
import perrin.output.ObservableRecord;
import perrin.output.PointRecord;
import perrin.statistics.TimeMean;
import perrin.statistics.summary.Quantile;
import perrin.statistics.summary.QuantitySummary;
import perrin.statistics.summary.QuantitySummary.Source;
import perrin.statistics.summary.Values;
import perrin.statistics.verdict.NestedRhat;

/**
 * The quantities of one point of a run. What is known of a formula under one name is known of it
 * under any other: a histogram of x serves the coordinate x and an observable that is x.
 */
final class Quantities {
  private final Outline outline;
  private final PointRecord point;
  private final FinalValues finals;
  private final Binned binned;
  private final int number;
  private final Collection<String> notices;

  /**
   * @param finals final states of all points
   * @param number of the point in its sweep
   * @param notices what is to be known; modified
   */
  Quantities(
      Outline outline,
      PointRecord point,
      FinalValues finals,
      int number,
      Collection<String> notices) {
    this.outline = outline;
    this.point = point;
    this.finals = finals;
    this.number = number;
    this.notices = notices;
    binned = new Binned(outline, point);
  }

  /** Mean and standard deviation. */
  private record Moments(Source from, TimeMean mean, double deviation) {
    static final Moments UNKNOWN =
        new Moments(Source.NOTHING, new TimeMean(Double.NaN, Double.NaN), Double.NaN);

    static Moments of(Source from, Values values) {
      return new Moments(from, values.mean(), values.deviation());
    }

    /** Over walkers and samples; what the mean's own error takes from the spread is given back. */
    static Moments of(ObservableRecord observed) {
      TimeMean mean = observed.timeMean();
      int samples = observed.mean().length;
      double variance = DoubleStream.of(observed.variance()).sum() / samples;
      for (double at : observed.mean()) {
        variance += (at - mean.mean()) * (at - mean.mean()) / samples;
      }
      double error = Double.isNaN(mean.standardError()) ? 0 : mean.standardError();
      return new Moments(Source.TIME_MEAN, mean, Math.sqrt(variance + error * error));
    }

    boolean known() {
      return !Double.isNaN(mean.mean());
    }

    boolean sure() {
      return !Double.isNaN(mean.standardError());
    }
  }

  /** All components, then the observables that are not one of them under its own name. */
  List<QuantitySummary> all() {
    List<QuantitySummary> all = new ArrayList<>();
    List<String> components = outline.coordinates().componentNames();
    for (int i = 0; i < components.size(); i++) {
      int component = i;
      String name = components.get(i);
      all.add(of(name, "coordinate", name, () -> finals.component(component, number)));
    }
    for (Map.Entry<String, Formula> observable : outline.observables().entrySet()) {
      String name = observable.getKey();
      String formula = observable.getValue().canonical();
      int component = components.indexOf(formula);
      if (component < 0) {
        all.add(of(name, "observable", formula, () -> finals.observable(name, number)));
      } else if (!name.equals(formula)) {
        all.add(of(name, "observable", formula, () -> finals.component(component, number)));
      }
    }
    return all;
  }

  private QuantitySummary of(
      String name, String kind, String formula, Supplier<Optional<Values>> atTheEnd) {
    Optional<Binned.Found> counted = binned.of(formula);
    Optional<Values> drawn = counted.<Values>map(Binned.Found::values).or(atTheEnd);
    Source drawnFrom =
        counted.isPresent() ? Source.HISTOGRAM : drawn.isPresent() ? Source.FINAL : Source.NOTHING;
    List<Quantile> quantiles =
        QuantitySummary.SHARES.stream()
            .map(p -> drawn.map(values -> values.estimate(p)).orElse(Quantile.unknown(p)))
            .toList();
    counted.ifPresent(found -> found.complain(quantiles, notices));
    Moments moments =
        observed(formula)
            .map(Moments::of)
            .or(() -> drawn.map(values -> Moments.of(drawnFrom, values)).filter(Moments::sure))
            .or(() -> atTheEnd.get().map(values -> Moments.of(Source.FINAL, values)))
            .or(() -> drawn.map(values -> Moments.of(drawnFrom, values)).filter(Moments::known))
            .orElse(Moments.UNKNOWN);
    return new QuantitySummary(
        name,
        kind,
        moments.mean(),
        moments.deviation(),
        quantiles,
        drawn.map(Values::bulk).orElse(Double.NaN),
        drawn.map(Values::tail).orElse(Double.NaN),
        rhat(name, kind),
        moments.from(),
        drawnFrom);
  }

  /** The time mean of an observable that is this formula. */
  private Optional<ObservableRecord> observed(String formula) {
    return outline.observables().entrySet().stream()
        .filter(entry -> entry.getValue().canonical().equals(formula))
        .map(entry -> point.observables().get(entry.getKey()))
        .filter(record -> record != null && record.mean().length > 0)
        .findFirst();
  }

  /** Coordinates come first among the R-hats, observables last; they may have one name. */
  private double rhat(String name, String kind) {
    List<NestedRhat> all = new ArrayList<>(point.verdict().evidence().rhat());
    if (kind.equals("observable")) {
      Collections.reverse(all);
    }
    return all.stream()
        .filter(found -> found.quantity().equals(name))
        .mapToDouble(NestedRhat::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
