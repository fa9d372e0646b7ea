package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.Minibatch;
import perrin.experiment.Outline;
import perrin.experiment.Precision;
import perrin.experiment.Sweep;
import perrin.output.RunHeader;
import perrin.statistics.verdict.Digits;

/**
 * What a run is of, in a few words.
 *
 * @param method its name unless methods take turns, with what it takes of the data, each after a
 *     comma
 * @param temperature kT, where there is one
 * @param twice whether it is in double precision
 */
record RunHead(
    String title,
    Sweep sweep,
    long walkers,
    long steps,
    String method,
    Formula dt,
    Optional<Formula> temperature,
    boolean twice) {
  /** A value of fewer characters is not broken. */
  private static final int SHORT = 30;

  /** Of a number; as many are in a double's shortest text, mostly, and no rounding is seen. */
  private static final int MOST_DIGITS = 15;

  /** Of a run to be made. */
  static RunHead of(Experiment experiment) {
    return new RunHead(
        experiment.title(),
        experiment.sweep(),
        experiment.walkers(),
        experiment.steps(),
        method(experiment.sweep(), experiment.method().name(), experiment.minibatch()),
        experiment.dt(),
        experiment.temperature(),
        experiment.precision() == Precision.DOUBLE);
  }

  /** Of a run that a file holds. */
  static RunHead of(RunHeader header, Outline outline) {
    return new RunHead(
        header.title(),
        outline.sweep(),
        outline.walkers(),
        outline.steps(),
        method(outline.sweep(), outline.method(), outline.minibatch()),
        outline.dt(),
        outline.temperature(),
        header.platform().precision().equals(Precision.DOUBLE.word()));
  }

  private static String method(Sweep sweep, String name, Optional<Minibatch> minibatch) {
    return (sweep.replaces(Sweep.METHODS) ? "" : ", " + name)
        + minibatch.map(batch -> ", " + batch.words()).orElse("");
  }

  /** The same without breaks, each a sentence. */
  List<String> sentences(String backend, String device) {
    List<String> sentences = sentences();
    sentences.add("backend: " + backend + " — " + device);
    return sentences;
  }

  /** Of one that is not yet run. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>(List.of(text().replace(Paragraph.NO_BREAK, ' ')));
    sweep.axes().forEach(axis -> sentences.add("sweep: " + SweepTable.range(axis)));
    return sentences;
  }

  /** What is going to run, or has run, and on what. */
  List<String> lines(String backend, String device) {
    var lines = lines();
    lines.add("backend: " + backend + " — " + device);
    return lines;
  }

  /** Of one that is not run. */
  List<String> lines() {
    var lines = new ArrayList<String>(Paragraph.wrapped(text(), 0).lines().toList());
    sweep
        .axes()
        .forEach(axis ->
            lines.addAll(
                Paragraph.wrapped("sweep: " + SweepTable.range(axis), 0).lines().toList()));
    return lines;
  }

  /** {@code Double well: 1,000 walkers × 100 steps, baoab, dt = 0.1, kT = 0.5}. */
  private String text() {
    return title
        + ": "
        + (sweep.points() > 1 ? sweep.points() + " points × " : "")
        + Numbers.count(walkers)
        + Paragraph.NO_BREAK
        + "walkers × "
        + length()
        + method
        + unlessSwept("dt", "dt", Optional.of(dt))
        + unlessSwept("temperature", "kT", temperature)
        + (twice ? ", double precision" : "");
  }

  /** Points of a swept dt that last the same time have different steps. */
  private String length() {
    return sweep.time().isPresent()
        ? "time" + Paragraph.NO_BREAK + Digits.rounded(sweep.time().getAsDouble(), 6)
        : Numbers.count(steps) + Paragraph.NO_BREAK + "steps";
  }

  private String unlessSwept(String key, String symbol, Optional<Formula> value) {
    return value
        .filter(_ -> !sweep.replaces(key))
        .map(x -> ", " + together(symbol + " = " + oneLine(x)))
        .orElse("");
  }

  private static String together(String text) {
    return text.length() < SHORT ? text.replace(' ', Paragraph.NO_BREAK) : text;
  }

  /** A number as other reports have it, however a file writes it: 20, not 20.0. */
  private static String oneLine(Formula formula) {
    return formula
        .number()
        .filter(Double::isFinite)
        .map(value -> Digits.rounded(value, MOST_DIGITS))
        .orElseGet(() -> formula.text().strip().replaceAll("\\s+", " "));
  }
}
