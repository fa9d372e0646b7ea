package perrin.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import perrin.errors.BadValue;
import perrin.yaml.YamlMap;

/**
 * How many rows of the data a step's gradient is estimated from: the sums over {@code rows} are
 * rows/size times those over the batch. Each walker draws its own at each step.
 *
 * @param size rows of a batch, at least 1
 * @param replacement whether a row may be drawn more than once for a batch
 * @param order whether batches know of those before
 */
public record Minibatch(int size, boolean replacement, Order order) {
  /** How the batches of different steps belong together. */
  public enum Order {
    /** Not at all: a new one at each step. */
    FRESH,
    /**
     * They take all rows in turn, in an order that is new for each epoch and walker. Where rows are
     * not a multiple of the size, a batch has the last rows of an epoch and the first of the next.
     */
    EPOCH
  }

  static final String KEY = "minibatch";

  private static final Map<String, Order> ORDERS =
      Map.of("fresh", Order.FRESH, "epoch", Order.EPOCH);

  public Minibatch {
    if (size < 1) {
      throw new BadValue("size", size + ", must be at least 1");
    }
    if (order == Order.EPOCH && replacement) {
      throw new BadValue(
          "replacement",
          "true, but an epoch takes each row once; remove it, or write order: fresh");
    }
  }

  static Optional<Minibatch> read(YamlMap experiment) {
    return experiment
        .optionalMap(KEY)
        .filter(map -> !map.keys().isEmpty())
        .map(map -> {
          int size = map.smallInteger("size");
          Order order = map.optionalWord("order", ORDERS).orElse(Order.FRESH);
          boolean replacement =
              map.has("replacement") ? map.optionalTruth("replacement") : order == Order.FRESH;
          map.finish();
          return map.build(() -> new Minibatch(size, replacement, order));
        });
  }

  Map<String, Object> json() {
    return order == Order.EPOCH
        ? new TreeMap<>(Map.of("size", size, "order", "epoch"))
        : new TreeMap<>(Map.of("size", size, "replacement", replacement));
  }

  /** {@code mini-batches of 32}, for people. */
  public String words() {
    return "mini-batches of " + size + (order == Order.EPOCH ? " by epochs" : "");
  }

  /**
   * Variance of the mean of a batch's values, in units of the variance of all rows' (their squared
   * deviations from the mean over N): 1/S with replacement, (N − S)/(S (N − 1)) without.
   *
   * @param rows N
   */
  public double variance(int rows) {
    return replacement || rows == 1
        ? 1.0 / size
        : (double) (rows - size) / ((double) size * (rows - 1.0));
  }

  /**
   * Whether each batch has all rows, once: no noise.
   *
   * @param rows N
   */
  public boolean isWhole(int rows) {
    return !replacement && size == rows;
  }

  /** Refuses more rows than there are. */
  void requireWithin(int rows) {
    if (size > rows) {
      throw new BadValue(
          KEY + ".size", size + ", must be at most " + rows + ", the rows of the data");
    }
  }
}
