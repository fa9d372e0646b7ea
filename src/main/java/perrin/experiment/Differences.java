package perrin.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import perrin.errors.ExperimentException;
import perrin.errors.Shown;
import perrin.yaml.YamlNode;
import perrin.yaml.YamlParser;

/** Where two experiments differ: {@code temperature: 0.5 there, 0.6 here}. */
public final class Differences {
  /** More keys than these are counted only. */
  private static final int MOST_SHOWN = 3;

  private static final int LONGEST = 40;

  private Differences() {}

  /**
   * The keys that differ, in words of one line.
   *
   * @param there canonical JSON
   * @param here canonical JSON
   * @param besides keys that may differ
   * @return empty where none does, and all are in the same order
   * @throws ExperimentException where one is none
   */
  public static String of(String there, String here, String... besides) {
    var a = flat(there);
    var b = flat(here);
    var keys = new LinkedHashSet<>(a.keySet());
    keys.addAll(b.keySet());
    keys.removeAll(List.of(besides));
    List<String> words = new ArrayList<>();
    for (var key : keys) {
      if (!a.getOrDefault(key, "").equals(b.getOrDefault(key, ""))) {
        words.add(key + ": " + shown(a.get(key)) + " there, " + shown(b.get(key)) + " here");
      }
    }
    if (words.isEmpty()) {
      return order(a, b, List.of(besides));
    }
    int more = words.size() - MOST_SHOWN;
    return String.join("; ", words.subList(0, Math.min(MOST_SHOWN, words.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /**
   * The keys in which some of several experiments differ, with the value in each of them.
   *
   * @param experiments canonical JSON
   * @return values in the order of the experiments, short enough for a table; {@code -} where an
   *     experiment has no such key
   * @throws ExperimentException where one is none
   */
  public static Map<String, List<String>> among(List<String> experiments) {
    var all = experiments.stream().map(Differences::flat).toList();
    var keys = new LinkedHashSet<String>();
    all.forEach(each -> keys.addAll(each.keySet()));
    var differing = new LinkedHashMap<String, List<String>>();
    for (var key : keys) {
      if (all.stream().map(each -> each.getOrDefault(key, "")).distinct().count() > 1) {
        differing.put(
            key,
            all.stream()
                .map(each -> each.get(key))
                .map(value -> value == null ? "-" : shown(value))
                .toList());
      }
    }
    return differing;
  }

  /** Where the order of keys has a meaning, canonical JSON has it; it numbers draws and axes. */
  private static String order(
      Map<String, String> there, Map<String, String> here, List<String> besides) {
    List<String> a = new ArrayList<>(there.keySet());
    List<String> b = new ArrayList<>(here.keySet());
    a.removeAll(besides);
    b.removeAll(besides);
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).equals(b.get(i))) {
        return "the order of its keys: " + a.get(i) + " there, " + b.get(i) + " here";
      }
    }
    return "";
  }

  private static String shown(String value) {
    return value == null ? "nothing" : Shown.shortened(value, LONGEST);
  }

  private static Map<String, String> flat(String json) {
    var leaves = new LinkedHashMap<String, String>();
    add("", YamlParser.parse(json, "experiment"), leaves);
    return leaves;
  }

  private static void add(String path, YamlNode node, Map<String, String> leaves) {
    if (node instanceof YamlNode.Mapping map) {
      map.entries()
          .forEach(
              (key, entry) -> add(path.isEmpty() ? key : path + "." + key, entry.value(), leaves));
    } else {
      leaves.put(path, node.toString());
    }
  }
}
