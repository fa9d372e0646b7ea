package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.errors.Shown;
import perrin.report.JoiningPicture;
import perrin.run.landscape.LandscapeSearch;
import perrin.statistics.landscape.CoolingSchedule;
import perrin.statistics.landscape.EnergyMap;
import perrin.statistics.landscape.Minimum;
import perrin.statistics.landscape.Range;
import perrin.statistics.landscape.Saddle;
import perrin.statistics.landscape.Spot;
import perrin.statistics.verdict.Digits;

/** Minima, saddles and what they mean for cooling, for people. */
final class LandscapeReport {
  /** Minima and saddles in tables, and lines of the picture. */
  private static final int MOST_SHOWN = 20;

  private static final int DIGITS = 12;

  private final Terminal terminal;
  private final LandscapeSearch search;
  private final EnergyMap map;
  private final List<String> names;

  LandscapeReport(Terminal terminal, LandscapeSearch search) {
    this.terminal = terminal;
    this.search = search;
    this.map = search.map();
    this.names = search.experiment().coordinates().componentNames();
  }

  void print() {
    terminal.printLine(search.experiment().title());
    terminal.print(Paragraph.wrapped(where(), 0));
    terminal.print("");
    table(minimumHeads(), minimumRows(), map.minima().size(), "minima");
    if (!map.saddles().isEmpty()) {
      terminal.print("");
      table(saddleHeads(), saddleRows(), map.saddles().size(), "saddles");
    }
    String picture = JoiningPicture.of(map, MOST_SHOWN);
    if (!picture.isEmpty()) {
      terminal.print("");
      terminal.print(picture);
    }
    terminal.print("");
    notes().forEach(note -> terminal.print(Paragraph.wrapped(note, 0)));
    depth();
  }

  private String where() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Range range = map.ranges().get(i);
      parts.add(
          names.get(i)
              + " from "
              + Digits.rounded(range.from(), 6)
              + " to "
              + Digits.rounded(range.to(), 6)
              + (range.end() == Range.End.PERIODIC ? ", periodic" : ""));
    }
    String points = Numbers.count(map.points());
    return "looked at: "
        + String.join("; ", parts)
        + " ("
        + search.ranges().source()
        + "), on "
        + points
        + (names.size() == 1 ? " points" : " × " + points + " points")
        + (map.seen() == EnergyMap.Seen.ALL ? ", which show what a coarser mesh did" : "");
  }

  private void table(List<String> heads, List<List<String>> rows, int all, String what) {
    int width = terminal.columns() == 0 ? 120 : Math.max(terminal.columns(), Paragraph.COLUMNS);
    terminal.print(new TextTable(1, heads, rows, width).text().stripTrailing());
    if (all > rows.size()) {
      terminal.print("… and " + Numbers.count(all - rows.size()) + " more " + what);
    }
  }

  private List<String> minimumHeads() {
    List<String> heads = new ArrayList<>(List.of("minimum"));
    heads.addAll(names);
    heads.addAll(List.of("energy", "depth", "barrier", "taken in by", ""));
    return heads;
  }

  private List<List<String>> minimumRows() {
    List<List<String>> rows = new ArrayList<>();
    for (Minimum minimum : map.minima().stream().limit(MOST_SHOWN).toList()) {
      List<String> row = row(rows.size(), minimum.spot());
      row.add(minimum.global() ? "global" : height(minimum.depth()));
      row.add(height(minimum.barrier()));
      row.add(
          minimum.into() < 0 ? "" : (minimum.into() + 1) + " over saddle " + (minimum.over() + 1));
      row.add(remark(minimum.spot(), "valley"));
      rows.add(row);
    }
    return rows;
  }

  private List<String> saddleHeads() {
    List<String> heads = new ArrayList<>(List.of("saddle"));
    heads.addAll(names);
    heads.addAll(List.of("energy", "between", ""));
    return heads;
  }

  private List<List<String>> saddleRows() {
    List<List<String>> rows = new ArrayList<>();
    for (Saddle saddle : map.saddles().stream().limit(MOST_SHOWN).toList()) {
      List<String> row = row(rows.size(), saddle.spot());
      row.add((saddle.first() + 1) + ", " + (saddle.second() + 1));
      row.add(remark(saddle.spot(), "flat"));
      rows.add(row);
    }
    return rows;
  }

  private static List<String> row(int number, Spot spot) {
    List<String> row = new ArrayList<>(List.of(String.valueOf(number + 1)));
    spot.at().forEach(x -> row.add(signed(x)));
    row.add(signed(spot.energy()));
    return row;
  }

  /** A column's numbers stand below each other whatever their sign is. */
  private static String signed(double value) {
    String text = Digits.rounded(value, DIGITS);
    return text.startsWith("-") ? text : " " + text;
  }

  private static String height(double value) {
    return Double.isInfinite(value) ? "-" : Digits.rounded(value, DIGITS);
  }

  private String remark(Spot spot, String flat) {
    List<String> remarks = new ArrayList<>();
    spot.edges().forEach(i -> remarks.add("at the edge of " + names.get(i)));
    switch (spot.kind()) {
      case SMOOTH -> {}
      case FLAT -> remarks.add(flat);
      case KINK -> remarks.add("kink");
    }
    return String.join(", ", remarks);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (map.minima().stream().anyMatch(m -> map.leansOut(m.spot()))) {
      notes.add(
          "A minimum lies where the range ends, and the energy may fall beyond: what is said holds"
              + " for walkers between walls there (boundaries: reflect(a, b)); or look at a wider"
              + " range, with --from and --to.");
    }
    switch (map.seen()) {
      case ALL -> {}
      case MORE_WITHIN ->
          notes.add(
              "The finest mesh still shows other minima than the one before: there may be more;"
                  + " look at a smaller range, with --from and --to.");
      case MORE_BEYOND ->
          notes.add(
              "Beyond that range there are more minima, and more the further one looks: what is said"
                  + " holds within it; choose your own with --from and --to.");
    }
    return notes;
  }

  private void depth() {
    double depth = map.criticalDepth();
    Optional<CoolingSchedule> schedule = CoolingSchedule.of(map);
    if (depth == 0) {
      String global =
          map.minima().size() == 1
              ? "There is one minimum"
              : (map.globals() == 2 ? "Both" : "All " + map.globals()) + " minima are global";
      terminal.print(
          Paragraph.wrapped(
              "critical depth: d* = 0. "
                  + global
                  + ": walkers are trapped nowhere, however fast they are cooled.",
              0));
      return;
    }
    if (schedule.isEmpty()) {
      terminal.print(
          Paragraph.wrapped(
              "critical depth: infinite. From some minimum no way leads to a lower one: no cooling"
                  + " finds it from there.",
              0));
      return;
    }
    terminal.printLine("critical depth: d* = " + Shown.line(Digits.rounded(depth, DIGITS)));
    terminal.print(
        Paragraph.wrapped(
            "Cooled by c/log, all walkers come to the lowest energy if and only if c >= d* (Hajek"
                + " 1988). By the step n, of which the theorem speaks, and by the time t:",
            0));
    terminal.printLine("  temperature: " + schedule.get().byStep());
    terminal.printLine("  temperature: " + schedule.get().byTime());
  }
}
