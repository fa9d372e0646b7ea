package perrin.experiment;

import java.util.List;

/**
 * What this version reads and checks, but does not carry out. A line goes when a version carries it
 * out.
 */
final class NotYet {
  private NotYet() {}

  static void refuse(YamlMap file) {
    for (var key : List.of("trajectories")) {
      file.later(key, "{}");
    }
  }
}
