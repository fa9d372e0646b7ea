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
   * @param variables names of a walker's values: the coordinates, then the method's state,
   *     component by component
   * @param coordinates how many of them are coordinates
   */
  public record Walker(boolean inMemory, List<String> variables, int coordinates) {
    public Walker {
      variables = List.copyOf(variables);
    }
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

  /**
   * What a sample is.
   *
   * @param code inputs {@code s[i]}, {@code u[k]}; outputs the energy, the observables, the values
   *     of the histograms, the components of the correlated quantities
   * @param observables names, in order: the experiment's, then those that the check needs
   * @param timeSums what is summed over time of each observable
   * @param histograms in order
   * @param correlated the quantities that are correlated in time, in order
   */
  public record Sampling(
      Code code,
      List<String> observables,
      List<TimeSum> timeSums,
      List<Counted> histograms,
      List<Correlated> correlated) {
    public Sampling {
      observables = List.copyOf(observables);
      timeSums = List.copyOf(timeSums);
      histograms = List.copyOf(histograms);
      correlated = List.copyOf(correlated);
    }
  }

  /** Walkers that are summed together first, in a fixed order; one warp of a GPU. */
  public static final int COHORT = 32;

  /** What is summed over time of each cohort. */
  public enum TimeSum {
    /** Its sum. */
    VALUES,
    /** The squared deviations from its mean. */
    SQUARES
  }

  /**
   * What a histogram counts.
   *
   * @param quantities values of a sample that it takes: one for each dimension
   */
  public record Counted(String name, int quantities) {}

  /**
   * A quantity that is compared with itself at earlier samples, the origins: every {@code
   * spacing}-th sample is one, for all samples up to {@code lags} later. Summed over time are, for
   * each lag and cohort, the products
   *
   * <pre>
   * displacement: Σ over components (a(t + lag) − a(t))²      centred: δ(t) δ(t + lag)
   * </pre>
   *
   * with δ the deviation from the cohort's mean at that time; all of it in double precision.
   *
   * @param name for people
   * @param components of the quantity; 1 if centred
   * @param lags largest lag, in samples
   * @param spacing samples from one origin to the next; 1 to lags + 1
   */
  public record Correlated(String name, int components, int lags, int spacing, boolean centred) {
    /** Origins that are remembered at a time. */
    public int origins() {
      return lags / spacing + 1;
    }

    /** Numbers that are remembered of each walker. */
    public long remembered() {
      return (long) origins() * components;
    }
  }

  public Kernel {
    definitions = List.copyOf(definitions);
  }

  /** Whether a walker's values are in memory while it steps, {@link Walker}. */
  public boolean inMemory() {
    return walker.inMemory();
  }

  /** Names of a walker's values, {@link Walker}. */
  public List<String> variables() {
    return walker.variables();
  }

  /** How many of the variables are coordinates. */
  public int coordinates() {
    return walker.coordinates();
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

  /** Names of the observables, {@link Sampling}. */
  public List<String> observables() {
    return sampling.observables();
  }

  /** What is summed over time of each observable, {@link Sampling}. */
  public List<TimeSum> timeSums() {
    return sampling.timeSums();
  }

  /** The histograms, {@link Sampling}. */
  public List<Counted> histograms() {
    return sampling.histograms();
  }

  /** The quantities that are correlated in time, {@link Sampling}. */
  public List<Correlated> correlated() {
    return sampling.correlated();
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

  /** Rows of all sums over time: one for each observable, then one for each lag. */
  public int timeRows() {
    return firstLagRow(correlated().size());
  }

  /** The row of the sums over time that belongs to lag 0 of a correlated quantity. */
  public int firstLagRow(int number) {
    int lags = correlated().subList(0, number).stream().mapToInt(each -> each.lags() + 1).sum();
    return observables().size() + lags;
  }

  /** Components of all correlated quantities. */
  public int correlatedValues() {
    return correlated().stream().mapToInt(Correlated::components).sum();
  }

  /** Numbers that correlations remember of each walker. */
  public long remembered() {
    return correlated().stream().mapToLong(Correlated::remembered).sum();
  }

  /** Values of a sample: the energy, the observables, the histograms', the correlated ones. */
  public int values() {
    int counted = histograms().stream().mapToInt(Counted::quantities).sum();
    return 1 + observables().size() + counted + correlatedValues();
  }
}
