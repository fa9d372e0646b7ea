package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import perrin.kernel.Kernel;

/**
 * A value that is not finite.
 *
 * @param value its number, see {@link TileKernel#sample}
 * @param walker global number
 * @param step steps made
 * @param position the walker's variables then
 * @param before its variables one step earlier; empty if unknown
 */
public record NonFinite(
    int value, long walker, long step, List<Number> position, List<Number> before) {

  static NonFinite at(Tile tile, long bad, long step) {
    int lane = (int) bad;
    int value = (int) (bad >>> TileKernel.VALUE_SHIFT);
    return new NonFinite(value, tile.first() + lane, step, tile.variables(lane), List.of());
  }

  /** The one that happened first; among those of one step, of the lower walker. */
  static NonFinite earlier(NonFinite a, NonFinite b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    boolean aFirst = a.step != b.step ? a.step < b.step : a.walker <= b.walker;
    return aFirst ? a : b;
  }

  /**
   * Makes a tile's steps once more, one at a time, and says what stopped being finite; nothing if
   * all stays finite, as it may where the steps were made in other math.
   *
   * @param tile its state at step {@code from}; modified
   * @param seen last step at which all was finite
   * @param to step at which something was not
   */
  public static Optional<NotFiniteException> explain(
      Kernel kernel, TileKernel tileKernel, Tile tile, long from, long seen, long to) {
    try (Arena arena = Arena.ofConfined()) {
      Tally tally = new Tally(arena, kernel, List.of(), tile.cohorts(), false);
      long now = tileKernel.sample(tile, tally, -1);
      NonFinite trouble =
          now != TileKernel.ALL_FINITE
              ? at(tile, now, from)
              : new Replay(kernel, tileKernel, tally).firstBad(tile, from, seen, to);
      return Optional.ofNullable(trouble).map(found -> found.exception(kernel));
    }
  }

  NotFiniteException exception(Kernel kernel) {
    List<String> values = new ArrayList<>(kernel.sampling().outputNames());
    values.addAll(kernel.variables());
    return new NotFiniteException(
        values.get(value),
        walker,
        step,
        words(kernel, position),
        words(kernel, before),
        Stream.of(position, before)
            .filter(variables -> variables.size() >= kernel.coordinates())
            .map(variables -> variables.subList(0, kernel.coordinates()))
            .map(place -> place.stream().mapToDouble(Number::doubleValue).toArray())
            .toList());
  }

  private static String words(Kernel kernel, List<Number> variables) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < Math.min(kernel.coordinates(), variables.size()); i++) {
      words.add(kernel.variables().get(i) + " = " + variables.get(i));
    }
    return String.join(", ", words);
  }

  /** Steps one tile slowly, to see when the trouble began. */
  record Replay(Kernel kernel, TileKernel tileKernel, Tally tally) {

    /**
     * Finds the first look at which something is not finite, and then the first such step after the
     * look before: neither depends on how the run was cut.
     *
     * @param tile its state where the events begin; modified
     * @param most step beyond which nobody asks
     * @return null where all stays finite until then
     */
    NonFinite firstBad(Tile tile, Events events, long most) {
      MemorySegment begin = Arena.ofAuto().allocate(tile.state().byteSize(), 64);
      begin.copyFrom(tile.state());
      long seen = events.from();
      long now = seen;
      for (int i = 0; i < events.size() && seen < most; i++) {
        tileKernel.advance(tile, now, events.step(i));
        now = events.step(i);
        if (!events.isLook(i)) {
          continue;
        }
        if (tileKernel.sample(tile, tally, -1) != TileKernel.ALL_FINITE) {
          tile.state().copyFrom(begin);
          return firstBad(tile, events.from(), seen, Math.min(now, most));
        }
        seen = now;
      }
      return null;
    }

    /**
     * @param tile its state at step {@code from}; modified
     * @param seen last step at which all was finite
     * @return null where all stays finite until {@code to}
     */
    NonFinite firstBad(Tile tile, long from, long seen, long to) {
      MemorySegment before = Arena.ofAuto().allocate(tile.state().byteSize(), 64);
      for (long n = from; n < to; n++) {
        before.copyFrom(tile.state());
        tileKernel.advance(tile, n, n + 1);
        long bad = n < seen ? TileKernel.ALL_FINITE : tileKernel.sample(tile, tally, -1);
        if (bad != TileKernel.ALL_FINITE) {
          NonFinite now = at(tile, bad, n + 1);
          List<Number> then = tile.in(before, tile.offset(), tile.stride()).variables((int) bad);
          return new NonFinite(now.value, now.walker, now.step, now.position, then);
        }
      }
      return null;
    }
  }
}
