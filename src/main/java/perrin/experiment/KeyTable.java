package perrin.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of an experiment, as its reader knows them, for people to look up. */
public final class KeyTable {
  private KeyTable() {}

  /** When a key may be left out. */
  public enum Need {
    GIVEN("must be given"),
    CHOSEN("chosen where it is left out"),
    FREE("may be left out"),
    LATER("not in this version");

    private final String words;

    Need(String words) {
      this.words = words;
    }

    /** As it is printed. */
    public String words() {
      return words;
    }
  }

  /**
   * A key.
   *
   * @param name as it is written
   */
  public record Key(String name, Need need) {}

  /** All keys by what they are about, in the order in which they are read. */
  public static Map<String, List<Key>> all() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("the landscape", Model.KEYS);
    groups.put("the walk", List.of("method"));
    groups.put("time", Clock.KEYS);
    groups.put("walkers", Population.KEYS);
    groups.put("numbers", Numerics.KEYS);
    groups.put("what is measured", Outputs.KEYS);
    List<String> rest = new ArrayList<>(ExperimentKeys.ALL);
    groups.values().forEach(rest::removeAll);
    groups.put("the run as a whole", rest);
    Map<String, List<Key>> all = new LinkedHashMap<>();
    groups.forEach((group, names) ->
        all.put(group, names.stream().map(n -> new Key(n, ExperimentKeys.need(n))).toList()));
    return all;
  }
}
