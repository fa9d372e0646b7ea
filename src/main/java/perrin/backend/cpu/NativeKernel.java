package perrin.backend.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import perrin.backend.BackendException;
import perrin.backend.CorrelatedSamples;
import perrin.backend.Events;
import perrin.backend.Grid;
import perrin.backend.LookByLook;
import perrin.backend.Normals;
import perrin.backend.Tally;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.backend.TileRun;
import perrin.backend.WalkerMemory;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.Kernel;
import perrin.kernel.SharedNumbers;
import perrin.random.Philox;
import perrin.statistics.HistogramCounts;

/**
 * A compiled kernel, called through java.lang.foreign. Mirrors the entry points and structs of
 * {@code cpu/frame.h}.
 */
final class NativeKernel implements TileKernel {
  /** What every kernel has. */
  static final List<String> ENTRY_POINTS =
      List.of("perrin_start", "perrin_advance", "perrin_sample");

  /**
   * Steps between samples up to which steps and samples are worth one call; beyond, groups of steps
   * that a sample cuts are few.
   */
  static final int OFTEN = 64;

  private static final long KEYS = 0;
  private static final long TABLE_STEP = KEYS + 2L * Philox.ROUNDS * Integer.BYTES;
  private static final long TABLE = TABLE_STEP + Long.BYTES;
  private static final long SHARED_TABLES = TABLE + Long.BYTES;
  private static final long LOOKUPS = SHARED_TABLES + Long.BYTES;
  private static final long UNIFORM = LOOKUPS + Long.BYTES;
  private static final long NORMALS_BYTES = 24;

  /** Of the widest machine's. */
  private static final long VECTOR_BYTES = 64;

  private static final long SMALL_STACK = 1 << 18;
  private static final long DEFAULT_STACK = 1 << 20;

  private final Kernel kernel;
  private final Precision precision;
  private final long stackBytes;
  private final Arena arena = Arena.ofShared();
  private final MethodHandle call;
  private final MemorySegment start;
  private final MemorySegment advance;

  /** Where samples are so frequent that steps and samples are one call. */
  private final Optional<MemorySegment> runs;

  /** Where Gaussians come from memory. */
  private final Optional<MemorySegment> advanceBuffered;

  private final MemorySegment sample;

  /** Where there is something to correlate. */
  private final Optional<MemorySegment> correlate;

  private final MemorySegment parameters;
  private final Map<Tally, MemorySegment[]> axes = new ConcurrentHashMap<>();

  /** Where Gaussians come from; null where the kernel draws them. */
  private MemorySegment normals;

  private Arena tableArena = Arena.ofShared();
  private Arena sharedArena = Arena.ofShared();

  NativeKernel(CompiledKernels.Library library, Kernel kernel) {
    this.kernel = kernel;
    precision = kernel.precision();
    stackBytes = stackBytes(kernel);
    SymbolLookup lookup;
    try {
      lookup = LoadedLibrary.open(library.image(), library.file(), arena);
    } catch (BackendException e) {
      arena.close();
      throw e;
    }
    call = calls();
    start = lookup.findOrThrow("perrin_start");
    advance = lookup.findOrThrow("perrin_advance");
    advanceBuffered = lookup.find("perrin_advance_buffered");
    runs = lookup.find("perrin_run");
    sample = lookup.findOrThrow("perrin_sample");
    correlate = lookup.find("perrin_correlate");
    int uniforms = kernel.shared().ofRun().size();
    parameters = arena.allocate(UNIFORM + (uniforms + 1L) * precision.bytes(), 64);
  }

  /**
   * A vector of walkers lies on the stack while it is worked on: its state, noise and arrays, the
   * values of a whole cohort's sample, and what long code keeps from one piece to the next, at most
   * a value for each operation. Twice that, for what a compiler copies.
   */
  private static long stackBytes(Kernel kernel) {
    long operations = 0;
    for (Code code : List.of(kernel.start(), kernel.gradient(), kernel.step(), kernel.sample())) {
      operations += code.ops().size();
    }
    long vectors =
        operations
            + 2L * (kernel.variables().size() + kernel.carried())
            + kernel.valuesDrawn()
            + kernel.arrays()
            + 4L * kernel.startBlocks()
            + kernel.shared().ofRun().size();
    long slots = kernel.variables().size() + kernel.carried() + 2L * kernel.values();
    long bytes = 2 * (VECTOR_BYTES * vectors + Kernel.COHORT * Double.BYTES * slots);
    return bytes < SMALL_STACK ? 0 : bytes + DEFAULT_STACK;
  }

  @Override
  public long stackBytes() {
    return stackBytes;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle calls() {
    return Linker.nativeLinker().downcallHandle(LoadedLibrary.CALL);
  }

  /** Calls an entry point whose struct begins with a tile. */
  private long call(MemorySegment entry, Tile tile, long... rest) {
    long[] fields = new long[5 + rest.length];
    fields[0] = tile.state().address() + tile.offset() * precision.bytes();
    fields[1] = tile.stride();
    fields[2] = tile.first();
    fields[3] = tile.walkers();
    fields[4] = parameters.address();
    System.arraycopy(rest, 0, fields, 5, rest.length);
    return call(entry, fields);
  }

  /**
   * Calls an entry point.
   *
   * @param fields of the struct that it takes, a long each, whether numbers or addresses
   */
  private long call(MemorySegment entry, long... fields) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment struct = own.allocate((long) fields.length * Long.BYTES, Long.BYTES);
      MemorySegment.copy(fields, 0, struct, JAVA_LONG, 0, fields.length);
      return (long) call.invokeExact(entry, struct.address());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void load(long seed, SharedNumbers shared) {
    MemorySegment.copy(Philox.roundKeys(seed), 0, parameters, JAVA_INT, KEYS, 2 * Philox.ROUNDS);
    WalkerMemory.write(precision, shared.ofRun(), parameters, UNIFORM);
    sharedArena.close();
    sharedArena = Arena.ofShared();
    MemorySegment tables =
        sharedArena.allocate((shared.tables().length + 1L) * precision.bytes(), 64);
    WalkerMemory.write(precision, shared.tables(), tables, 0);
    parameters.set(ADDRESS, SHARED_TABLES, tables);
    MemorySegment lookups =
        sharedArena.allocate((shared.lookups().length + 1L) * Integer.BYTES, 64);
    MemorySegment.copy(shared.lookups(), 0, lookups, JAVA_INT, 0, shared.lookups().length);
    parameters.set(ADDRESS, LOOKUPS, lookups);
  }

  @Override
  public void table(long first, double[] rows) {
    tableArena.close();
    tableArena = Arena.ofShared();
    MemorySegment table = tableArena.allocate((rows.length + 1L) * precision.bytes(), 64);
    WalkerMemory.write(precision, rows, table, 0);
    parameters.set(JAVA_LONG, TABLE_STEP, first);
    parameters.set(ADDRESS, TABLE, table);
  }

  /** The run begins with walker 0, and so do the values. */
  @Override
  public void normals(Normals source) {
    if (normals == null) {
      normals = arena.allocate(NORMALS_BYTES, Long.BYTES);
    }
    normals.set(ADDRESS, 0, source.values());
    normals.set(JAVA_LONG, Long.BYTES, source.step());
    normals.set(JAVA_LONG, 2 * Long.BYTES, source.walkers());
  }

  @Override
  public void start(Tile tile) {
    call(start, tile);
  }

  @Override
  public void advance(Tile tile, long from, long to) {
    call(
        normals == null ? advance : advanceBuffered.orElseThrow(),
        tile,
        from,
        to,
        normals == null ? 0 : normals.address());
  }

  @Override
  public long sample(Tile tile, Tally tally, int half) {
    MemorySegment counts = half < 0 ? MemorySegment.NULL : tally.counts();
    MemorySegment scale = axes(tally)[Math.max(0, half)];
    return call(
        sample,
        tile,
        0, // no steps
        0,
        0,
        tally.sums().address(),
        scale.address(),
        counts.address(),
        tally.values().address(),
        tally.correlated().address());
  }

  @Override
  public long run(Tile tile, TileRun run, Events events) {
    if (runs.isEmpty() || events.samples() == 0) {
      return LookByLook.run(kernel, this, tile, run, events);
    }
    Tally tally = run.tally();
    return call(
        runs.get(),
        tile,
        events.from(),
        events.to(),
        0, // no Gaussians from memory
        tally.sampleSums().address(),
        axes(tally)[0].address(),
        tally.counts().address(),
        tally.values().address(),
        tally.correlated().address(),
        events.origin(),
        events.structs().address(),
        events.size(),
        axes(tally)[1].address(),
        run.samples(),
        run.moments().address(),
        run.cohortSums().address(),
        run.cohorts(),
        run.walkerSums().address(),
        run.walkers(),
        tally.ticks().address());
  }

  @Override
  public void correlate(CorrelatedSamples of) {
    call(
        correlate.orElseThrow(),
        of.samples().address(),
        of.first(),
        of.count(),
        of.origins().address(),
        of.kept(),
        of.cohorts(),
        of.of().components(),
        of.of().displaced() ? 1 : 0,
        of.of().lags(),
        of.of().spacing(),
        of.sums().lagZero().address(),
        of.sums().stride(),
        of.own().lagZero().address(),
        of.own().stride());
  }

  @Override
  public void close() {
    tableArena.close();
    sharedArena.close();
    arena.close();
  }

  /** All axes of all histograms as the kernel's structs, for each half of the run. */
  private MemorySegment[] axes(Tally tally) {
    return axes.computeIfAbsent(
        tally, t -> new MemorySegment[] {structs(t.grids(), 0), structs(t.grids(), 1)});
  }

  private MemorySegment structs(List<Grid> grids, int half) {
    long bins = 3L * precision.bytes();
    long offset = (bins + Integer.BYTES + 7) / 8 * 8; // as long integers are aligned
    long size = offset + Long.BYTES;
    long axes = grids.stream().mapToLong(grid -> grid.axes().size()).sum();
    MemorySegment structs = arena.allocate(Math.max(1, axes) * size, 8);
    long at = 0;
    for (Grid grid : grids) {
      long first = grid.offset() + HistogramCounts.index(grid.bins(), half, 0, 0);
      for (Grid.Axis axis : grid.axes()) {
        double[] numbers = {axis.from(), axis.to(), axis.scale()};
        WalkerMemory.write(precision, numbers, structs, at);
        structs.set(JAVA_INT, at + bins, axis.bins());
        structs.set(JAVA_LONG, at + offset, first);
        at += size;
      }
    }
    return structs;
  }
}
