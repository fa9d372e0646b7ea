package perrin.kernel;

import java.util.List;
import java.util.stream.Stream;
import perrin.experiment.Precision;

/**
 * All that a backend needs to know of what walkers do. Does not depend on the values of parameters,
 * temperature or dt, which enter through {@link SharedValues}.
 *
 * @param title what the generated text says it is
 * @param precision of its reals; words are as wide
 * @param walker what a walker is
 * @param starting how it starts
 * @param stepping how it steps
 * @param sampling what is known of it at a sample
 * @param definitions functions that the codes call, each after those that it calls; the Gaussian
 *     always
 * @param shared the values that the host computes
 */
public record Kernel(
    String title,
    Precision precision,
    Walker walker,
    Starting starting,
    Stepping stepping,
    Sampling sampling,
    List<Definition> definitions,
    SharedValues shared) {

  /**
   * What a walker is.
   *
   * @param inMemory whether the codes take a walker's values from the arrays s, z and c and write
   *     them there, in loops, instead of having an input and an output for each
   * @param rows its values: the coordinates first, then the method's state, component by component
   */
  public record Walker(boolean inMemory, List<Row> rows) {
    public Walker {
      rows = List.copyOf(rows);
    }

    private List<String> names() {
      return rows.stream().map(Row::name).toList();
    }

    private int count(RowKind kind) {
      return (int) rows.stream().filter(row -> row.kind() == kind).count();
    }
  }

  /** A value of each walker. */
  public record Row(String name, RowKind kind) {}

  /** What a value of a walker is. */
  public enum RowKind {
    /** A component of the position. */
    COORDINATE,
    /** A component of the method's state. */
    STATE
  }

  /**
   * How walkers start.
   *
   * @param code inputs {@code walker} and {@code leader}, the global numbers of the walker and of
   *     its cohort's first, and words {@code block[b].x}; outputs one for each variable
   * @param blocks Philox blocks of stream 2 that it uses
   * @param sharedBlocks how many of them, the first, are the cohort's first walker's instead of the
   *     walker's own
   */
  public record Starting(Code code, int blocks, int sharedBlocks) {}

  /**
   * How walkers step.
   *
   * @param gradient what a step takes over from the step before, computed anew where steps begin:
   *     inputs {@code s[i]}; outputs {@code c[i]}
   * @param carried how many values that are, 0 or the number of coordinates
   * @param code inputs {@code s[i]}, {@code c[i]}, {@code z[j]}, {@code u[k]}, {@code row[k]};
   *     outputs one for each variable, then those of {@code gradient}
   * @param normals Gaussians a step, R in the numbering of the noise
   */
  public record Stepping(Code gradient, int carried, Code code, int normals) {}

  /** Walkers that are summed together first, in a fixed order; one warp of a GPU. */
  public static final int COHORT = 32;

  public Kernel {
    definitions = List.copyOf(definitions);
  }

  /** Whether a walker's values are in memory while it steps, {@link Walker}. */
  public boolean inMemory() {
    return walker.inMemory();
  }

  /** Names of a walker's rows, {@link Walker}. */
  public List<String> variables() {
    return walker.names();
  }

  /** How many of the rows are coordinates; they are the first. */
  public int coordinates() {
    return walker.count(RowKind.COORDINATE);
  }

  /** The code of {@link Starting}. */
  public Code start() {
    return starting.code();
  }

  /** Philox blocks of a start, {@link Starting}. */
  public int startBlocks() {
    return starting.blocks();
  }

  /** How many of them are a cohort's, {@link Starting}. */
  public int sharedBlocks() {
    return starting.sharedBlocks();
  }

  /** What makes the values that a step takes over, {@link Stepping}. */
  public Code gradient() {
    return stepping.gradient();
  }

  /** How many values a step takes over, {@link Stepping}. */
  public int carried() {
    return stepping.carried();
  }

  /** The code of {@link Stepping}. */
  public Code step() {
    return stepping.code();
  }

  /** Gaussians a step, {@link Stepping}. */
  public int normals() {
    return stepping.normals();
  }

  /** The code of {@link Sampling}. */
  public Code sample() {
    return sampling.code();
  }

  /** Whether the cohorts' first walkers may start at different points. */
  public boolean startsDiffer() {
    return sharedBlocks() > 0
        || start().inputs().stream().anyMatch(input -> input.label().equals("leader"));
  }

  /** How its steps share blocks of the noise. */
  public NoiseGroup noiseGroup() {
    return NoiseGroup.of(normals(), precision);
  }

  /** Length of the arrays that a piece of code makes for itself, of the piece that makes most. */
  public int arrays() {
    return Stream.of(gradient(), step(), sample())
        .mapToInt(code -> code.arrays().values().stream().mapToInt(Integer::intValue).sum())
        .max()
        .orElseThrow();
  }

  /** Outputs of the code of {@link Sampling}. */
  public int values() {
    return sample().outputs().size();
  }
}
