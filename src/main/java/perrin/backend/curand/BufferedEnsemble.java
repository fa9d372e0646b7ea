package perrin.backend.curand;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import perrin.backend.BackendException;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.EventPlan;
import perrin.backend.Program;
import perrin.backend.SampleSums;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.kernel.SharedNumbers;
import perrin.statistics.HistogramCounts;
import perrin.statistics.MomentNode;
import perrin.statistics.WalkerArray;

/**
 * Walkers whose steps take their Gaussians from a buffer that somebody fills in one sequence for
 * the whole run: value number (n·R + j)·W + w is value j of the R that walker w takes at step n,
 * where W is the number of walkers, padded to whole cohorts. They come in pieces of whole steps,
 * whose length depends on R and W alone: so the result does not depend on chunks and threads.
 */
public final class BufferedEnsemble implements Ensemble {
  /** Gaussians of a piece at most, 16 MiB in single precision; but a piece has a step at least. */
  private static final long PIECE = 1L << 22;

  /**
   * How the sequence is cut.
   *
   * @param steps of a piece, a power of two: so that looks come at the ends of pieces
   * @param walkers padded to whole cohorts
   * @param values of a step of a walker
   * @param precision of the walkers, and so of the Gaussians
   */
  public record Pieces(long steps, long walkers, int values, Precision precision) {
    /** Of an experiment's kernel. */
    public static Pieces of(Program program) {
      Kernel kernel = program.kernel();
      long walkers = program.walkers().padded();
      long fitting = Long.highestOneBit(PIECE / Math.max(1, walkers * kernel.normals()));
      long steps = Math.clamp(fitting, 1, EventPlan.LOOK_EVERY);
      return new Pieces(steps, walkers, kernel.normals(), kernel.precision());
    }

    /** Values of a piece. */
    public long length() {
      return Math.multiplyExact(steps * values, walkers);
    }

    /** Bytes of a piece. */
    public long bytes() {
      return Math.multiplyExact(length(), (long) precision.bytes());
    }
  }

  /** Where the Gaussians come from. */
  public interface Source extends AutoCloseable {
    /** Begins the sequence anew. */
    void start(long seed);

    /**
     * Puts the sequence's next piece into the buffer, from which the ensemble takes them.
     *
     * @param step that the first of them belong to
     */
    void draw(long step);

    /** Seconds spent drawing so far. */
    double seconds();

    /** Its name, for people. */
    String name();

    @Override
    void close();
  }

  private final Ensemble ensemble;
  private final Source source;
  private final Pieces pieces;
  private final int rowValues;
  private long filled = -1;

  /**
   * @param ensemble takes its Gaussians from the source's buffer; closed with this one
   * @param source closed with this one
   */
  public BufferedEnsemble(Ensemble ensemble, Source source, Pieces pieces, Kernel kernel) {
    this.ensemble = ensemble;
    this.source = source;
    this.pieces = pieces;
    this.rowValues = kernel.shared().ofStep().size();
  }

  @Override
  public void start(long seed, SharedNumbers shared) {
    source.start(seed);
    filled = -1;
    ensemble.start(seed, shared);
  }

  @Override
  public void load(long seed, SharedNumbers shared, List<WalkerArray> variables) {
    source.start(seed);
    filled = -1;
    ensemble.load(seed, shared, variables);
  }

  @Override
  public EnsembleSnapshot snapshot() {
    throw cannotResume();
  }

  @Override
  public List<List<double[]>> origins() {
    return ensemble.origins();
  }

  @Override
  public void restore(long seed, SharedNumbers shared, EnsembleSnapshot snapshot) {
    throw cannotResume();
  }

  /** Its numbers depend on how they are asked for. */
  private BackendException cannotResume() {
    return new BackendException(
        "noise: source curand draws one sequence for the whole run and cannot go on in the middle"
            + " of it; use source: philox");
  }

  @Override
  public SampleSums run(Chunk chunk, double[] rows) {
    EventPlan plan = chunk.plan().lookingEvery(pieces.steps);
    TreeMap<Integer, SampleSums> sums = new TreeMap<>(); // by the number of their first sample
    int samples = 0;
    for (long from = chunk.from(); from < chunk.to(); ) {
      long piece = from / pieces.steps;
      fill(piece);
      long to = Math.min(chunk.to(), (piece + 1) * pieces.steps);
      int row = Math.toIntExact((from - chunk.from()) * rowValues);
      int end = Math.toIntExact((to - chunk.from()) * rowValues);
      Chunk part = new Chunk(from, to, plan);
      sums.put(samples, ensemble.run(part, Arrays.copyOfRange(rows, row, end)));
      samples += part.samples();
      from = to;
    }
    return new SampleSums() {
      @Override
      public List<MomentNode> nodes(int sample, int row) {
        var part = sums.floorEntry(sample);
        return part.getValue().nodes(sample - part.getKey(), row);
      }

      @Override
      public double seconds() {
        return sums.values().stream().mapToDouble(SampleSums::seconds).sum();
      }
    };
  }

  /** Draws on until the buffer holds the piece. */
  private void fill(long piece) {
    if (piece < filled) {
      throw new IllegalStateException("piece " + piece + " after piece " + filled);
    }
    while (filled < piece) {
      ensemble.await(); // until then it reads the piece before
      filled++;
      source.draw(filled * pieces.steps);
    }
  }

  @Override
  public void await() {
    ensemble.await();
  }

  @Override
  public WalkerArray variable(int i) {
    return ensemble.variable(i);
  }

  @Override
  public WalkerArray view(int i) {
    return ensemble.view(i);
  }

  @Override
  public HistogramCounts counts(int h) {
    return ensemble.counts(h);
  }

  @Override
  public double[] cohortSums(int row) {
    return ensemble.cohortSums(row);
  }

  @Override
  public Optional<double[]> walkerSums(int row) {
    return ensemble.walkerSums(row);
  }

  /** Drawing included. */
  @Override
  public double steppingSeconds() {
    return ensemble.steppingSeconds() + source.seconds();
  }

  @Override
  public String workers() {
    return ensemble.workers() + ", " + source.name();
  }

  @Override
  public long samplesAtOnce() {
    return ensemble.samplesAtOnce();
  }

  @Override
  public void close() {
    source.close();
    ensemble.close();
  }
}
