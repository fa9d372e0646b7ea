package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import perrin.output.SgdRecord;
import perrin.statistics.Interval;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.Likeness;
import perrin.statistics.noise.Tensor;
import perrin.statistics.verdict.Digits;

/** The noise of mini-batches beside what it stands for in Langevin dynamics, for people. */
final class SgdReport {
  /** Walkers of one of a histogram's groups. */
  private static final int GROUP = 256;

  /** Components of a direction, and shares of a temperature, that are worth a word. */
  private static final double NOTABLE = 0.2;

  private SgdReport() {}

  /**
   * A table, and sentences: whether there is a temperature, and whether this is Langevin dynamics.
   *
   * @param tolerance the total variation that is good enough
   */
  static String of(SgdRecord record, double tolerance) {
    return record
        .noise()
        .map(noise ->
            table(noise)
                + "\n"
                + Paragraph.wrapped(
                    sentence(noise)
                        + other(noise)
                        + record.likeness().map(l -> " " + sentence(l, tolerance)).orElse(""),
                    0))
        .orElse("");
  }

  private static String table(BatchNoise noise) {
    List<String> lines = new ArrayList<>();
    line(
        lines,
        "mini-batches",
        "Langevin",
        "at " + Numbers.count(noise.positions()) + " walkers, ± and [ ] are 95 %");
    boolean rated = !Double.isNaN(noise.rate());
    if (rated) {
      line(lines, "rate r", "time step", Digits.rounded(noise.rate(), 4));
    }
    line(lines, "loss L", "energy E", value(noise.loss()));
    String deviation = Digits.rounded(Math.sqrt(noise.covariance().scalar()), 3);
    line(lines, "a batch's noise, sd", "sqrt(2 kT/r)", deviation);
    line(lines, "varies with the place by", "0", percent(noise.inhomogeneity()));
    BatchNoise.Shape shape = noise.farthest();
    boolean one = noise.shapes().size() == 1;
    line(lines, one ? "skewness" : "skewness, " + shape.coordinate(), "0", value(shape.skewness()));
    line(lines, "excess kurtosis", "0", value(shape.kurtosis()));
    line(lines, "from a Gaussian, max |dF|", "0", interval(shape.distance()));
    if (rated) {
      line(lines, "r/2 * its variance", "kT", value(noise.scalar()));
      if (noise.shapes().size() > 1) {
        line(lines, "spread over directions", "0", interval(noise.anisotropy()));
      }
    }
    line(lines, "<(x - <x>)*dL/dx>", "kT", value(noise.equipartition().scalarInterval()));
    return String.join("\n", lines);
  }

  private static void line(List<String> lines, String here, String there, String value) {
    lines.add(String.format(Locale.ROOT, "%-25s %-13s %s", here, there, value));
  }

  private static String interval(Interval interval) {
    return Digits.rounded(interval.value(), 3)
        + " ["
        + Digits.rounded(interval.low(), 3)
        + ", "
        + Digits.rounded(interval.high(), 3)
        + "]";
  }

  private static String value(Interval interval) {
    return Digits.withError(interval.value(), (interval.high() - interval.low()) / 2);
  }

  private static String percent(double share) {
    return Digits.rounded(100 * share, 2) + " %";
  }

  private static String sentence(BatchNoise noise) {
    if (Double.isNaN(noise.scalar().value())) {
      return "There is no constant rate (dt changes, or the method states none), so the noise is no"
          + " temperature.";
    }
    String kT = "kT = " + Digits.rounded(noise.scalar().value(), 3);
    return switch (noise.single()) {
      case YES ->
          "The noise has a single temperature: "
              + kT
              + ", the same in all directions to "
              + percent(noise.anisotropy().high())
              + "."
              + added(noise);
      case NO -> "No single temperature describes the noise: " + range(noise) + "." + added(noise);
      case UNDECIDED ->
          "Whether a single temperature, "
              + kT
              + ", describes the noise is open: directions differ by "
              + percent(noise.anisotropy().low())
              + " to "
              + percent(noise.anisotropy().high())
              + "; more walkers will tell.";
    };
  }

  private static String sentence(Likeness found, double tolerance) {
    String where = "In histogram " + found.histogram();
    if (!found.scalar().hasInterval()) {
      return where
          + (Double.isNaN(found.scalar().value())
              ? " nearly all values lie outside or in one bin, so whether this is Langevin dynamics"
                  + " cannot be told: choose its range and bins by where walkers are."
              : " whether this is Langevin dynamics cannot be told with so few walkers: take at least "
                  + Numbers.count(TotalVariation.MIN_GROUPS * GROUP)
                  + ".");
    }
    String said =
        where
            + " this "
            + word(found.scalar(), tolerance)
            + " Langevin dynamics at kT = "
            + Digits.rounded(found.kT(), 3)
            + ": "
            + interval(found.scalar())
            + ".";
    return found.tensor().hasInterval()
        ? said
            + " With each direction's own kT it "
            + word(found.tensor(), tolerance)
            + ": "
            + interval(found.tensor())
            + "."
        : said;
  }

  private static String word(TotalVariation distance, double tolerance) {
    return distance.high() <= tolerance ? "is" : distance.low() > tolerance ? "is not" : "may be";
  }

  private static String interval(TotalVariation distance) {
    return "TV " + interval(new Interval(distance.value(), distance.low(), distance.high()));
  }

  /** Where equipartition has another temperature than the noise of single batches. */
  private static String other(BatchNoise noise) {
    Interval walk = noise.equipartition().scalarInterval();
    double kT = noise.scalar().value();
    boolean differs = walk.low() > kT * (1 + NOTABLE) || walk.high() < kT * (1 - NOTABLE);
    return Double.isNaN(noise.rate()) || !differs
        ? ""
        : " But the walk itself has kT = "
            + Digits.rounded(walk.value(), 2)
            + " by equipartition: its steps remember each other (epochs), its rate is large, or it"
            + " has not come to rest.";
  }

  /** Of a method with noise of its own, how much the batches add. */
  private static String added(BatchNoise noise) {
    double ofBatches = noise.rate() / 2 * noise.covariance().scalar();
    double own = noise.scalar().value() - ofBatches;
    double[][] all = noise.temperature().mean();
    for (int i = 0; i < all.length; i++) { // where rates differ, one of them does not tell
      double here = all[i][i] - noise.rate() / 2 * noise.covariance().mean()[i][i];
      own = Math.abs(here - own) > 1e-9 * noise.scalar().value() ? 0 : own;
    }
    return own > 1e-6 * ofBatches
        ? " Of it the method asks for "
            + Digits.rounded(own, 3)
            + ", and batches add "
            + percent(ofBatches / own)
            + "."
        : "";
  }

  private static String range(BatchNoise noise) {
    Tensor temperature = noise.temperature();
    double[] principal = temperature.principal();
    int last = principal.length - 1;
    return "kT is "
        + Digits.rounded(principal[0], 3)
        + " along "
        + direction(noise, temperature.direction(0))
        + " and "
        + Digits.rounded(principal[last], 3)
        + " along "
        + direction(noise, temperature.direction(last));
  }

  /** The largest components of a direction, the first of them with a plus. */
  private static String direction(BatchNoise noise, double[] direction) {
    StringBuilder text = new StringBuilder();
    double first = 0;
    for (int i = 0; i < direction.length; i++) {
      if (Math.abs(direction[i]) >= NOTABLE) {
        first = first == 0 ? Math.signum(direction[i]) : first;
        String size = Digits.rounded(Math.abs(direction[i]), 2);
        text.append(text.isEmpty() ? "" : direction[i] * first < 0 ? " - " : " + ")
            .append(Double.parseDouble(size) == 1 ? "" : size + " ")
            .append(noise.shapes().get(i).coordinate());
      }
    }
    return text.isEmpty() ? "many coordinates" : text.toString();
  }
}
