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
 * @param definitions functions that the codes call and that make the draws, each after those that
 *     it calls; the Gaussian always
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
   * @param rows its values: the coordinates first, then the method's state, component by component,
   *     then counts of what was accepted, then what is kept of the best place
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
    STATE,
    /** How often an accept statement of the step has accepted, in two numbers. */
    ACCEPTED,
    /** The lowest energy so far, the steps made then, and where that was: in this order. */
    BEST
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
   * @param code inputs {@code s[i]}, {@code c[i]}, those of the draws, {@code u[k]}, {@code
   *     row[k]}; outputs one for each variable, then those of {@code gradient}
   * @param draws what a step draws, of each kind and from each stream at most once; Gaussians from
   *     {@link perrin.random.Stream#STEP_NORMALS}
   */
  public record Stepping(Code gradient, int carried, Code code, List<Draws> draws) {
    public Stepping {
      draws = List.copyOf(draws);
      if (draws.stream().map(Draws::kind).distinct().count() < draws.size()
          || draws.stream().map(Draws::stream).distinct().count() < draws.size()) {
        throw new IllegalArgumentException("a kind or a stream is drawn twice: " + draws);
      }
      for (Draws each : draws) {
        boolean gaussians = each.kind() == Draws.Kind.GAUSSIANS;
        if (gaussians != (each.stream() == perrin.random.Stream.STEP_NORMALS)) {
          throw new IllegalArgumentException(each.kind() + " from " + each.stream());
        }
      }
    }
  }

  /** What one in the second row of a count of acceptances is worth, {@link RowKind#ACCEPTED}. */
  public static final double HIGH = 0x1p20;

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

  /** How many of the rows are coordinates or the method's state. */
  public int ends() {
    return coordinates() + walker.count(RowKind.STATE);
  }

  /** How many of the rows are counts of what was accepted; they come after the state. */
  public int accepted() {
    return walker.count(RowKind.ACCEPTED);
  }

  /** How many of the rows are coordinates; they are the first. */
  public int coordinates() {
    return walker.count(RowKind.COORDINATE);
  }

  /** How many of the rows are of the best place; they are the last. */
  public int bests() {
    return walker.count(RowKind.BEST);
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

  /** What a step draws, {@link Stepping}. */
  public List<Draws> draws() {
    return stepping.draws();
  }

  /** Gaussians a step. */
  public int normals() {
    return draws().stream()
        .filter(draws -> draws.kind() == Draws.Kind.GAUSSIANS)
        .mapToInt(Draws::number)
        .sum();
  }

  /** What a step draws besides Gaussians. */
  public List<Draws> furtherDraws() {
    return draws().stream().filter(draws -> draws.kind() != Draws.Kind.GAUSSIANS).toList();
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

  /** Steps that use whole blocks of all streams together: the largest of the streams' groups. */
  public int stepsOfGroup() {
    return draws().stream().mapToInt(draws -> draws.group(precision).steps()).max().orElse(1);
  }

  /** Values of all that a step draws, those that its blocks have besides included. */
  public int valuesDrawn() {
    return draws().stream().mapToInt(draws -> draws.valuesOfGroup(precision)).sum();
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
