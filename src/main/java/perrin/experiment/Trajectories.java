package perrin.experiment;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * Whose paths are kept.
 *
 * @param walkers the first so many
 * @param every steps from frame to frame
 * @param interpolate frames that a straight line between two kept ones is cut into; 1 for none
 *     between
 * @param atoms particles that a walker is: its coordinates are theirs; 1 where it is one itself
 */
public record Trajectories(long walkers, long every, int interpolate, int atoms) {
  /** Points on a line between two frames; more say nothing. */
  private static final int MAX_INTERPOLATE = 1000;

  /** What the run file and Java's memory hold of it: 256 MiB in single precision. */
  static final long MAX_VALUES = 1L << 26;

  public Trajectories {
    if (walkers < 1) {
      throw new BadValue("walkers", walkers + ", must be at least 1");
    }
    if (every < 1) {
      throw new BadValue("every", every + ", must be at least 1");
    }
    if (interpolate < 1 || interpolate > MAX_INTERPOLATE) {
      throw new BadValue("interpolate", interpolate + ", must be from 1 to " + MAX_INTERPOLATE);
    }
    if (atoms < 1) {
      throw new BadValue("atoms", atoms + ", must be at least 1");
    }
  }

  static Trajectories read(YamlMap map) {
    map.requireOnly(Set.of("walkers", "every", "interpolate", "atoms"));
    var walkers = map.integer("walkers");
    var every = map.optionalInteger("every").orElse(1L);
    var interpolate = map.has("interpolate") ? map.smallInteger("interpolate") : 1;
    var atoms = map.has("atoms") ? map.smallInteger("atoms") : 1;
    return map.build(() -> new Trajectories(walkers, every, interpolate, atoms));
  }

  /** Atoms are left out where a walker is one: so experiments without them keep their hash. */
  Map<String, Object> json() {
    var json = new TreeMap<String, Object>();
    json.put("walkers", walkers);
    json.put("every", every);
    json.put("interpolate", interpolate);
    if (atoms > 1) {
      json.put("atoms", atoms);
    }
    return json;
  }

  /**
   * Refuses atoms that do not share the coordinates: each has as many components of each, in order.
   */
  void requireAtoms(Coordinates coordinates) {
    for (var block : coordinates.blocks()) {
      if (block.length() % atoms != 0) {
        throw new BadValue(
            "trajectories.atoms",
            atoms
                + ", must divide the length of each coordinate; "
                + block.name()
                + " has "
                + block.length());
      }
    }
  }

  /** Frames of a run: the start, one after every so many steps, and those between. */
  public long frames(long steps) {
    return Math.addExact(Math.multiplyExact(steps / every, interpolate), 1);
  }

  /** Numbers in all frames. */
  public long values(long steps, int dimension) {
    return Math.multiplyExact(Math.multiplyExact(frames(steps), walkers), dimension);
  }

  /**
   * Refuses more than can be kept.
   *
   * @param points of a sweep; else 1
   */
  void requireMemory(long steps, int dimension, int points) {
    double all = (double) (steps / every) * interpolate * walkers * dimension * points;
    if (all + (double) walkers * dimension * points > MAX_VALUES) {
      throw new BadValue(
          "trajectories",
          String.format(
              Locale.ROOT,
              "%.4g values (frames x walkers x coordinates%s), must be at most %d; keep fewer"
                  + " walkers or frames",
              all,
              points > 1 ? " x points" : "",
              MAX_VALUES));
    }
  }
}
