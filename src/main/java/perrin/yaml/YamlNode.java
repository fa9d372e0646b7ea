package perrin.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import perrin.errors.Location;

/** A YAML value with its place. {@code toString} is the value in flow style, on one line. */
public sealed interface YamlNode {
  Location where();

  /**
   * @param plain whether it stood without quotes and not as a block text
   */
  record Text(String value, boolean plain, Location where) implements YamlNode {
    private static final Set<String> NULLS = Set.of("", "~", "null");
    private static final Pattern NUMBER =
        Pattern.compile("[+-]?+(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?+\\d++)?+");

    /**
     * At most two digits of exponent: nothing larger fits, and 1e999999999 must not be expanded.
     */
    private static final Pattern INTEGER =
        Pattern.compile("[+-]?\\d+(_\\d+)*|[+-]?\\d+(\\.\\d+)?[eE]\\+?\\d{1,2}");

    /**
     * More than 64 bits take, however they are written; and so short that a match, which recurs
     * over the groups of digits, and the conversion, which takes the square of their number, are
     * nothing.
     */
    private static final int LONGEST_INTEGER = 200;

    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int LONGEST_OF_DIGITS = 18;

    public boolean isNull() {
      return plain && NULLS.contains(value.toLowerCase(Locale.ROOT));
    }

    /** Its value if it is written as a number; infinite where it is too large. */
    Optional<Double> number() {
      return plain && NUMBER.matcher(value).matches()
          ? Optional.of(Double.valueOf(value))
          : Optional.empty();
    }

    /** Its value if it is written as an integer: 1000, 1_000, 1e3. */
    Optional<BigInteger> integer() {
      boolean bounded = value.length() <= LONGEST_INTEGER;
      if (!plain || !bounded || !INTEGER.matcher(value).matches()) {
        return Optional.empty();
      }
      if (value.length() <= LONGEST_OF_DIGITS && DIGITS.matcher(value).matches()) {
        return Optional.of(BigInteger.valueOf(Long.parseLong(value))); // most are, and soon read
      }
      var exact = new BigDecimal(value.replace("_", "")).stripTrailingZeros();
      return exact.scale() <= 0 ? Optional.of(exact.toBigIntegerExact()) : Optional.empty();
    }

    @Override
    public String toString() {
      return value.strip().replaceAll("\\s+", " ");
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, Location where) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.toString();
    }
  }

  /** A map, in the order written. */
  record Mapping(Map<String, Entry> entries, Location where) implements YamlNode {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** This map with one entry put or replaced; a new one comes last. */
    public Mapping with(String key, Entry entry) {
      var changed = new LinkedHashMap<>(entries);
      changed.put(key, entry);
      return new Mapping(changed, where);
    }

    /** This map without one entry, if it has it. */
    public Mapping without(String key) {
      var changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Mapping(changed, where);
    }

    /** This map with a key that it lacks. */
    public Mapping withMissing(String key, YamlNode value) {
      return entries.containsKey(key) ? this : with(key, new Entry(value.where(), value));
    }

    /** A value in a map within this one; null where there is none. */
    public YamlNode at(String key, String within) {
      return entries.containsKey(key)
              && entries.get(key).value() instanceof Mapping map
              && map.entries.containsKey(within)
          ? map.entries.get(within).value()
          : null;
    }

    @Override
    public String toString() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue().value())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /**
   * One key of a map.
   *
   * @param key place of the key itself
   */
  record Entry(Location key, YamlNode value) {}
}
