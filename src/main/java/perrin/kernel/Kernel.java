package perrin.kernel;

import java.util.List;
import java.util.stream.Stream;
import perrin.experiment.Precision;

/**
 * All that a backend needs to know of an experiment: what a walker is and what it computes. Does
 * not depend on the values of parameters, temperature or dt, which enter through {@link
 * SharedValues}.
 *
 * @param title what the generated text says it is
 * @param precision of its reals; words are as wide
 * @param inMemory whether the codes take a walker's values from the arrays s, z and c and write
 *     them there, in loops, instead of having an input and an output for each
 * @param variables names of a walker's values: the coordinates, then the method's state, component
 *     by component
 * @param coordinates how many of them are coordinates
 * @param start inputs {@code walker} and {@code leader}, the global numbers of the walker and of
 *     its cohort's first, and words {@code block[b].x}; outputs one for each variable
 * @param startBlocks Philox blocks of stream 2 that start uses
 * @param sharedBlocks how many of them, the first, are the cohort's first walker's instead of the
 *     walker's own
 * @param gradient what a step takes over from the step before, computed anew where steps begin:
 *     inputs {@code s[i]}; outputs {@code c[i]}
 * @param carried how many values that are, 0 or the number of coordinates
 * @param step inputs {@code s[i]}, {@code c[i]}, {@code z[j]}, {@code u[k]}, {@code row[k]};
 *     outputs one for each variable, then those of {@code gradient}
 * @param normals Gaussians a step, R in the numbering of the noise
 * @param sample inputs {@code s[i]}, {@code u[k]}; outputs the energy, the observables, the values
 *     of the histograms
 * @param observables names, in order: the experiment's, then those that correlations need
 * @param timeSums what is summed over time of each observable
 * @param marks of each value that the sampler remembers of a walker, the number of samples from
 *     setting it to setting it again; sample's last outputs are what they are set to, and they are
 *     its inputs {@code s[i]} behind the variables
 * @param histograms in order
 * @param definitions functions that the codes call, each after those that it calls; the Gaussian
 *     always
 * @param shared the values that the host computes
 */
public record Kernel(
    String title,
    Precision precision,
    boolean inMemory,
    List<String> variables,
    int coordinates,
    Code start,
    int startBlocks,
    int sharedBlocks,
    Code gradient,
    int carried,
    Code step,
    int normals,
    Code sample,
    List<String> observables,
    List<TimeSum> timeSums,
    List<Integer> marks,
    List<Counted> histograms,
    List<Definition> definitions,
    SharedValues shared) {

  /** Walkers that are summed together first, in a fixed order; one warp of a GPU. */
  public static final int COHORT = 32;

  /**
   * What is summed over time, for each cohort: sample number j (from 0) goes to row j mod rows.
   *
   * @param squares the cohort's squared deviations from its mean instead of its sum
   */
  public record TimeSum(int rows, boolean squares) {
    /** The sum over all samples. */
    public static final TimeSum PLAIN = new TimeSum(1, false);
  }

  /**
   * What a histogram counts.
   *
   * @param quantities values of a sample that it takes: one for each dimension
   */
  public record Counted(String name, int quantities) {}

  public Kernel {
    variables = List.copyOf(variables);
    observables = List.copyOf(observables);
    timeSums = List.copyOf(timeSums);
    marks = List.copyOf(marks);
    histograms = List.copyOf(histograms);
    definitions = List.copyOf(definitions);
  }

  /** Whether the cohorts' first walkers may start at different points. */
  public boolean startsDiffer() {
    return sharedBlocks > 0
        || start.inputs().stream().anyMatch(input -> input.label().equals("leader"));
  }

  /** How its steps share blocks of the noise. */
  public NoiseGroup noiseGroup() {
    return NoiseGroup.of(normals, precision);
  }

  /** Rows of a walker's memory: its variables, then its marks. */
  public int rows() {
    return variables.size() + marks.size();
  }

  /** Length of the arrays that a piece of code makes for itself, of the piece that makes most. */
  public int arrays() {
    return Stream.of(gradient, step, sample)
        .mapToInt(code -> code.arrays().values().stream().mapToInt(Integer::intValue).sum())
        .max()
        .orElseThrow();
  }

  /** Rows of all sums over time. */
  public int timeRows() {
    return firstTimeRow(timeSums.size());
  }

  /** The first row of an observable's sums over time among those of all. */
  public int firstTimeRow(int observable) {
    return timeSums.subList(0, observable).stream().mapToInt(TimeSum::rows).sum();
  }

  /** Values of a sample: the energy, the observables, the histograms' values, the marks. */
  public int values() {
    int counted = histograms.stream().mapToInt(Counted::quantities).sum();
    return 1 + observables.size() + counted + marks.size();
  }
}
