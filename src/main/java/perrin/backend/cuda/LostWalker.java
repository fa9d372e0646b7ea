package perrin.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.backend.Chunk;
import perrin.backend.NonFinite;
import perrin.backend.NotFiniteException;
import perrin.backend.Program;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.backend.java.JavaBackend;
import perrin.kernel.Kernel;
import perrin.kernel.SharedNumbers;
import perrin.statistics.WalkerArray;

/**
 * Finds out which walker was lost at which step: the device makes the chunk's steps once more,
 * looking at each; then plain Java steps the walker's cohort, which has the same bits, to say where
 * it was.
 *
 * @param chunk in which a value was found that is not finite
 * @param rows of that chunk
 */
record LostWalker(
    Program program,
    DeviceWalkers walkers,
    long seed,
    SharedNumbers shared,
    Chunk chunk,
    double[] rows) {

  /**
   * @param found the word that the kernel left
   */
  NotFiniteException exception(long found) {
    long looked = step(found);
    long word = looked > chunk.from() ? walkers.search(chunk, rows, looked) : found;
    long step = step(word);
    long walker = word & ((1L << DeviceJob.WALKER_BITS) - 1);
    Optional<NotFiniteException> explained = explain(walker / Kernel.COHORT, step);
    if (explained.isEmpty() && step > chunk.from()) {
      walkers.search(chunk, rows, step); // leaves the walkers as they are after that step
    }
    return explained.orElseGet(() -> known(walker, step));
  }

  private long step(long found) {
    return chunk.from() + (found >>> DeviceJob.WALKER_BITS);
  }

  /** What the device alone knows: in fast math plain Java does not come to the same. */
  private NotFiniteException known(long walker, long step) {
    List<String> position = new ArrayList<>();
    double[] place = new double[program.kernel().coordinates()];
    for (int i = 0; i < program.kernel().coordinates(); i++) {
      WalkerArray variable = walkers.variable(i, walker, 1);
      String value = variable.text(0);
      place[i] = variable.value(0);
      position.add(program.kernel().variables().get(i) + " = " + value);
    }
    long number = program.walkers().first() + walker;
    return new NotFiniteException(
        "energy or another value", number, step, String.join(", ", position), "", List.of(place));
  }

  private Optional<NotFiniteException> explain(long cohort, long step) {
    long first = cohort * Kernel.COHORT;
    int present = (int) Math.min(Kernel.COHORT, program.walkers().count() - first);
    try (Arena arena = Arena.ofConfined();
        TileKernel replay = new JavaBackend().compile(program.kernel())) {
      long rowBytes = (long) Kernel.COHORT * program.kernel().precision().bytes();
      MemorySegment saved = arena.allocate(rowBytes * program.kernel().variables().size(), 64);
      for (int i = 0; i < program.kernel().variables().size(); i++) {
        walkers.variableBefore(i, first, saved.asSlice(i * rowBytes, rowBytes));
      }
      replay.load(seed, shared);
      replay.table(chunk.from(), rows);
      walkers
          .normals()
          .ifPresent(source -> replay.normals(source.ofCohort(cohort, chunk.from(), step)));
      long number = program.walkers().first() + first;
      Tile tile = new Tile(program.kernel().precision(), saved, 0, Kernel.COHORT, number, present);
      long seen = Math.max(chunk.from(), step - 1);
      return NonFinite.explain(program.kernel(), replay, tile, chunk.from(), seen, step);
    }
  }
}
