package perrin.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perrin.statistics.WalkerArray;

/** Which arrays are components of one vector: x[0], x[1], … become x. */
final class Vectors {
  private static final Pattern COMPONENT = Pattern.compile("(.+)\\[(\\d+)\\]");

  private Vectors() {}

  /**
   * Puts the components of each vector together.
   *
   * @param arrays by name, the components of a vector in order
   * @return by name, the components of a vector or the one array of a number
   */
  static Map<String, List<WalkerArray>> of(Map<String, WalkerArray> arrays) {
    Map<String, List<WalkerArray>> vectors = new LinkedHashMap<>();
    arrays.forEach((name, array) -> {
      Matcher component = COMPONENT.matcher(name);
      boolean isComponent = component.matches();
      List<WalkerArray> found =
          vectors.computeIfAbsent(isComponent ? component.group(1) : name, n -> new ArrayList<>());
      if (found.size() != (isComponent ? Integer.parseInt(component.group(2)) : 0)) {
        throw new IllegalArgumentException(
            "'" + name + "' comes after " + found.size() + " others");
      }
      found.add(array);
    });
    return vectors;
  }
}
