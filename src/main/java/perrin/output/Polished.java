package perrin.output;

import java.util.Arrays;

/**
 * Where descents in double precision from the best places have ended, the lowest first.
 *
 * @param walker whose best place it began at
 * @param energy there, [places]
 * @param at positions, shape [places][coordinates]
 */
public record Polished(long[] walker, double[] energy, double[][] at) {
  /** None. */
  public static final Polished NOTHING = new Polished(new long[0], new double[0], new double[0][]);

  @Override
  public boolean equals(Object other) {
    return other instanceof Polished that
        && Arrays.equals(walker, that.walker)
        && Arrays.equals(energy, that.energy)
        && Arrays.deepEquals(at, that.at);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(energy);
  }
}
