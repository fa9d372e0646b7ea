package perrin.run.look;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.experiment.Boundary;
import perrin.experiment.Coordinates;
import perrin.kernel.landscape.ReferenceEnergy;

/** Where walkers start that an experiment starts nowhere: where they often are, within walls. */
final class StartChoice {
  /**
   * A number of each walker between −1 and 1 without a pattern, the same for all of its
   * coordinates: sines of the squares of whole numbers, exact in single precision.
   */
  private static final String SHUFFLED = "sin((walker - 1021*floor(walker/1021))^2)";

  private static final BigDecimal DIGITS = new BigDecimal("0.0001");

  /**
   * Deviations that a wall is away from a minimum, at least, about which walkers start by a
   * Gaussian: of 1e9 draws one is beyond.
   */
  private static final double ROOM = 6;

  /** Deviations to either side that walkers start within evenly, nearer to a wall. */
  private static final double NEAR = 2;

  private final Look look;
  private final Coordinates coordinates;

  StartChoice(Look look, Coordinates coordinates) {
    this.look = look;
    this.coordinates = coordinates;
  }

  /** A formula for each coordinate; a list for a vector's components, or one that fits all. */
  String value() {
    return Choices.map(
        coordinates.names(),
        name -> {
          Coordinates.Block block = coordinates.find(name).orElseThrow();
          int first = coordinates.first(block);
          List<String> each = new ArrayList<>();
          for (int i = first; i < first + block.length(); i++) {
            each.add(quoted(start(i)));
          }
          boolean same = each.stream().distinct().count() == 1;
          return same ? each.getFirst() : "[" + String.join(", ", each) + "]";
        });
  }

  /**
   * All over where walkers often are, for a coordinate of its own; else about the minima, for
   * elsewhere the others might make the energy steep.
   */
  private String start(int i) {
    if (look.alone(i)) {
      double[] often = look.scan().often(i);
      return uniform(often[0], often[1], Choices.unit(often[1] - often[0]));
    }
    List<double[]> minima = look.scan().minima();
    String formula = "";
    for (int m = minima.size() - 1; m >= 0; m--) {
      String here = about(minima.get(m)[i], i);
      formula =
          formula.isEmpty()
              ? here
              : "if("
                  + SHUFFLED
                  + " < "
                  + share(m + 1, minima.size())
                  + ", "
                  + here
                  + ", "
                  + formula
                  + ")";
    }
    return formula;
  }

  /** A Gaussian about a minimum, or evenly about it up to a wall that cuts much of it off. */
  private String about(double minimum, int i) {
    double width = look.scan().width(i) / 2;
    BigDecimal unit = Choices.unit(width);
    Optional<ReferenceEnergy.Ends> near =
        look.reference()
            .ends(i)
            .filter(ends -> ends.kind() != Boundary.Kind.PERIODIC)
            .filter(ends -> Math.min(minimum - ends.from(), ends.to() - minimum) < ROOM * width);
    if (near.isPresent()) {
      double low = Math.max(near.get().from(), minimum - NEAR * width);
      double high = Math.min(near.get().to(), minimum + NEAR * width);
      return uniform(low, high, unit);
    }
    return "normal("
        + Choices.plain(Choices.multiple(minimum, unit, RoundingMode.HALF_EVEN))
        + ", "
        + Choices.plain(Choices.round(width, 2, RoundingMode.DOWN))
        + ")";
  }

  /** In round numbers, within the range. */
  private static String uniform(double low, double high, BigDecimal unit) {
    return "uniform("
        + Choices.plain(Choices.multiple(low, unit, RoundingMode.CEILING))
        + ", "
        + Choices.plain(Choices.multiple(high, unit, RoundingMode.FLOOR))
        + ")";
  }

  /** Commas between brackets would part a list. */
  private static String quoted(String formula) {
    return "\"" + formula + "\"";
  }

  /** Below it lies such a share of the sines. */
  private static String share(int part, int of) {
    return Choices.plain(
        Choices.multiple(-StrictMath.cos(Math.PI * part / of), DIGITS, RoundingMode.HALF_EVEN));
  }
}
