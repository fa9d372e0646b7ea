package perrin.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
import perrin.kernel.Kernel;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Moments;

/** All walkers of a run in the memory of a GPU. */
final class CudaEnsemble implements Ensemble {
  private static final long NO_TROUBLE = -1;

  /** What {@link #start} looks at: the walkers as they are, before any step. */
  private static final Chunk LOOK = new Chunk(0, 0, new SamplePlan(0, 0, 1));

  private final Experiment experiment;
  private final Kernel kernel;
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
  private float[] shared = new float[0];
  private double steppingSeconds;

  /**
   * @param module closed with the ensemble
   */
  CudaEnsemble(Experiment experiment, Kernel kernel, CudaDevice device, DeviceModule module) {
    this.experiment = experiment;
    this.kernel = kernel;
    this.device = device;
    this.module = module;
    this.axes = Axis.of(experiment.histograms().values());
    this.padded = (experiment.walkers() + Kernel.COHORT - 1) / Kernel.COHORT * Kernel.COHORT;
    this.parameters = new KernelParameters(kernel.shared().ofRun().size());
    long cells = axes.stream().mapToLong(axis -> axis.bins() + 2L).sum();
    this.sharedCells = cells * Integer.BYTES <= device.sharedMemory() ? (int) cells : 0;
    try {
      long stateBytes = Float.BYTES * padded * kernel.variables().size();
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
  public void start(long seed, float[] shared) {
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
    checkTrouble(LOOK, new float[0]);
  }

  @Override
  public SampleSums run(Chunk chunk, float[] rows) {
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

  private void runParts(Chunk chunk, float[] rows, double[] moments) {
    long row = chunk.samples() * kernel.observables().size() * cohorts() * Double.BYTES;
    try (DeviceArray table = new DeviceArray((long) rows.length * Float.BYTES);
        DeviceArray sums = new DeviceArray(2 * row);
        DeviceArray nodes = new DeviceArray(row);
        DeviceArray results = new DeviceArray((long) moments.length * Double.BYTES)) {
      table.upload(Buffers.of(rows));
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

  private void checkTrouble(Chunk chunk, float[] rows) {
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
      float[] value = new float[1];
      download(state, i * padded + walker, value);
      position.add(kernel.variables().get(i) + " = " + value[0]);
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
  private long search(Chunk chunk, float[] rows, long looked) {
    long after = Math.max(chunk.from(), chunk.plan().lastLook(looked));
    device.guarded(
        "searching",
        () -> {
          try (DeviceArray table = new DeviceArray((long) rows.length * Float.BYTES)) {
            table.upload(Buffers.of(rows));
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
  private Optional<NotFiniteException> explain(long cohort, long from, long step, float[] rows) {
    long first = cohort * Kernel.COHORT;
    int present = (int) Math.min(Kernel.COHORT, experiment.walkers() - first);
    try (Arena arena = Arena.ofConfined();
        TileKernel replay = new JavaBackend().compile(kernel)) {
      MemorySegment saved =
          arena.allocate(ValueLayout.JAVA_FLOAT, (long) Kernel.COHORT * kernel.variables().size());
      for (int i = 0; i < kernel.variables().size(); i++) {
        float[] lanes = new float[Kernel.COHORT];
        download(before, i * padded + first, lanes);
        long at = (long) i * Kernel.COHORT * Float.BYTES;
        MemorySegment.copy(lanes, 0, saved, ValueLayout.JAVA_FLOAT, at, lanes.length);
      }
      replay.load(seed, shared);
      replay.table(from, rows);
      long number = experiment.firstWalker() + first;
      Tile tile = new Tile(saved, 0, Kernel.COHORT, number, present);
      return Trouble.explain(kernel, replay, tile, from, Math.max(from, step - 1), step);
    }
  }

  private void download(DeviceArray array, long from, float[] values) {
    device.guarded(
        "downloading",
        () -> {
          DeviceModule.download(array, from * Float.BYTES, values);
          return null;
        });
  }

  @Override
  public float[] variable(int i) {
    float[] values = new float[Math.toIntExact(experiment.walkers())];
    download(state, i * padded, values);
    return values;
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
