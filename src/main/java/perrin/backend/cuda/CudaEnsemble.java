package perrin.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.backend.Axis;
import perrin.backend.Chunk;
import perrin.backend.Ensemble;
import perrin.backend.NotFiniteException;
import perrin.backend.SamplePlan;
import perrin.backend.SampleSums;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.backend.Trouble;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Moments;
import perrin.statistics.WalkerArray;

/** All walkers of a run in the memory of a GPU. */
final class CudaEnsemble implements Ensemble {
  private static final long NO_TROUBLE = -1;

  /** What {@link #start} looks at: the walkers as they are, before any step. */
  private static final Chunk LOOK = new Chunk(0, 0, new SamplePlan(0, 0, 1));

  private final Experiment experiment;
  private final Kernel kernel;
  private final Precision precision;
  private final CudaDevice device;
  private final DeviceModule module;
  private final List<DeviceArray> memory = new ArrayList<>();
  private final List<Axis> axes;
  private final long padded;
  private final int sharedCells;
  private final DeviceArray state;

  /** The state at the beginning of the chunk, to find out afterwards when a walker was lost. */
  private final DeviceArray before;

  private final DeviceArray timeSums;
  private final DeviceArray axisStructs;
  private final DeviceArray counts;
  private final DeviceArray trouble;
  private final KernelParameters parameters;
  private long seed;
  private double[] shared = new double[0];
  private double steppingSeconds;

  /**
   * @param module closed with the ensemble
   */
  CudaEnsemble(Experiment experiment, Kernel kernel, CudaDevice device, DeviceModule module) {
    this.experiment = experiment;
    this.kernel = kernel;
    this.device = device;
    this.module = module;
    this.axes = Axis.of(experiment);
    this.precision = kernel.precision();
    this.padded = (experiment.walkers() + Kernel.COHORT - 1) / Kernel.COHORT * Kernel.COHORT;
    this.parameters = new KernelParameters(precision, kernel.shared().ofRun().size());
    long cells = axes.stream().mapToLong(axis -> axis.bins() + 2L).sum();
    this.sharedCells = cells * Integer.BYTES <= device.sharedMemory() ? (int) cells : 0;
    try {
      long stateBytes = precision.bytes() * padded * kernel.variables().size();
      long all = axes.stream().mapToLong(a -> HistogramCounts.flatLength(a.bins())).sum();
      long timeBytes = Double.BYTES * kernel.observables().size() * cohorts();
      device.requireMemory(
          2 * stateBytes + timeBytes + Long.BYTES * all + bytesPerSample(),
          experiment.walkers() + " walkers");
      state = allocate(stateBytes);
      before = allocate(stateBytes);
      timeSums = allocate(timeBytes);
      axisStructs = allocate(Buffers.of(axes).remaining());
      counts = allocate(Long.BYTES * all);
      trouble = allocate(Long.BYTES);
      axisStructs.upload(Buffers.of(axes));
      timeSums.clear();
      counts.clear();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private DeviceArray allocate(long bytes) {
    DeviceArray array = new DeviceArray(bytes);
    memory.add(array);
    return array;
  }

  private long cohorts() {
    return padded / Kernel.COHORT;
  }

  @Override
  public void start(long seed, double[] shared) {
    this.seed = seed;
    this.shared = shared;
    device.guarded(
        "starting",
        () -> {
          ByteBuffer struct = parameters.set(seed, shared, 0, 0);
          trouble.upload(Buffers.of(NO_TROUBLE));
          module.start(padded, job(LOOK, LOOK, 0, 0, DeviceJob.NO_SEARCH), struct);
          before.copyFrom(state);
          module.run(reach(), sharedBytes(), job(LOOK, LOOK, 0, 0, DeviceJob.NO_SEARCH), struct);
          return null;
        });
    checkTrouble(LOOK, new double[0]);
  }

  @Override
  public SampleSums run(Chunk chunk, double[] rows) {
    int observables = kernel.observables().size();
    double[] moments = new double[3 * chunk.samples() * observables];
    device.guarded(
        "running",
        () -> {
          runParts(chunk, rows, moments);
          return null;
        });
    checkTrouble(chunk, rows);
    return (sample, observable) -> {
      int at = 3 * (sample * observables + observable);
      return new Moments(moments[at], moments[at + 1], moments[at + 2]);
    };
  }

  private void runParts(Chunk chunk, double[] rows, double[] moments) {
    long row = chunk.samples() * kernel.observables().size() * cohorts() * Double.BYTES;
    try (DeviceArray table = new DeviceArray((long) rows.length * precision.bytes());
        DeviceArray sums = new DeviceArray(2 * row);
        DeviceArray nodes = new DeviceArray(row);
        DeviceArray results = new DeviceArray((long) moments.length * Double.BYTES)) {
      table.upload(Buffers.of(precision, rows));
      trouble.upload(Buffers.of(NO_TROUBLE));
      before.copyFrom(state);
      ByteBuffer struct = parameters.set(seed, shared, chunk.from(), table.address());
      for (int half = 0; half < HistogramCounts.HALVES; half++) {
        Chunk part = chunk.halves().get(half);
        if (part.from() < part.to()) {
          ByteBuffer job = job(chunk, part, half, sums.address(), DeviceJob.NO_SEARCH);
          steppingSeconds += module.run(reach(), sharedBytes(), job, struct);
        }
      }
      if (moments.length > 0) {
        long first = experiment.firstWalker();
        module.reduce(moments.length / 3, sums, nodes, results, first, experiment.walkers());
        ByteBuffer buffer = Buffers.direct(moments.length * Double.BYTES);
        results.download(0, buffer).asDoubleBuffer().get(moments);
      }
    }
  }

  /** Walkers from the beginning of the first one's block, which lies at a multiple of its size. */
  private long reach() {
    return experiment.firstWalker() % DeviceModule.BLOCK + padded;
  }

  private int sharedBytes() {
    return sharedCells * Integer.BYTES;
  }

  private ByteBuffer job(Chunk chunk, Chunk part, int half, long sums, long searchAfter) {
    DeviceJob.Addresses at =
        new DeviceJob.Addresses(
            state.address(),
            sums,
            timeSums.address(),
            axisStructs.address(),
            counts.address(),
            trouble.address());
    return DeviceJob.of(at, padded, experiment, chunk, part, half, sharedCells, searchAfter);
  }

  private void checkTrouble(Chunk chunk, double[] rows) {
    long found = trouble();
    if (found == NO_TROUBLE) {
      return;
    }
    long looked = chunk.from() + (found >>> DeviceJob.WALKER_BITS);
    if (looked > chunk.from()) {
      found = search(chunk, rows, looked);
    }
    long step = chunk.from() + (found >>> DeviceJob.WALKER_BITS);
    long walker = found & ((1L << DeviceJob.WALKER_BITS) - 1);
    Optional<NotFiniteException> explained =
        explain(walker / Kernel.COHORT, chunk.from(), step, rows);
    if (explained.isEmpty() && step > chunk.from()) {
      search(chunk, rows, step); // leaves the walkers as they are after that step
    }
    throw explained.orElseGet(() -> lost(walker, step));
  }

  /** What the device alone knows: in fast math plain Java does not come to the same. */
  private NotFiniteException lost(long walker, long step) {
    List<String> position = new ArrayList<>();
    for (int i = 0; i < kernel.coordinates(); i++) {
      String value = download(state, i * padded + walker, 1).text(0);
      position.add(kernel.variables().get(i) + " = " + value);
    }
    long number = experiment.firstWalker() + walker;
    return new NotFiniteException(
        "energy or another value", number, step, String.join(", ", position), "");
  }

  private long trouble() {
    return device.guarded(
        "running", () -> trouble.download(0, Buffers.direct(Long.BYTES)).getLong(0));
  }

  /** Makes the chunk's steps once more, looking at each after the last look that found nothing. */
  private long search(Chunk chunk, double[] rows, long looked) {
    long after = Math.max(chunk.from(), chunk.plan().lastLook(looked));
    device.guarded(
        "searching",
        () -> {
          try (DeviceArray table = new DeviceArray((long) rows.length * precision.bytes())) {
            table.upload(Buffers.of(precision, rows));
            trouble.upload(Buffers.of(NO_TROUBLE));
            state.copyFrom(before);
            Chunk part = new Chunk(chunk.from(), looked, chunk.plan());
            ByteBuffer struct = parameters.set(seed, shared, chunk.from(), table.address());
            module.run(reach(), sharedBytes(), job(chunk, part, 0, 0, after), struct);
          }
          return null;
        });
    return trouble();
  }

  /** Steps the cohort once more in plain Java, to show where it was. */
  private Optional<NotFiniteException> explain(long cohort, long from, long step, double[] rows) {
    long first = cohort * Kernel.COHORT;
    int present = (int) Math.min(Kernel.COHORT, experiment.walkers() - first);
    try (Arena arena = Arena.ofConfined();
        TileKernel replay = new JavaBackend().compile(kernel)) {
      long valueBytes = precision.bytes();
      MemorySegment saved =
          arena.allocate(valueBytes * Kernel.COHORT * kernel.variables().size(), 64);
      for (int i = 0; i < kernel.variables().size(); i++) {
        long row = i * Kernel.COHORT * valueBytes;
        MemorySegment lanes = saved.asSlice(row, Kernel.COHORT * valueBytes);
        download(before, i * padded + first, lanes);
      }
      replay.load(seed, shared);
      replay.table(from, rows);
      long number = experiment.firstWalker() + first;
      Tile tile = new Tile(precision, saved, 0, Kernel.COHORT, number, present);
      return Trouble.explain(kernel, replay, tile, from, Math.max(from, step - 1), step);
    }
  }

  private WalkerArray download(DeviceArray array, long from, int n) {
    WalkerArray values = WalkerArray.of(precision, n);
    download(array, from, values.memory());
    return values;
  }

  /**
   * @param from index of the first value
   */
  private void download(DeviceArray array, long from, MemorySegment values) {
    device.guarded(
        "downloading",
        () -> {
          DeviceModule.download(array, from * precision.bytes(), values);
          return null;
        });
  }

  @Override
  public WalkerArray variable(int i) {
    return download(state, i * padded, Math.toIntExact(experiment.walkers()));
  }

  @Override
  public HistogramCounts counts(int h) {
    long[] flat = new long[HistogramCounts.flatLength(axes.get(h).bins())];
    ByteBuffer buffer = Buffers.direct(Math.multiplyExact(flat.length, Long.BYTES));
    long offset = axes.get(h).offset() * Long.BYTES;
    device.guarded("downloading", () -> counts.download(offset, buffer));
    buffer.asLongBuffer().get(flat);
    return HistogramCounts.of(axes.get(h).bins(), flat);
  }

  @Override
  public double[] cohortSums(int observable) {
    double[] sums = new double[Math.toIntExact(cohorts())];
    ByteBuffer buffer = Buffers.direct(Math.multiplyExact(sums.length, Double.BYTES));
    device.guarded(
        "downloading", () -> timeSums.download((long) observable * buffer.remaining(), buffer));
    buffer.asDoubleBuffer().get(sums);
    return sums;
  }

  @Override
  public double steppingSeconds() {
    return steppingSeconds;
  }

  @Override
  public String workers() {
    return "1 device";
  }

  @Override
  public double bytesPerWalker() {
    return (double) (state.bytes() + before.bytes() + timeSums.bytes()) / experiment.walkers();
  }

  @Override
  public long bytesPerSample() {
    return 3L * Double.BYTES * kernel.observables().size() * cohorts();
  }

  @Override
  public void close() {
    // After a failure the driver refuses everything else in this context, which goes last.
    memory.forEach(array -> device.quietly(array::close));
    memory.clear();
    device.quietly(module::close);
    device.close();
  }
}
