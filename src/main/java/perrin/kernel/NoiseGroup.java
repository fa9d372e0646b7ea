package perrin.kernel;

import perrin.experiment.Precision;

/**
 * Steps that use whole Philox blocks of a stream together, as in {@code kernels/portable/walk.h}:
 * with R values a step, value j of step n has number n·R′ + j, where R′ = R for R = 1 and 2 and
 * otherwise R rounded up to a multiple of 4.
 *
 * @param steps of a group
 * @param blocks by which the next group's are further on
 * @param drawnBlocks of them that are needed
 */
public record NoiseGroup(int steps, int blocks, int drawnBlocks) {

  /**
   * @param number R
   */
  static NoiseGroup of(int number, Precision precision) {
    int draws = drawsOfBlock(precision);
    int drawn = (number + draws - 1) / draws;
    if (number == 1 || number == 2) {
      return new NoiseGroup(draws / number, 1, drawn);
    }
    return new NoiseGroup(1, (number + 3) / 4 * 4 / draws, drawn);
  }

  /** Values that a Philox block gives: one a word of 32 bits, or one for two of them. */
  public static int drawsOfBlock(Precision precision) {
    return switch (precision) {
      case SINGLE -> 4;
      case DOUBLE -> 2;
    };
  }
}
