package perrin.experiment;

import java.util.List;
import java.util.Map;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * Which walkers there are. A walker is a pure function of its number and of the seed.
 *
 * @param walkers how many
 * @param firstWalker global number of the first, a multiple of the cohort's 32
 * @param seed any 64 bits
 */
public record Population(long walkers, long firstWalker, long seed) {
  static final List<String> KEYS = List.of("walkers", "first-walker", "seed");

  /** Walkers whose sums are taken together; shards and sweeps cut between cohorts only. */
  private static final int COHORT = 32;

  /** Beyond, a walker's number would run into the number of the noise stream (bits 48 and up). */
  static final long MAX_WALKERS = 1L << 47;

  public Population {
    if (walkers < 1 || walkers > MAX_WALKERS) {
      throw new BadValue("walkers", walkers + ", must be from 1 to " + MAX_WALKERS);
    }
    if (firstWalker < 0 || firstWalker % COHORT != 0) {
      throw new BadValue("first-walker", firstWalker + ", must be a multiple of " + COHORT);
    }
    if (firstWalker > MAX_WALKERS - walkers) {
      throw new BadValue(
          "first-walker",
          firstWalker
              + ", must be at most "
              + (MAX_WALKERS - walkers) / COHORT * COHORT
              + ", so that the last walker is below 2^47");
    }
  }

  static Population read(YamlMap file) {
    var walkers = file.integer("walkers");
    var firstWalker = file.optionalInteger("first-walker").orElse(0L);
    var seed = file.optionalBits("seed").orElse(0L);
    return file.build(() -> new Population(walkers, firstWalker, seed));
  }

  void write(Map<String, Object> json) {
    json.put("walkers", walkers);
    json.put("first-walker", firstWalker);
    json.put("seed", seed);
  }

  /** Other walkers of the same seed. */
  Population withWalkers(long first, long count) {
    return new Population(count, first, seed);
  }

  /** Walkers of the same numbers with other noise. */
  Population withSeed(long other) {
    return new Population(walkers, firstWalker, other);
  }

  /**
   * The walkers of a block of points of a sweep, which differ in the method alone: they follow
   * those of the block before.
   */
  Population point(int block) {
    return withWalkers(firstWalker(block), walkers);
  }

  /** Global number of the first walker of a block, where a cohort begins. */
  long firstWalker(int block) {
    return firstWalker + block * wholeCohorts();
  }

  /** Refuses a sweep of more blocks than there are walkers' numbers for. */
  void requireNumbers(int blocks) {
    long all = blocks * wholeCohorts();
    long most = MAX_WALKERS - firstWalker;
    if (all > most) {
      throw new BadValue("sweep", all + " walkers in all points, must be at most " + most);
    }
  }

  private long wholeCohorts() {
    return Math.ceilDiv(walkers, (long) COHORT) * COHORT;
  }
}
