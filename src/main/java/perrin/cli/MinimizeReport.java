package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import perrin.output.BestRecord;
import perrin.run.minimize.Minimized;
import perrin.run.text.Notice;
import perrin.statistics.landscape.Range;
import perrin.statistics.verdict.Digits;

/** What {@code perrin minimize} prints for people; of rounds while somebody is watching. */
final class MinimizeReport implements Notice {
  private static final int DIGITS = 10;
  private static final int MOST_SHOWN = 12;

  private final Terminal terminal;
  private final boolean quiet;

  MinimizeReport(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public void accept(String text) {
    if (!quiet) {
      terminal.complain(text);
    }
  }

  @Override
  public void urgent(String text) {
    terminal.complain(text);
  }

  /** A round has ended. */
  void round(Minimized.Round round) {
    if (!quiet && terminal.columns() > 0) {
      terminal.complain(
          String.format(
              Locale.ROOT,
              "%s steps, kT from %.3g to %.3g: lowest %s",
              Numbers.count(round.steps()),
              round.hot(),
              round.cold(),
              Digits.rounded(round.lowest(), DIGITS)));
    }
  }

  void end(Minimized found, Path written) {
    terminal.print(
        Paragraph.wrapped("minimum: " + Digits.rounded(found.energy(), 15) + place(found), 0));
    terminal.print("");
    terminal.print(Paragraph.wrapped(howSure(found), 0));
    walls(found);
    terminal.print("");
    terminal.print(table(found));
    terminal.print("");
    terminal.print(Paragraph.wrapped("looked at: " + where(found), 0));
    terminal.print(
        String.format(
            Locale.ROOT,
            "time: %.1f s, first seen after %.1f s; %.2g walker-steps",
            found.took(),
            found.seconds(),
            found.walkerSteps()));
    terminal.printLine("run file: " + written);
  }

  private static String place(Minimized found) {
    List<String> names = found.experiment().coordinates().componentNames();
    List<String> place = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_SHOWN, names.size()); i++) {
      place.add(names.get(i) + " = " + Digits.rounded(found.at()[i], DIGITS));
    }
    return " at "
        + String.join(", ", place)
        + (names.size() > MOST_SHOWN ? ", ... (all are in the run file, /best/polished)" : "");
  }

  /** Why the search ended, and what that says. */
  private static String howSure(Minimized found) {
    Minimized.Round last = found.rounds().getLast();
    int again = found.again();
    String ended =
        switch (found.end()) {
          case FOUND_AGAIN -> "The last " + again + " rounds have all ended here. ";
          case TARGET -> "That is as low as was wanted. ";
          case TIME, STOPPED ->
              (found.end() == Minimized.End.TIME ? "Time is up; " : "It was told to end; ")
                  + (again == 0
                      ? "the last round did not find it again: look longer, with --seconds. "
                      : again == 1
                          ? "only the last round has found it: look longer, with --seconds. "
                          : "the last " + again + " rounds have all ended here. ");
        };
    long walkers =
        found.rounds().reversed().stream().limit(again).mapToLong(Minimized.Round::walkers).sum();
    return ended
        + (found.missed().isPresent()
            ? "The target, "
                + Digits.rounded(found.missed().getAsDouble(), 6)
                + ", was not reached. "
            : "")
        + (again > 0 && last.found() > 0
            ? String.format(
                Locale.ROOT,
                "Of the last round's %s walkers %s came here by themselves, to within %s of the energy."
                    + " None of the %s walkers of these rounds met a lower place: a place that more"
                    + " than %.2g of them find would have been seen, at 95 %% confidence. ",
                Numbers.count(last.walkers()),
                Numbers.count(last.found()),
                Digits.rounded(within(found), 3),
                Numbers.count(walkers),
                3.0 / walkers)
            : "No walker came here by itself, only descents from the lowest places did: how likely a"
                + " lower place is, that does not say. ")
        + "This is no proof: a basin that walkers hardly find is not excluded.";
  }

  private static double within(Minimized found) {
    BestRecord best = found.run().only().best().orElseThrow();
    return best.within();
  }

  /** Where the minimum is at an end of its range, the energy may fall on beyond. */
  private void walls(Minimized found) {
    List<String> names = found.experiment().coordinates().componentNames();
    List<String> ends = new ArrayList<>();
    List<String> walls = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Range range = found.ranges().ranges().get(i);
      double near = 1e-9 * range.length();
      if (found.at()[i] < range.from() + near || found.at()[i] > range.to() - near) {
        switch (range.end()) {
          case PERIODIC -> {}
          case WALL -> walls.add(names.get(i) + " = " + Digits.rounded(found.at()[i], 6));
          case OPEN -> ends.add(names.get(i));
        }
      }
    }
    if (!walls.isEmpty()) {
      terminal.print(Paragraph.wrapped("It lies on the wall " + String.join(", ", walls) + ".", 0));
    }
    if (!ends.isEmpty()) {
      terminal.print(
          Paragraph.wrapped(
              "At an end of where was looked: "
                  + String.join(", ", ends)
                  + ". Beyond, the energy may be lower; --from and --to say where to look.",
              0));
    }
  }

  private static String table(Minimized found) {
    List<String> heads = List.of("round", "steps", "kT from", "to", "lowest", "walkers there", "s");
    List<List<String>> rows = new ArrayList<>();
    for (Minimized.Round round : found.rounds()) {
      rows.add(
          List.of(
              Integer.toString(rows.size() + 1),
              Numbers.count(round.steps()),
              String.format(Locale.ROOT, "%.3g", round.hot()),
              String.format(Locale.ROOT, "%.3g", round.cold()),
              Digits.rounded(round.lowest(), DIGITS),
              Numbers.count(round.found()),
              String.format(Locale.ROOT, "%.2f", round.seconds())));
    }
    return new TextTable(1, heads, rows, Paragraph.COLUMNS).text().stripTrailing();
  }

  private static String where(Minimized found) {
    List<String> names = found.experiment().coordinates().componentNames();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Range range = found.ranges().ranges().get(i);
      String ends = Digits.rounded(range.from(), 6) + " to " + Digits.rounded(range.to(), 6);
      if (i == 0 || !range.equals(found.ranges().ranges().get(i - 1))) {
        parts.add(names.get(i) + " from " + ends);
      }
    }
    int shown = Math.min(MOST_SHOWN, parts.size());
    return String.join("; ", parts.subList(0, shown))
        + (parts.size() > shown
            ? "; ..."
            : parts.size() < names.size() ? " and all others likewise" : "")
        + " ("
        + found.ranges().source()
        + ")";
  }
}
