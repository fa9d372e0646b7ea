package perrin.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.yaml.YamlNode;
import perrin.yaml.YamlParser;

/**
 * One {@code --set key=value}: puts a value into the file's tree before it is read, so that options
 * obey the same rules as the file.
 */
final class Overrides {
  private static final String OPTION = "--set ";

  private final String source;
  private final Location where;
  private final List<String> path;
  private final YamlNode value;

  private Overrides(String set, String label) {
    int equals = set.indexOf('=');
    source = label + shown(set.replaceAll("\\s+", " "), equals);
    path = equals < 0 ? List.of() : List.of(set.substring(0, equals).strip().split("\\.", -1));
    where = new Location(source, 1, label.length() + 1);
    if (path.isEmpty() || path.stream().anyMatch(String::isBlank)) {
      throw new ExperimentException(where, "", "must be key=value, such as --set walkers=1e5");
    }
    var text = set.substring(equals + 1);
    value = YamlParser.parseOption(text, source, label.length() + equals + 1);
  }

  /** A long value, and a longer key, are cut off. */
  private static String shown(String set, int equals) {
    return equals < 0 || equals > set.length()
        ? Shown.shortened(set)
        : Shown.shortened(set.substring(0, equals))
            + "="
            + Shown.shortened(set.substring(equals + 1));
  }

  /** The tree with all options put into it, in their order. */
  static YamlNode apply(YamlNode root, List<String> sets) {
    return apply(root, sets, OPTION);
  }

  /**
   * @param label what complaints call where a value comes from
   */
  static YamlNode apply(YamlNode root, List<String> sets, String label) {
    var changed = root;
    for (var set : sets) {
      var override = new Overrides(set, label);
      changed = override.put(Optional.of(changed), 0);
    }
    return changed;
  }

  private YamlNode put(Optional<YamlNode> old, int depth) {
    if (depth == path.size()) {
      return value;
    }
    var map = asMap(old, depth);
    var key = path.get(depth);
    if (depth == path.size() - 1 && value instanceof YamlNode.Text text && text.isNull()) {
      return without(map, key);
    }
    var child = Optional.ofNullable(map.entries().get(key)).map(YamlNode.Entry::value);
    return map.with(key, new YamlNode.Entry(where, put(child, depth + 1)));
  }

  /** Without a key that may be there or not; one that cannot be there was misspelt. */
  private YamlNode.Mapping without(YamlNode.Mapping map, String key) {
    boolean known = path.size() == 1 && ExperimentKeys.ALL.contains(key);
    if (!known && !map.entries().containsKey(key)) {
      var hint = Nearest.hint("one", key, map.entries().keySet());
      throw new ExperimentException(where, String.join(".", path), "no such key to remove" + hint);
    }
    return map.without(key);
  }

  private YamlNode.Mapping asMap(Optional<YamlNode> old, int depth) {
    if (old.isEmpty() || old.get() instanceof YamlNode.Text text && text.isNull()) {
      return new YamlNode.Mapping(Map.of(), where);
    }
    return switch (old.get()) {
      case YamlNode.Mapping map -> map;
      case YamlNode.Text name when depth == 1 && isLibraryName(name.value()) -> named(name);
      case YamlNode.Text text -> throw notMap(text, depth);
      case YamlNode.Sequence list -> throw notMap(list, depth);
    };
  }

  /** {@code method: baoab} says the same as {@code method: {name: baoab}}. */
  private YamlNode.Mapping named(YamlNode.Text name) {
    return new YamlNode.Mapping(
        Map.of("name", new YamlNode.Entry(name.where(), name)), name.where());
  }

  private boolean isLibraryName(String name) {
    return switch (path.getFirst()) {
      case "method" -> true;
      case "energy" -> Library.energies().contains(name);
      default -> false;
    };
  }

  private ExperimentException notMap(YamlNode old, int depth) {
    boolean isParameter = path.getFirst().equals("energy") && !path.getLast().equals("name");
    var remedy = isParameter ? "; set parameters." + path.getLast() : "; set all of it";
    return new ExperimentException(
        where,
        String.join(".", path.subList(0, depth)),
        Shown.shortened(old.toString()) + ", has no keys to set" + remedy);
  }
}
