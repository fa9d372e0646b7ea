package perrin.run;

import java.util.List;
import java.util.Optional;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.Program;
import perrin.backend.SampleSums;
import perrin.kernel.SharedNumbers;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/** Walkers that have made all their steps elsewhere: what is left is to look at them. */
final class EndedEnsemble implements Ensemble {
  private final Program program;
  private final String workers;
  private EnsembleSnapshot end;

  /**
   * @param workers who moved them, for people
   */
  EndedEnsemble(Program program, String workers) {
    this.program = program;
    this.workers = workers;
  }

  @Override
  public void restore(long seed, SharedNumbers shared, EnsembleSnapshot snapshot) {
    snapshot.requireOf(program);
    if (snapshot.steps() != program.plan().steps()) {
      throw new IllegalArgumentException("they have made " + snapshot.steps() + " steps only");
    }
    end = snapshot;
  }

  @Override
  public void start(long seed, SharedNumbers shared) {
    throw moved();
  }

  @Override
  public void load(long seed, SharedNumbers shared, List<WalkerArray> variables) {
    throw moved();
  }

  @Override
  public SampleSums run(Chunk chunk, double[] rows) {
    throw moved();
  }

  private static UnsupportedOperationException moved() {
    return new UnsupportedOperationException("the walkers have made all their steps");
  }

  @Override
  public EnsembleSnapshot snapshot() {
    return end;
  }

  @Override
  public List<List<double[]>> origins() {
    return end.origins();
  }

  @Override
  public WalkerArray variable(int i) {
    return end.variables().get(i);
  }

  @Override
  public HistogramCounts counts(int h) {
    return end.counts().get(h);
  }

  @Override
  public double[] cohortSums(int row) {
    return end.cohortSums().get(row);
  }

  @Override
  public Optional<double[]> walkerSums(int row) {
    return end.walkerSums().map(rows -> rows.get(row));
  }

  @Override
  public double steppingSeconds() {
    return 0;
  }

  @Override
  public String workers() {
    return workers;
  }

  @Override
  public long samplesAtOnce() {
    return 1;
  }

  @Override
  public void close() {
    // nothing is held but arrays
  }
}
