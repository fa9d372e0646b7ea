package perrin.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import perrin.statistics.landscape.EnergyMap;
import perrin.statistics.landscape.Minimum;
import perrin.statistics.verdict.Digits;

/**
 * Which minima join at which energy, as a picture of text: a line for each minimum, from its energy
 * to the saddle at which a lower one takes it in (a disconnectivity graph, Becker &amp; Karplus
 * 1997, turned round).
 */
public final class JoiningPicture {
  private static final int WIDTH = 60;

  private final EnergyMap map;
  private final double low;
  private final double high;
  private final Set<Integer> shown;
  private final List<Integer> rows = new ArrayList<>();

  private JoiningPicture(EnergyMap map, int most) {
    this.map = map;
    shown =
        IntStream.range(0, map.minima().size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -length(i)).thenComparing(i -> i))
            .limit(most)
            .collect(Collectors.toSet());
    low = map.minima().getFirst().energy();
    high = shown.stream().mapToDouble(this::end).filter(Double::isFinite).max().orElse(low);
  }

  /**
   * @param most lines, of the minima that are deepest
   */
  public static String of(EnergyMap map, int most) {
    var picture = new JoiningPicture(map, most);
    return picture.high > picture.low ? picture.text() : "";
  }

  private double length(int minimum) {
    return end(minimum) - map.minima().get(minimum).energy();
  }

  /** The energy at which a minimum is taken in. */
  private double end(int minimum) {
    Minimum m = map.minima().get(minimum);
    return m.into() < 0 ? Double.POSITIVE_INFINITY : map.saddles().get(m.over()).energy();
  }

  private int column(double energy) {
    return energy >= high
        ? WIDTH - 1
        : (int) Math.round((energy - low) / (high - low) * (WIDTH - 1));
  }

  private String text() {
    shown.stream().sorted().filter(i -> map.minima().get(i).into() < 0).forEach(this::addRows);
    char[][] lines = new char[rows.size()][WIDTH + 2];
    for (int row = 0; row < lines.length; row++) {
      Arrays.fill(lines[row], ' ');
      int from = column(map.minima().get(rows.get(row)).energy());
      double end = end(rows.get(row));
      int to = Double.isInfinite(end) ? WIDTH + 1 : column(end);
      Arrays.fill(lines[row], from, to + 1, '-');
      lines[row][from] = 'o';
    }
    for (int row = 0; row < lines.length; row++) {
      Minimum minimum = map.minima().get(rows.get(row));
      if (minimum.into() >= 0) {
        int column = column(end(rows.get(row)));
        int top = rows.indexOf(minimum.into());
        lines[top][column] = lines[top][column] == 'o' ? 'o' : '+';
        for (int between = top + 1; between < row; between++) {
          lines[between][column] = lines[between][column] == ' ' ? '|' : '+';
        }
        lines[row][column] = lines[row][column] == 'o' ? 'o' : '\'';
      }
    }
    int digits = String.valueOf(map.minima().size()).length();
    var text = new StringBuilder();
    for (int row = 0; row < lines.length; row++) {
      String number = String.format(Locale.ROOT, "%" + digits + "d  ", rows.get(row) + 1);
      text.append(number).append(new String(lines[row]).stripTrailing()).append('\n');
    }
    return text.append(axis(digits + 2)).toString();
  }

  /** A minimum, and below it those that it takes in: the first taken in come first. */
  private void addRows(int minimum) {
    rows.add(minimum);
    shown.stream()
        .filter(i -> map.minima().get(i).into() == minimum)
        .sorted(Comparator.comparingDouble(this::end).thenComparing(i -> i))
        .forEach(this::addRows);
  }

  private String axis(int indent) {
    String left = Digits.rounded(low, 6);
    String right = Digits.rounded(high, 6);
    int gap = Math.max(2, WIDTH - left.length() - right.length() / 2 - 1);
    return " ".repeat(indent) + left + " ".repeat(gap) + right;
  }
}
