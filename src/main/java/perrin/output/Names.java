package perrin.output;

import java.util.Collection;

/** Names of groups and datasets. */
final class Names {
  private static final int LONGEST = 200;

  private Names() {}

  /** Refuses names that HDF5 or jHDF would take for paths or write wrongly. */
  static void check(Collection<String> names) {
    for (String name : names) {
      if (name.isEmpty()
          || name.length() > LONGEST
          || name.indexOf('/') >= 0
          || name.equals(".")
          || name.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "'" + name + "' cannot name a dataset: 1 to " + LONGEST + " characters without '/'");
      }
    }
  }
}
