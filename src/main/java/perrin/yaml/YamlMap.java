package perrin.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import perrin.errors.BadValue;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.errors.Nearest;
import perrin.errors.Synonyms;

/**
 * A strict view of one map of a YAML file. Every getter names its key; {@link #finish} then
 * complains about the keys that nobody asked for. All complaints are {@link ExperimentException}s
 * with the place of the value.
 */
public final class YamlMap {
  private static final String LATER = "not available in this version yet";

  private final YamlNode.Mapping node;
  private final String path;
  private final Set<String> known = new LinkedHashSet<>();

  YamlMap(YamlNode.Mapping node, String path) {
    this.node = node;
    this.path = path;
  }

  /**
   * Reads a whole file.
   *
   * @param source the file's name in complaints
   */
  public static YamlMap parse(String yaml, String source) {
    return of(YamlParser.parse(yaml, source));
  }

  public static YamlMap of(YamlNode root) {
    if (root instanceof YamlNode.Text text && text.isNull()) {
      throw new ExperimentException(Location.whole(root.where().source()), "", "the file is empty");
    }
    if (root instanceof YamlNode.Mapping map) {
      return new YamlMap(map, "");
    }
    throw new ExperimentException(
        root.where(), "", "must be a map of keys and values, such as \"dt: 0.01\"");
  }

  public Location where() {
    return node.where();
  }

  /** Place of the value at a dotted path below this map, or of what comes nearest to it. */
  public Location where(String dotted) {
    YamlNode at = node;
    var left = dotted;
    while (at instanceof YamlNode.Mapping map) {
      int dot = left.indexOf('.');
      var key = dot < 0 || map.entries().containsKey(left) ? left : left.substring(0, dot);
      if (!map.entries().containsKey(key)) {
        break;
      }
      at = map.entries().get(key).value();
      left = left.substring(Math.min(left.length(), key.length() + 1));
    }
    return at.where();
  }

  /** All keys, in the order written. */
  public Set<String> keys() {
    return node.entries().keySet();
  }

  public boolean has(String key) {
    return optional(key).isPresent();
  }

  public boolean isText(String key) {
    return optional(key).filter(value -> value.node() instanceof YamlNode.Text).isPresent();
  }

  public boolean isList(String key) {
    return optional(key).filter(value -> value.node() instanceof YamlNode.Sequence).isPresent();
  }

  public boolean isMap(String key) {
    return optional(key).filter(value -> value.node() instanceof YamlNode.Mapping).isPresent();
  }

  /** A value that must be there. */
  public YamlValue value(String key) {
    return optional(key).orElseThrow(() -> missing(key));
  }

  /** A value; empty where the key is missing. */
  public Optional<YamlValue> optional(String key) {
    known.add(key);
    return Optional.ofNullable(node.entries().get(key))
        .map(entry -> new YamlValue(entry.value(), path(key)));
  }

  public String text(String key) {
    return value(key).text();
  }

  public Optional<String> optionalText(String key) {
    return optional(key).map(YamlValue::text);
  }

  /** A list of numbers, or of lists of numbers of equal length. */
  public NestedList<Double> numberArray(String key) {
    return NestedList.read(value(key), YamlValue::number);
  }

  /** An integer of 64 bits; 1_000_000 and 1e6 are integers too. */
  public long integer(String key) {
    return value(key).integer();
  }

  public Optional<Long> optionalInteger(String key) {
    return optional(key).map(YamlValue::integer);
  }

  /** An integer of 32 bits. */
  public int smallInteger(String key) {
    return value(key).smallInteger();
  }

  /** Any 64 bits, written as a signed or as an unsigned integer. */
  public Optional<Long> optionalBits(String key) {
    return optional(key).map(YamlValue::bits);
  }

  public double number(String key) {
    return value(key).number();
  }

  public boolean optionalTruth(String key) {
    return optionalWord(key, Map.of("true", true, "false", false)).orElse(false);
  }

  public Optional<Double> optionalNumber(String key) {
    return optional(key).map(YamlValue::number);
  }

  /** One of a few words, given with what each stands for. */
  public <T> Optional<T> optionalWord(String key, Map<String, T> words) {
    return optional(key).map(value -> value.word(words));
  }

  /** One of a few words that must be there. */
  public <T> T word(String key, Map<String, T> words) {
    return value(key).word(words);
  }

  public YamlMap map(String key) {
    return value(key).map();
  }

  public Optional<YamlMap> optionalMap(String key) {
    return optional(key).map(YamlValue::map);
  }

  /** The maps of a key whose value is a map of maps, by name; empty where the key is missing. */
  public Map<String, YamlMap> maps(String key) {
    var maps = new LinkedHashMap<String, YamlMap>();
    optionalMap(key).ifPresent(map -> map.keys().forEach(name -> maps.put(name, map.map(name))));
    return maps;
  }

  public List<YamlMap> mapList(String key) {
    return value(key).list().stream().map(YamlValue::map).toList();
  }

  public List<String> texts(String key) {
    return value(key).list().stream().map(YamlValue::text).toList();
  }

  public List<Double> numbers(String key) {
    return value(key).list().stream().map(YamlValue::number).toList();
  }

  public List<Integer> smallIntegers(String key) {
    return value(key).list().stream().map(YamlValue::smallInteger).toList();
  }

  /**
   * All keys but one, each of which must be valid.
   *
   * @param kind what a key is, for the complaint: {@code parameter of baoab}
   */
  public List<String> keysBut(String key, String kind, Set<String> valid) {
    var others = keys().stream().filter(other -> !other.equals(key)).toList();
    for (var other : others) {
      if (!valid.contains(other)) {
        var known = Synonyms.hint("parameter", other);
        var hint = known.isEmpty() ? Nearest.hintOrAll("one", "ones", other, valid, "") : known;
        throw new ExperimentException(
            node.entries().get(other).key(), path(other), "unknown " + kind + hint);
      }
    }
    return others;
  }

  /**
   * Recognises a key that this version does not carry out; it may be there with its neutral value.
   *
   * @param neutral the value that asks for nothing, in flow style: {@code {}} or {@code false}
   */
  public void later(String key, String neutral) {
    optional(key)
        .filter(value -> !value.node().toString().equals(neutral))
        .ifPresent(value -> {
          var remedy = neutral.equals("{}") ? "; remove it" : "; only " + neutral + " is";
          throw value.error(LATER + remedy);
        });
  }

  /** Complains about the first key that is not one of these, before any of them is read. */
  public void requireOnly(Set<String> keys) {
    known.addAll(keys);
    finish();
  }

  /** Complains about all keys that are missing at once. */
  public void requireAll(Collection<String> required) {
    var absent = required.stream().filter(key -> !has(key)).toList();
    if (absent.size() > 1) {
      throw new ExperimentException(
          where(), path, Nearest.listed(absent) + " are missing; they must be given");
    }
    if (!absent.isEmpty()) {
      throw missing(absent.getFirst());
    }
  }

  /** Complains about the first key that no getter asked for. */
  public void finish() {
    keys().stream()
        .filter(key -> !known.contains(key))
        .findFirst()
        .ifPresent(key -> {
          throw unknown(key);
        });
  }

  /** Builds a record of this map's values; what the record refuses gets its place from here. */
  public <T> T build(Supplier<T> record) {
    try {
      return record.get();
    } catch (BadValue e) {
      throw error(e.field(), e.problem());
    }
  }

  /** A complaint about the value of a key or dotted path, or about its absence. */
  public ExperimentException error(String key, String problem) {
    return new ExperimentException(where(key), path(key), problem);
  }

  private ExperimentException unknown(String key) {
    return new ExperimentException(
        node.entries().get(key).key(), path(key), "unknown key" + instead(key));
  }

  /** The answer of the table, a key that is near, or all keys that there are. */
  private String instead(String key) {
    var hint = Synonyms.hint(kind(), key);
    return hint.isEmpty()
        ? Nearest.hintOrAll(
            "valid key", "keys here", key, known, "; docs/experiment-file.md lists all")
        : hint;
  }

  /** What the table calls the keys of this map. */
  private String kind() {
    return path.isEmpty() ? "key" : "key " + path.split("\\.", 2)[0];
  }

  /** A missing key is most often a misspelt one, or another's word: then that is the complaint. */
  private ExperimentException missing(String key) {
    return keys().stream()
        .filter(written -> !known.contains(written))
        .filter(written ->
            Nearest.isClose(written, key) || Synonyms.answer(kind(), written).isPresent())
        .findFirst()
        .map(this::unknown)
        .orElseGet(() -> new ExperimentException(where(), path(key), "missing; it must be given"));
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
