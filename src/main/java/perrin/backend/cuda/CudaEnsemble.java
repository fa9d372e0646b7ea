package perrin.backend.cuda;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.Program;
import perrin.backend.SampleSums;
import perrin.backend.StepsMade;
import perrin.kernel.Kernel;
import perrin.kernel.SharedNumbers;
import perrin.statistics.HistogramCounts;
import perrin.statistics.MomentNode;
import perrin.statistics.WalkerArray;

/**
 * All walkers of a run on a GPU. A chunk's steps go on after {@link #run} has returned; its samples
 * come to this machine while the next chunk's steps are made.
 */
final class CudaEnsemble implements Ensemble {
  /** What the samples of a chunk may take of the device's free memory, and at most. */
  private static final int SAMPLE_SHARE = 16;

  private static final long SAMPLE_BYTES = 1L << 30;

  private final Program program;
  private final Kernel kernel;
  private final CudaDevice device;
  private final DeviceModule module;
  private final DeviceWalkers walkers;
  private final DeviceStream downloads;
  private final List<SampleDownload> turns;
  private final long samplesAtOnce;
  private int turn;
  private long seed;
  private SharedNumbers shared = SharedNumbers.of();
  private double steppingSeconds;

  private final StepsMade made;

  /** What the device is at, or has done without anybody having looked; or null. */
  private Stepping stepping;

  /**
   * @param module closed with the ensemble
   */
  CudaEnsemble(Program program, CudaDevice device, DeviceModule module) {
    this.program = program;
    Kernel kernel = program.kernel();
    this.kernel = kernel;
    this.made = new StepsMade(kernel);
    this.device = device;
    this.module = module;
    long sample =
        kernel.sampling().observed().size() * SampleDownload.bytes(program.walkers())
            + DeviceCorrelations.bytesPerSample(program);
    walkers = new DeviceWalkers(program, device, module, 2 * sample);
    downloads = new DeviceStream();
    turns =
        List.of(
            new SampleDownload(program.walkers(), module, downloads),
            new SampleDownload(program.walkers(), module, downloads));
    long most = Math.min(SAMPLE_BYTES, device.freeMemory() / SAMPLE_SHARE);
    samplesAtOnce = Math.max(1, most / Math.max(1, sample));
  }

  /** Where Gaussians come from, if not from the walkers' own generator; the caller's to close. */
  Optional<DeviceNormals> normals() {
    return walkers.normals();
  }

  @Override
  public void start(long seed, SharedNumbers shared) {
    made.start();
    begin(seed, shared, () -> walkers.start(seed, shared));
  }

  @Override
  public void load(long seed, SharedNumbers shared, List<WalkerArray> variables) {
    EnsembleSnapshot.requireVariables(program, variables);
    made.load();
    begin(seed, shared, () -> walkers.load(seed, shared, variables));
  }

  /**
   * @param beginning puts the walkers somewhere and looks at them
   */
  private void begin(long seed, SharedNumbers shared, Runnable beginning) {
    await();
    this.seed = seed;
    this.shared = shared;
    device.guarded(
        "starting",
        () -> {
          beginning.run();
          stepping = new Stepping(DeviceWalkers.LOOK, new double[0]);
          return null;
        });
    await();
  }

  @Override
  public EnsembleSnapshot snapshot() {
    return downloaded(() -> EnsembleSnapshot.of(program, this, made, walkers.origins()));
  }

  @Override
  public List<List<double[]>> origins() {
    return downloaded(() -> EnsembleSnapshot.origins(kernel, made, walkers.origins()));
  }

  @Override
  public void restore(long seed, SharedNumbers shared, EnsembleSnapshot snapshot) {
    snapshot.requireOf(program);
    await();
    this.seed = seed;
    this.shared = shared;
    device.guarded(
        "restoring",
        () -> {
          walkers.restore(seed, shared, snapshot);
          return null;
        });
    made.restore(snapshot);
  }

  @Override
  public SampleSums run(Chunk chunk, double[] rows) {
    await();
    made.make(chunk);
    return device.guarded("running", () -> begin(chunk, rows));
  }

  private SampleSums begin(Chunk chunk, double[] rows) {
    int sampled = chunk.samples() * kernel.sampling().observed().size();
    if (sampled == 0) {
      walkers.begin(chunk, rows, 0);
      stepping = new Stepping(chunk, rows);
      return new DeviceSums(stepping, null);
    }
    turn = (turn + 1) % turns.size();
    SampleDownload download = turns.get(turn);
    walkers.begin(chunk, rows, download.sums(sampled));
    stepping = new Stepping(chunk, rows);
    return new DeviceSums(stepping, download.begin(walkers.end(), sampled));
  }

  /** A chunk that the device is at, or was. */
  private static final class Stepping {
    final Chunk chunk;
    final double[] rows;
    double seconds;

    Stepping(Chunk chunk, double[] rows) {
      this.chunk = chunk;
      this.rows = rows;
    }
  }

  @Override
  public void await() {
    Stepping ended = stepping;
    stepping = null;
    if (ended != null) {
      device.guarded(
          "running",
          () -> {
            end(ended);
            return null;
          });
    }
  }

  private void end(Stepping ended) {
    long trouble = walkers.finish();
    ended.seconds = walkers.lastSeconds();
    steppingSeconds += ended.chunk == DeviceWalkers.LOOK ? 0 : ended.seconds;
    if (trouble != DeviceWalkers.NO_TROUBLE) {
      throw new LostWalker(program, walkers, seed, shared, ended.chunk, ended.rows)
          .exception(trouble);
    }
  }

  private final class DeviceSums implements SampleSums {
    private final Stepping of;
    private final SampleDownload.Underway underway;

    /**
     * @param underway null where there are no samples
     */
    DeviceSums(Stepping of, SampleDownload.Underway underway) {
      this.of = of;
      this.underway = underway;
    }

    @Override
    public List<MomentNode> nodes(int sample, int row) {
      int at = sample * kernel.sampling().observed().size() + row;
      return device.guarded("downloading", () -> underway.nodes(at));
    }

    @Override
    public double seconds() {
      if (of == stepping) {
        await();
      }
      return of.seconds;
    }
  }

  @Override
  public WalkerArray variable(int i) {
    int all = Math.toIntExact(program.walkers().count());
    return downloaded(() -> walkers.variable(i, 0, all));
  }

  @Override
  public HistogramCounts counts(int h) {
    return downloaded(() -> walkers.counts(h));
  }

  @Override
  public double[] cohortSums(int row) {
    return downloaded(() -> walkers.timeSums(row));
  }

  @Override
  public Optional<double[]> walkerSums(int row) {
    return downloaded(() -> walkers.walkerSums(row));
  }

  private <T> T downloaded(Supplier<T> download) {
    await();
    return device.guarded("downloading", download);
  }

  @Override
  public double steppingSeconds() {
    await();
    return steppingSeconds;
  }

  @Override
  public String workers() {
    return "1 device";
  }

  @Override
  public long samplesAtOnce() {
    return samplesAtOnce;
  }

  @Override
  public void close() {
    // After a failure the driver refuses everything else in this context, which goes last.
    turns.forEach(download -> device.quietly(download::close));
    device.quietly(downloads::close);
    walkers.close();
    device.quietly(module::close);
    device.close();
  }
}
