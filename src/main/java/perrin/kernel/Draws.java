package perrin.kernel;

import java.util.Optional;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.experiment.Precision;
import perrin.random.Stream;

/**
 * Values that a step draws from a stream: R of them, numbered as {@link NoiseGroup} says, each a
 * pure function of the seed, the walker and the step. A kernel's step has them as inputs {@code
 * array[j]}, j = 0 … R − 1.
 *
 * @param stream whose Philox blocks they are made of
 * @param kind what they are
 * @param number R, at least 1
 * @param epochs whose number counts instead of the step's; empty for most
 */
public record Draws(Stream stream, Kind kind, int number, Optional<Epochs> epochs) {

  /**
   * Epochs of so many rows, of which each step takes some: a step has the values of two of the
   * stream's blocks, that of the epoch which its first row is in, by its number, and the next one.
   */
  public record Epochs(int size, int rows) {
    /** The epoch of a step's first row. */
    public long of(long step) {
      return step * size / rows;
    }
  }

  /** Numbered by steps. */
  public Draws(Stream stream, Kind kind, int number) {
    this(stream, kind, number, Optional.empty());
  }

  /** The words of epochs. */
  public static Draws of(Epochs epochs, Precision precision) {
    int two = 2 * NoiseGroup.drawsOfBlock(precision);
    return new Draws(Stream.MINIBATCH, Kind.WORDS, two, Optional.of(epochs));
  }

  /** What is made of random words: always two values of two words. */
  public enum Kind {
    /** Standard Gaussians. */
    GAUSSIANS("z", "gaussian"),
    /** Uniforms in (0, 1]. */
    UNIFORMS("uniform", "uniforms"),
    /**
     * The words themselves, each as the real that has its bits: 32 in single, 53 in double
     * precision. {@link Opcode#BITS_OF} gives the word.
     */
    WORDS("random", "bit_patterns");

    private final String array;
    private final String pair;

    Kind(String array, String pair) {
      this.array = array;
      this.pair = pair;
    }

    /** The name of the values in code. */
    public String array() {
      return array;
    }

    /** Makes two of them of two words. */
    public Function pair() {
      FunctionLibrary library = FunctionLibrary.standard();
      return this == GAUSSIANS ? library.find(pair).orElseThrow() : library.ofDraws(pair);
    }
  }

  public Draws {
    if (number < 1) {
      throw new IllegalArgumentException(number + " draws a step");
    }
  }

  /** How steps share blocks of the stream. */
  public NoiseGroup group(Precision precision) {
    return NoiseGroup.of(number, precision);
  }

  /** Values of all blocks that a group of steps needs. */
  public int valuesOfGroup(Precision precision) {
    return group(precision).drawnBlocks() * NoiseGroup.drawsOfBlock(precision);
  }
}
