package perrin.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.experiment.Experiment;
import perrin.statistics.landscape.CoolingSchedule;
import perrin.statistics.landscape.EnergyMap;
import perrin.statistics.landscape.Minimum;
import perrin.statistics.landscape.Range;
import perrin.statistics.landscape.Saddle;
import perrin.statistics.landscape.Spot;

/**
 * Minima and saddles as one JSON object; they are numbered from 1, and what does not exist is
 * {@code null}.
 */
public final class LandscapeJson {
  private final List<String> names;
  private final EnergyMap map;

  private LandscapeJson(List<String> names, EnergyMap map) {
    this.names = names;
    this.map = map;
  }

  /** On several lines. */
  public static String of(Experiment experiment, EnergyMap map) {
    var json = new LandscapeJson(experiment.coordinates().componentNames(), map);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", experiment.title());
    all.put("ranges", json.ranges());
    all.put("mesh_points", map.points());
    all.put("seen", map.seen().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    all.put("tolerance", map.tolerance());
    all.put("critical_depth", map.criticalDepth());
    var schedule = CoolingSchedule.of(map);
    all.put("temperature_by_step", schedule.map(CoolingSchedule::byStep).orElse(null));
    all.put("temperature_by_time", schedule.map(CoolingSchedule::byTime).orElse(null));
    all.put("minima", json.minima());
    all.put("saddles", json.saddles());
    return JsonText.of(all);
  }

  private Map<String, Object> ranges() {
    Map<String, Object> ranges = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Range range = map.ranges().get(i);
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("from", range.from());
      one.put("to", range.to());
      one.put("ends", range.end().name().toLowerCase(Locale.ROOT));
      ranges.put(names.get(i), one);
    }
    return ranges;
  }

  private List<Object> minima() {
    List<Object> all = new ArrayList<>();
    for (Minimum minimum : map.minima()) {
      Map<String, Object> one = spot(all.size() + 1, minimum.spot());
      one.put("global", minimum.global());
      one.put("depth", minimum.depth());
      one.put("barrier", minimum.barrier());
      one.put("into", minimum.into() < 0 ? null : minimum.into() + 1);
      one.put("over_saddle", minimum.over() < 0 ? null : minimum.over() + 1);
      all.add(one);
    }
    return all;
  }

  private List<Object> saddles() {
    List<Object> all = new ArrayList<>();
    for (Saddle saddle : map.saddles()) {
      Map<String, Object> one = spot(all.size() + 1, saddle.spot());
      one.put("between", List.of(saddle.first() + 1, saddle.second() + 1));
      one.put("joins", saddle.joins());
      all.add(one);
    }
    return all;
  }

  private Map<String, Object> spot(int number, Spot spot) {
    Map<String, Object> one = new LinkedHashMap<>();
    Map<String, Object> at = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      at.put(names.get(i), spot.at().get(i));
    }
    one.put("number", number);
    one.put("at", at);
    one.put("energy", spot.energy());
    one.put("kind", spot.kind().name().toLowerCase(Locale.ROOT));
    one.put("edge", spot.edges().stream().map(names::get).toList());
    return one;
  }
}
