package perrin.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.report.JsonText;
import perrin.run.landscape.MetMinima;
import perrin.run.landscape.MetMinima.Met;
import perrin.statistics.verdict.Digits;

/** In which minima a run's walkers are, for people and for programs. */
final class MetMinimaReport {
  private static final int MOST_SHOWN = 20;
  private static final int DIGITS = 12;

  private MetMinimaReport() {}

  static void print(Terminal terminal, String title, MetMinima met) {
    terminal.printLine(title);
    String walkers =
        met.descents() == met.walkers()
            ? "all " + Numbers.count(met.walkers()) + " walkers"
            : "the first "
                + Numbers.count(met.descents())
                + " of "
                + Numbers.count(met.walkers())
                + " walkers";
    terminal.print(
        Paragraph.wrapped(
            "minima below the final states of " + walkers + "; saddles are not searched", 0));
    terminal.print("");
    List<List<String>> rows = new ArrayList<>();
    for (Met each : met.energies().stream().limit(MOST_SHOWN).toList()) {
      rows.add(
          List.of(
              String.valueOf(rows.size() + 1),
              Digits.rounded(each.energy(), DIGITS),
              Digits.rounded(each.energy() - met.energies().getFirst().energy(), 6),
              Numbers.count(each.walkers()),
              Digits.rounded(100.0 * each.walkers() / met.descents(), 3) + " %",
              Numbers.count(each.places())));
    }
    List<String> heads = List.of("", "energy", "above the lowest", "walkers", "share", "places");
    terminal.print(new TextTable(1, heads, rows).text().stripTrailing());
    int more = met.energies().size() - rows.size();
    if (more > 0) {
      terminal.print("… and " + Numbers.count(more) + " more energies");
    }
    if (met.unsettled() > 0) {
      terminal.print("");
      terminal.print(
          Paragraph.wrapped(
              Numbers.count(met.unsettled())
                  + " descents had not come to rest: theirs may be no minima.",
              0));
    }
  }

  static String json(String title, List<String> names, MetMinima met) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", title);
    all.put("walkers", met.walkers());
    all.put("descents", met.descents());
    all.put("unsettled", met.unsettled());
    List<Object> minima = new ArrayList<>();
    for (Met each : met.energies()) {
      Map<String, Object> at = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        at.put(names.get(i), each.at().get(i));
      }
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("energy", each.energy());
      one.put("walkers", each.walkers());
      one.put("places", each.places());
      one.put("at", at);
      minima.add(one);
    }
    all.put("minima", minima);
    return JsonText.of(all);
  }
}
