package perrin.backend.cuda;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jcuda.driver.CUevent;
import perrin.backend.Chunk;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.EventPlan;
import perrin.backend.Events;
import perrin.backend.Grid;
import perrin.backend.Program;
import perrin.backend.WalkerMemory;
import perrin.backend.curand.BufferedEnsemble.Pieces;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.kernel.SharedNumbers;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/**
 * The walkers of a run in the memory of a device, with what is counted and summed over the whole
 * run, and the launches that move them. Each method within {@link CudaDevice#guarded}.
 */
final class DeviceWalkers implements AutoCloseable {
  /** All values are finite. */
  static final long NO_TROUBLE = -1;

  /** What {@link #start} looks at: the walkers as they are, before any step. */
  static final Chunk LOOK = new Chunk(0, 0, new EventPlan(0, 0, 1));

  private final Program program;
  private final CudaDevice device;
  private final DeviceModule module;
  private final Precision precision;
  private final List<DeviceArray> memory = new ArrayList<>();
  private final List<Grid> grids;
  private final long padded;
  private final BlockPlan plan;
  private final boolean few;

  /** Walkers that launches count: blocks lie at multiples of their size by global number. */
  private final long reach;

  private final KernelParameters parameters;
  private final DeviceArray state;

  /**
   * The state at the beginning of the chunk: from there it is found out when a walker was lost. It
   * is a second copy of the state, and the only way that needs no noise of earlier chunks again.
   */
  private final DeviceArray before;

  /** Where large walkers are while they step; nothing where that is not here. */
  private final DeviceArray columns;

  private final DeviceArray timeSums;

  private final DeviceCorrelations correlations;

  /** Of each walker; nothing where they are not few. */
  private final DeviceArray walkerSums;

  private final DeviceArray axisStructs;
  private final DeviceArray counts;
  private final DeviceArray trouble;
  private final PinnedMemory troubleSeen;
  private final DeviceTimer timer;
  private final Optional<DeviceNormals> normals;
  private DeviceArray table;
  private DeviceArray events;

  /** Address of what the chunk's samples correlate. */
  private long correlated;

  private long seed;
  private final DeviceArray tables;
  private final DeviceArray lookups;
  private double[] shared = new double[0];

  /**
   * @param more bytes that the run takes besides
   * @throws perrin.backend.BackendException where it does not all fit
   */
  DeviceWalkers(Program program, CudaDevice device, DeviceModule module, long more) {
    this.program = program;
    Kernel kernel = program.kernel();
    this.device = device;
    this.module = module;
    this.precision = kernel.precision();
    this.grids = program.grids();
    this.padded = program.walkers().padded();
    this.parameters = new KernelParameters(precision, kernel.shared().ofRun().size());
    this.plan = module.plan();
    this.reach = program.walkers().first() % plan.threads() + padded;
    this.few = program.walkerSums();
    long stateBytes = precision.bytes() * padded * kernel.variables().size();
    long timeBytes = Double.BYTES * kernel.sampling().timeRows() * cohorts();
    long all = grids.stream().mapToLong(Grid::length).sum();
    Optional<Pieces> pieces = program.curand().map(_ -> Pieces.of(program));
    long tableBytes = (long) precision.bytes() * kernel.shared().tableLength();
    long lookupBytes = (long) Integer.BYTES * kernel.shared().lookupLength();
    device.requireMemory(
        2 * stateBytes
            + plan.deviceBytes(reach)
            + tableBytes
            + lookupBytes
            + timeBytes
            + DeviceCorrelations.bytes(program)
            + Long.BYTES * all
            + pieces.map(DeviceNormals::bytes).orElse(0L)
            + more,
        program.walkers().count() + " walkers");
    try {
      state = allocate(stateBytes);
      before = allocate(stateBytes);
      columns = allocate(plan.deviceBytes(reach));
      timeSums = allocate(timeBytes);
      walkerSums =
          allocate(
              few ? Double.BYTES * kernel.sampling().timeRows() * program.walkers().count() : 0);
      DeviceArray origins = allocate(DeviceCorrelations.bytes(program));
      correlations = new DeviceCorrelations(program, module, origins);
      axisStructs = allocate(Buffers.of(grids).remaining());
      counts = allocate(Long.BYTES * all);
      trouble = allocate(Long.BYTES);
      tables = allocate(tableBytes);
      lookups = allocate(lookupBytes);
      table = new DeviceArray(0);
      events = new DeviceArray(0);
      troubleSeen = new PinnedMemory(Long.BYTES);
      timer = new DeviceTimer(DeviceModule.STEPS);
      normals = pieces.map(p -> new DeviceNormals(device, program.curand().get(), p));
      axisStructs.upload(Buffers.of(grids));
      timeSums.clear();
      if (few) {
        walkerSums.clear();
      }
      counts.clear();
    } catch (RuntimeException e) {
      closeMemory();
      throw e;
    }
  }

  private DeviceArray allocate(long bytes) {
    DeviceArray array = new DeviceArray(bytes);
    memory.add(array);
    return array;
  }

  long cohorts() {
    return padded / Kernel.COHORT;
  }

  /** Where Gaussians come from, if not from the walkers' own generator; the caller's to close. */
  Optional<DeviceNormals> normals() {
    return normals;
  }

  /** Start values, and a look at them. */
  void start(long seed, SharedNumbers numbers) {
    prepare(seed, numbers);
    module.start(padded, job(Events.look(), 0, 0, 0), struct(0, 0));
    look();
  }

  /** Given values of each variable, shape [walkers], and a look at them. */
  void load(long seed, SharedNumbers numbers, List<WalkerArray> variables) {
    prepare(seed, numbers);
    set(variables);
    look();
  }

  /** All as it was there. */
  void restore(long seed, SharedNumbers numbers, EnsembleSnapshot from) {
    prepare(seed, numbers);
    set(from.variables());
    for (int h = 0; h < grids.size(); h++) {
      counts.upload(grids.get(h).offset() * Long.BYTES, Buffers.of(from.counts().get(h).flat()));
    }
    timeSums.upload(from.cohortSums());
    from.walkerSums().ifPresent(walkerSums::upload);
    correlations.restore(from);
  }

  private void set(List<WalkerArray> variables) {
    long row = padded * precision.bytes();
    for (int i = 0; i < variables.size(); i++) {
      MemorySegment values = variables.get(i).memory();
      MemorySegment rest =
          WalkerMemory.padding(variables.get(i), padded - program.walkers().count());
      DeviceModule.upload(values, state, i * row);
      DeviceModule.upload(rest, state, i * row + values.byteSize());
    }
  }

  private void prepare(long seed, SharedNumbers numbers) {
    this.seed = seed;
    shared = numbers.ofRun();
    tables.upload(Buffers.of(precision, numbers.tables()));
    lookups.upload(Buffers.of(numbers.lookups()));
  }

  private void look() {
    ByteBuffer struct = struct(0, 0);
    timer.start();
    trouble.fill(-1);
    before.copyFrom(state);
    launch(Events.look(), 0, struct);
    seeTrouble();
  }

  /**
   * Begins a chunk's steps; waits for nothing.
   *
   * @param sums address of the samples' sums over cohorts
   */
  void begin(Chunk chunk, double[] rows, long sums) {
    ByteBuffer struct = struct(chunk, rows);
    trouble.fill(-1);
    before.copyFrom(state);
    timer.start();
    correlated = correlations.samples(chunk);
    launch(chunk.events(), sums, struct);
    correlations.take(chunk, timeSums, walkerSums);
    seeTrouble();
  }

  /** The end of what was begun. */
  CUevent end() {
    return timer.done();
  }

  /**
   * Waits for the end of what was begun.
   *
   * @return {@link #NO_TROUBLE}, or the word that the kernel left
   */
  long finish() {
    timer.await();
    return troubleSeen.content().getLong(0);
  }

  /** Seconds that it took. */
  double lastSeconds() {
    return timer.lastSeconds();
  }

  /**
   * Makes the chunk's steps once more, looking at each after the last look that found nothing;
   * leaves the walkers as they are then.
   *
   * @param looked where something was not finite
   * @return the word that the kernel left
   */
  long search(Chunk chunk, double[] rows, long looked) {
    Events planned = chunk.events();
    ByteBuffer struct = struct(chunk, rows);
    trouble.fill(-1);
    state.copyFrom(before);
    timer.start();
    launch(planned.searching(planned.lookBefore(looked), looked), 0, struct);
    seeTrouble();
    return finish();
  }

  private void seeTrouble() {
    troubleSeen.copyFrom(trouble, Long.BYTES, DeviceModule.STEPS);
    timer.stop();
  }

  private ByteBuffer struct(Chunk chunk, double[] rows) {
    long bytes = (long) rows.length * precision.bytes();
    if (bytes > table.bytes()) {
      table.close();
      table = new DeviceArray(bytes);
    }
    table.upload(Buffers.of(precision, rows));
    return struct(chunk.from(), table.address());
  }

  private ByteBuffer struct(long rowStep, long rows) {
    return parameters.set(seed, shared, tables.address(), lookups.address(), rowStep, rows);
  }

  /**
   * Begins the steps from event to event: a launch for each half of the run.
   *
   * @param sums address of the samples' sums over cohorts
   */
  private void launch(Events all, long sums, ByteBuffer struct) {
    long bytes = (long) all.size() * Long.BYTES;
    if (bytes > events.bytes()) {
      events.close();
      events = new DeviceArray(bytes);
    }
    events.upload(all.structs().asByteBuffer());
    long at = events.address();
    List<Events> halves = all.halves();
    for (int half = 0; half < halves.size(); half++) {
      Events part = halves.get(half);
      if (part.size() > 0) {
        Optional<ByteBuffer> source = normals.map(DeviceNormals::struct);
        module.run(reach, job(part, at, half, sums), struct, source);
        at += (long) part.size() * Long.BYTES;
      }
    }
  }

  /**
   * @param at address of the events
   */
  private ByteBuffer job(Events part, long at, int half, long sums) {
    DeviceJob.Addresses addresses =
        new DeviceJob.Addresses(
            state.address(),
            sums,
            timeSums.address(),
            walkerSums.address(),
            correlated,
            axisStructs.address(),
            counts.address(),
            columns.address(),
            trouble.address(),
            at);
    return DeviceJob.of(addresses, padded, program.walkers(), part, half, plan.sharedCells());
  }

  /**
   * Present values of variable i.
   *
   * @param first walker, counted from the run's first
   */
  WalkerArray variable(int i, long first, int walkers) {
    WalkerArray values = WalkerArray.of(precision, walkers);
    DeviceModule.download(state, (i * padded + first) * precision.bytes(), values.memory());
    return values;
  }

  /**
   * The same at the beginning of the chunk.
   *
   * @param values shape [walkers]; written
   */
  void variableBefore(int i, long first, MemorySegment values) {
    DeviceModule.download(before, (i * padded + first) * precision.bytes(), values);
  }

  /** Where the origins of correlated quantities are. */
  EnsembleSnapshot.Origins origins() {
    return correlations;
  }

  /** Counts of histogram h so far. */
  HistogramCounts counts(int h) {
    long[] flat = new long[grids.get(h).length()];
    ByteBuffer buffer = Buffers.direct(Math.multiplyExact(flat.length, Long.BYTES));
    counts.download(grids.get(h).offset() * Long.BYTES, buffer).asLongBuffer().get(flat);
    return HistogramCounts.of(grids.get(h).bins(), flat);
  }

  /** A row of an observable's sums over time, shape [cohorts]. */
  double[] timeSums(int row) {
    return row(timeSums, row, cohorts());
  }

  /** The same of each walker, shape [walkers]; empty where they are not few. */
  Optional<double[]> walkerSums(int row) {
    return few ? Optional.of(row(walkerSums, row, program.walkers().count())) : Optional.empty();
  }

  private static double[] row(DeviceArray of, int row, long length) {
    double[] sums = new double[Math.toIntExact(length)];
    ByteBuffer buffer = Buffers.direct(Math.multiplyExact(sums.length, Double.BYTES));
    of.download((long) row * buffer.remaining(), buffer);
    buffer.asDoubleBuffer().get(sums);
    return sums;
  }

  @Override
  public void close() {
    device.quietly(timer::close);
    device.quietly(troubleSeen::close);
    device.quietly(table::close);
    device.quietly(events::close);
    device.quietly(correlations::close);
    closeMemory();
  }

  private void closeMemory() {
    memory.forEach(array -> device.quietly(array::close));
    memory.clear();
  }
}
