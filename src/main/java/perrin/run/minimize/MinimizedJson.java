package perrin.run.minimize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.report.JsonText;
import perrin.statistics.landscape.Range;

/** What a search has come to as one JSON object. */
public final class MinimizedJson {
  private MinimizedJson() {}

  /**
   * On several lines.
   *
   * @param file where the round that found it is
   */
  public static String of(Minimized found, Path file) {
    List<String> names = found.experiment().coordinates().componentNames();
    Map<String, Object> at = new LinkedHashMap<>();
    Map<String, Object> ranges = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      at.put(names.get(i), found.at()[i]);
      Range range = found.ranges().ranges().get(i);
      Map<String, Object> ends = new LinkedHashMap<>();
      ends.put("from", range.from());
      ends.put("to", range.to());
      ranges.put(names.get(i), ends);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", found.experiment().title());
    all.put("energy", found.energy());
    all.put("at", at);
    all.put("end", found.end().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    all.put("target_missed", found.missed().isPresent() ? found.missed().getAsDouble() : null);
    all.put("last_rounds_that_found_it", found.again());
    all.put("seconds", found.seconds());
    all.put("seconds_in_all", found.took());
    all.put("walker_steps", found.walkerSteps());
    all.put("ranges", ranges);
    all.put("ranges_from", found.ranges().source());
    all.put("rounds", rounds(found));
    all.put("run_file", file.toString());
    return JsonText.of(all);
  }

  private static List<Object> rounds(Minimized found) {
    List<Object> rounds = new ArrayList<>();
    for (Minimized.Round round : found.rounds()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("walkers", round.walkers());
      one.put("steps", round.steps());
      one.put("kT_first", round.hot());
      one.put("kT_last", round.cold());
      one.put("lowest", round.lowest());
      one.put("walkers_there", round.found());
      one.put("seconds", round.seconds());
      rounds.add(one);
    }
    return rounds;
  }
}
