package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import perrin.kernel.Kernel;
import perrin.kernel.SharedNumbers;
import perrin.statistics.HistogramCounts;
import perrin.statistics.TreeNode;
import perrin.statistics.WalkerArray;

/**
 * All walkers of a run in the memory of this machine, moved tile by tile on several threads. What
 * it computes does not depend on the number of threads, the tiles or the chunks.
 */
public final class HostEnsemble implements Ensemble {
  /** Most cohorts in a tile: few enough for the first-level cache, enough to outweigh a call. */
  static final int TILE_COHORTS = 32;

  /** That of a whole tile in the tree of sums. */
  static final int TILE_LEVEL = Integer.numberOfTrailingZeros(TILE_COHORTS);

  private static final int TILE = TILE_COHORTS * Kernel.COHORT;

  /** What a chunk's samples take at most; those of two chunks are held at a time. */
  public static final long SAMPLE_BYTES = 32L << 20;

  private final Program program;
  private final Kernel kernel;
  private final TileKernel tileKernel;
  private final Arena arena = Arena.ofShared();
  private final HostWalkers state;
  private final long walkers;
  private final List<TreeNode> nodes;
  private final List<Tile> tiles;
  private final List<Worker> workers = new ArrayList<>();
  private final ExecutorService threads;
  private final List<Grid> grids;
  private final long cohorts;

  /** Over all samples, shape [observables][cohorts]. */
  private final MemorySegment cohortSums;

  private final boolean few;

  private final boolean correlated;

  /** That a kernel takes at a time; what is correlated is taken sample by sample. */
  private final int samplesOfCall;

  /** The same of each walker, shape [observables][walkers]; nothing where they are not few. */
  private final MemorySegment walkerSums;

  private final HostCorrelations correlations;

  /** Nobody needs to go beyond the first step at which something was not finite. */
  private final AtomicLong firstTrouble = new AtomicLong(Long.MAX_VALUE);

  private final StepsMade made;

  /** For the sums of two chunks, in turns. */
  private final List<TileSums.Room> rooms = List.of(new TileSums.Room(), new TileSums.Room());

  private int chunks;

  /** A chunk that is being moved, if any. */
  private Optional<Underway> underway = Optional.empty();

  /** What became of the chunks so far, where a walker was lost. */
  private Optional<NotFiniteException> lost = Optional.empty();

  /**
   * @param tileKernel closed with the ensemble
   * @param threads how many to use
   */
  public HostEnsemble(Program program, TileKernel tileKernel, int threads) {
    this.program = program;
    this.kernel = program.kernel();
    this.made = new StepsMade(kernel);
    this.tileKernel = tileKernel;
    this.walkers = program.walkers().count();
    this.grids = program.grids();
    this.nodes = program.walkers().nodes(TILE_LEVEL);
    this.state = new HostWalkers(program, nodes);
    this.tiles = state.tiles();
    int observables = kernel.sampling().observed().size();
    this.cohorts = program.walkers().cohorts();
    this.cohortSums = Doubles.allocate(arena, Math.max(1, observables) * cohorts);
    this.few = program.walkerSums();
    this.correlated = !kernel.sampling().correlated().isEmpty();
    this.samplesOfCall = correlated ? 1 : Tally.SAMPLES;
    this.walkerSums = Doubles.allocate(arena, few ? Math.max(1, observables) * walkers : 0);
    this.correlations = new HostCorrelations(arena, kernel, tileKernel, tiles, few);
    int used = Math.max(1, Math.min(threads, tiles.size()));
    for (int i = 0; i < used; i++) {
      workers.add(new Worker());
    }
    this.threads =
        Executors.newFixedThreadPool(
            used, Thread.ofPlatform().daemon().stackSize(tileKernel.stackBytes()).factory());
  }

  /** Bytes beside Java's memory that correlations keep of so many walkers. */
  public static double bytesOfOrigins(Kernel kernel, double walkers) {
    return HostCorrelations.bytes(kernel, walkers);
  }

  /** Threads in use: no more than there are tiles. */
  @Override
  public String workers() {
    return workers.size() + (workers.size() == 1 ? " thread" : " threads");
  }

  @Override
  public long samplesAtOnce() {
    long each = TileSums.bytesPerSample(kernel.sampling().observed().size(), walkers);
    return Math.max(1, SAMPLE_BYTES / Math.max(1, each));
  }

  /**
   * Sets all walkers to their start values.
   *
   * @throws NotFiniteException where a walker cannot start
   */
  @Override
  public void start(long seed, SharedNumbers shared) {
    prepare(seed, shared);
    made.start();
    forAllTiles((worker, i) -> worker.start(tiles.get(i)));
  }

  private void prepare(long seed, SharedNumbers shared) {
    end();
    lost = Optional.empty();
    tileKernel.load(seed, shared);
    tileKernel.table(0, new double[0]);
    firstTrouble.set(Long.MAX_VALUE);
  }

  @Override
  public void load(long seed, SharedNumbers shared, List<WalkerArray> variables) {
    EnsembleSnapshot.requireVariables(program, variables);
    prepare(seed, shared);
    state.set(variables);
    made.load();
    forAllTiles((worker, i) -> worker.lookAtStart(tiles.get(i)));
  }

  @Override
  public EnsembleSnapshot snapshot() {
    await();
    return EnsembleSnapshot.of(program, this, made, correlations);
  }

  @Override
  public EnsembleSnapshot present() {
    await();
    return EnsembleSnapshot.of(program, this, made, correlations, this::view);
  }

  @Override
  public List<List<double[]>> origins() {
    await();
    return EnsembleSnapshot.origins(kernel, made, correlations);
  }

  @Override
  public void restore(long seed, SharedNumbers shared, EnsembleSnapshot snapshot) {
    snapshot.requireOf(program);
    prepare(seed, shared);
    state.set(snapshot.variables());
    for (int k = 0; k < kernel.sampling().observed().size(); k++) {
      Doubles.setRow(cohortSums, k, snapshot.cohortSums().get(k));
      if (few) {
        Doubles.setRow(walkerSums, k, snapshot.walkerSums().orElseThrow().get(k));
      }
    }
    correlations.restore(snapshot);
    workers.forEach(worker -> worker.tally.counts().fill((byte) 0));
    for (int h = 0; h < grids.size(); h++) {
      long[] flat = snapshot.counts().get(h).flat();
      long at = grids.get(h).offset() * Long.BYTES;
      MemorySegment counts = workers.getFirst().tally.counts();
      MemorySegment.copy(flat, 0, counts, ValueLayout.JAVA_LONG, at, flat.length);
    }
    made.restore(snapshot);
  }

  /**
   * Begins with the chunk's steps and samples; the chunk before is at its end.
   *
   * @param rows what changes from step to step, see {@link TileKernel#table}
   * @throws NotFiniteException where a walker's values stopped being finite in the chunk before
   */
  @Override
  public SampleSums run(Chunk chunk, double[] rows) {
    await();
    made.make(chunk);
    tileKernel.table(chunk.from(), rows);
    TileSums.Room room = rooms.get(chunks++ % rooms.size());
    var sums = new TileSums(chunk.samples(), kernel.sampling(), nodes, tiles, room, this::await);
    Events events = chunk.events();
    List<Events> stretches = events.stretches(samplesOfCall);
    long begun = System.nanoTime();
    var shares = begin((worker, i) -> worker.run(events, stretches, chunk.firstSample(), i, sums));
    underway = Optional.of(new Underway(shares, sums, begun));
    return sums;
  }

  @Override
  public void await() {
    end();
    lost.ifPresent(e -> {
      throw e;
    });
  }

  /** Waits for the end of the chunk under way, if any. */
  private void end() {
    Optional<Underway> ending = underway;
    underway = Optional.empty();
    ending.ifPresent(chunk -> {
      Share all = finish(chunk.shares);
      chunk.sums.took((all.ended - chunk.begun) * 1e-9);
      lost = all.first.map(first -> first.exception(kernel));
    });
  }

  /** The final values of variable i, shape [walkers]. */
  @Override
  public WalkerArray variable(int i) {
    await();
    return state.variable(i);
  }

  @Override
  public WalkerArray view(int i) {
    await();
    return state.view(i);
  }

  /** Counts of histogram h so far. */
  @Override
  public HistogramCounts counts(int h) {
    await();
    int length = grids.get(h).length();
    HistogramCounts counts = new HistogramCounts(grids.get(h).bins());
    for (Worker worker : workers) {
      long[] share = new long[length];
      MemorySegment.copy(
          worker.tally.counts(),
          ValueLayout.JAVA_LONG,
          grids.get(h).offset() * Long.BYTES,
          share,
          0,
          length);
      counts.add(share);
    }
    return counts;
  }

  @Override
  public double[] cohortSums(int row) {
    await();
    return row < kernel.sampling().observed().size()
        ? Doubles.row(cohortSums, row, cohorts)
        : correlations.cohortSums(row);
  }

  @Override
  public Optional<double[]> walkerSums(int row) {
    await();
    if (!few) {
      return Optional.empty();
    }
    return Optional.of(
        row < kernel.sampling().observed().size()
            ? Doubles.row(walkerSums, row, walkers)
            : correlations.walkerSums(row));
  }

  /** Seconds spent stepping so far, as if all threads had stepped all that time. */
  @Override
  public double steppingSeconds() {
    await();
    double nanos = 0;
    for (Worker worker : workers) {
      nanos += worker.runningNanos * worker.tally.steppingShare();
    }
    return nanos * 1e-9 / workers.size();
  }

  @Override
  public void close() {
    firstTrouble.set(0); // so that nobody goes on
    threads.close();
    rooms.forEach(TileSums.Room::close);
    tileKernel.close();
    arena.close();
    state.close();
  }

  private interface TileTask {
    /** Does its work on tile i; gives what is not finite there, or null. */
    NonFinite run(Worker worker, int i);
  }

  private void forAllTiles(TileTask task) {
    finish(begin(task))
        .first
        .ifPresent(first -> {
          throw first.exception(kernel);
        });
  }

  /**
   * What a thread is done with: the first of what is not finite, if anything, and when it ended.
   */
  private record Share(Optional<NonFinite> first, long ended) {}

  private record Underway(List<Future<Share>> shares, TileSums sums, long begun) {}

  private List<Future<Share>> begin(TileTask task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<Share>> shares = new ArrayList<>();
    for (Worker worker : workers) {
      shares.add(
          threads.submit(() -> {
            NonFinite first = null;
            for (int i; (i = next.getAndIncrement()) < tiles.size(); ) {
              first = NonFinite.earlier(first, task.run(worker, i));
            }
            return new Share(Optional.ofNullable(first), System.nanoTime());
          }));
    }
    return shares;
  }

  /** Waits for all; gives the first of what is not finite, and when the last one ended. */
  private static Share finish(List<Future<Share>> shares) {
    shares.forEach(HostEnsemble::waitFor); // whatever becomes of one, nobody is at work after this
    NonFinite first = null;
    long ended = Long.MIN_VALUE;
    for (Future<Share> future : shares) {
      Share share = result(future);
      first = NonFinite.earlier(first, share.first.orElse(null));
      ended = Math.max(ended, share.ended);
    }
    return new Share(Optional.ofNullable(first), ended);
  }

  private static void waitFor(Future<Share> share) {
    try {
      share.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      // result() says so
    }
  }

  private static Share result(Future<Share> done) {
    if (done.state() != Future.State.FAILED) {
      return done.resultNow();
    }
    if (done.exceptionNow() instanceof RuntimeException failure) {
      throw failure;
    }
    throw new IllegalStateException(done.exceptionNow());
  }

  /** What one thread keeps. */
  private final class Worker {
    final Tally tally;
    private final MemorySegment before;
    long runningNanos;

    Worker() {
      tally = new Tally(arena, kernel, grids, TILE_COHORTS, few);
      long values = (long) TILE * kernel.variables().size();
      before = arena.allocate(kernel.precision().bytes() * values, 64);
    }

    NonFinite start(Tile tile) {
      tileKernel.start(tile);
      return lookAtStart(tile);
    }

    NonFinite lookAtStart(Tile tile) {
      long bad = tileKernel.sample(tile, tally, -1);
      return bad == TileKernel.ALL_FINITE ? null : NonFinite.at(tile, bad, 0);
    }

    /**
     * @param stretches that the events are cut into, one for each call
     * @param firstSample samples of the run before the events
     */
    NonFinite run(
        Events events, List<Events> stretches, long firstSample, int tileNumber, TileSums into) {
      Tile tile = tiles.get(tileNumber);
      state.copy(tile, tile.in(before, 0, TILE));
      int sample = 0;
      long looked = events.from();
      for (Events stretch : stretches) {
        if (looked >= firstTrouble.get()) {
          break; // what comes is later
        }
        long begun = System.nanoTime();
        long bad = tileKernel.run(tile, run(tile, into.of(tileNumber, sample)), stretch);
        runningNanos += System.nanoTime() - begun;
        if (bad != TileKernel.ALL_FINITE) {
          return replay(tile, events);
        }
        if (correlated && stretch.samples() > 0) {
          correlations.take(tileNumber, tally.correlated(), firstSample + sample);
        }
        sample += stretch.samples();
        looked = stretch.isLook(stretch.size() - 1) ? stretch.to() : looked;
      }
      return null;
    }

    private TileRun run(Tile tile, MemorySegment moments) {
      long first = tile.first() - tiles.getFirst().first();
      return new TileRun(
          tally,
          samplesOfCall,
          moments,
          cohortSums.asSlice(first / Kernel.COHORT * Double.BYTES),
          cohorts,
          few ? walkerSums.asSlice(first * Double.BYTES) : MemorySegment.NULL,
          walkers);
    }

    /** Makes the chunk's steps once more, to see when the trouble began. */
    private NonFinite replay(Tile tile, Events events) {
      Tile saved = tile.in(before, 0, TILE);
      NonFinite.Replay replay = new NonFinite.Replay(kernel, tileKernel, tally);
      NonFinite trouble = replay.firstBad(saved, events, firstTrouble.get());
      if (trouble != null) {
        firstTrouble.accumulateAndGet(trouble.step(), Math::min);
      }
      return trouble;
    }
  }
}
