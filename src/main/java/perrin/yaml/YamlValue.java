package perrin.yaml;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.errors.Shown;
import perrin.errors.Synonyms;

/**
 * One value of a YAML file and the strict conversions of it.
 *
 * @param path dotted path of its key, for complaints
 */
public record YamlValue(YamlNode node, String path) {
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_LIMIT = BigInteger.ONE.shiftLeft(63);
  private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

  public YamlValue {
    if (node instanceof YamlNode.Text text && text.isNull()) {
      throw new ExperimentException(text.where(), path, "has no value");
    }
  }

  String text() {
    return text("text");
  }

  /**
   * @param kind what the text is to be, for the complaint: {@code a formula}
   */
  public String text(String kind) {
    return scalar(kind).value();
  }

  public boolean isList() {
    return node instanceof YamlNode.Sequence;
  }

  public Location where() {
    return node.where();
  }

  double number() {
    return scalar("a number")
        .number()
        .filter(Double::isFinite)
        .orElseThrow(() -> mustBe("a number, such as 0.5"));
  }

  /** An integer of 64 bits. */
  long integer() {
    return integer(LONG_LIMIT);
  }

  /** Any 64 bits, written as a signed or as an unsigned integer. */
  long bits() {
    return integer(UNSIGNED_LIMIT);
  }

  int smallInteger() {
    long value = integer();
    if (value != (int) value) {
      throw error(value + ", must fit in 32 bits");
    }
    return (int) value;
  }

  /** One of a few words, given with what each stands for. */
  <T> T word(Map<String, T> words) {
    var word = scalar("a word").value();
    if (!words.containsKey(word)) {
      throw mustBe(String.join(" or ", words.keySet().stream().sorted().toList()));
    }
    return words.get(word);
  }

  public boolean isText() {
    return node instanceof YamlNode.Text;
  }

  /** The same map without one key, if it has it. */
  public YamlValue without(String key) {
    return node instanceof YamlNode.Mapping map ? new YamlValue(map.without(key), path) : this;
  }

  public YamlMap map() {
    if (!(node instanceof YamlNode.Mapping map)) {
      throw mustBe("a map, " + shape("{name: value}"));
    }
    return new YamlMap(map, path);
  }

  public List<YamlValue> list() {
    if (!(node instanceof YamlNode.Sequence list)) {
      throw mustBe("a list, " + shape("[a, b]"));
    }
    return list.items().stream().map(item -> new YamlValue(item, path)).toList();
  }

  public ExperimentException error(String problem) {
    return new ExperimentException(node.where(), path, problem);
  }

  /** The value as complaints quote it. */
  String shown() {
    boolean quoted = node instanceof YamlNode.Text text && !text.plain();
    var text = quoted ? "\"" + node + "\"" : node.toString();
    return Shown.shortened(text);
  }

  private long integer(BigInteger limit) {
    var value =
        scalar("an integer")
            .integer()
            .orElseThrow(() -> mustBe("an integer, such as 1000, 1_000 or 1e3"));
    if (value.compareTo(LONG_MIN) < 0 || value.compareTo(limit) >= 0) {
      throw error(shown() + ", must fit in 64 bits");
    }
    return value.longValue();
  }

  private YamlNode.Text scalar(String kind) {
    if (!(node instanceof YamlNode.Text text)) {
      throw mustBe(kind);
    }
    return text;
  }

  /** What the value of this key looks like. */
  private String shape(String unknown) {
    var key = path.replaceFirst("\\.[^.]*$", ".*"); // a map within a map: histograms.x
    return Synonyms.answer("shape " + key, key).map("such as "::concat).orElse(unknown);
  }

  private ExperimentException mustBe(String kind) {
    var meant = Synonyms.hint("value " + path, node.toString());
    return error(shown() + ", must be " + kind + meant);
  }
}
