package perrin.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * What happens in a chunk of steps, in order. Kernels walk from one event to the next and know
 * nothing of why it is there: {@link EventPlan} does. The last event is at the end of the steps, if
 * only to stop there.
 *
 * <p>An event is the struct {@code Event} of portable/events.h: in the lower half of a long the
 * steps made since the chunk's begin, above them what happens in {@value #WHAT_BITS} bits, and
 * above these the number of the sample among those of the chunk. Bits 8, 16 and 32 are kept for
 * marks, exchanges and checkpoints.
 */
public final class Events {
  /** Whether all values are finite is looked at. */
  public static final int LOOK = 1;

  /** A sample is taken; it is a look as well. */
  public static final int SAMPLE = 2;

  /** After the first half of the run's samples. */
  public static final int SECOND_HALF = 4;

  /** Above them is the number of the sample. */
  private static final int WHAT_BITS = 8;

  /** Steps of a chunk at most: so many fit beside a walker's number in a GPU's word of trouble. */
  public static final long MOST_STEPS = (1 << 24) - 1;

  private final long origin;

  /** The structs, in memory that native kernels read as it is. */
  private final MemorySegment entries;

  private final int begin;
  private final int end;
  private final int samples;

  private Events(long origin, MemorySegment entries, int begin, int end, int samples) {
    this.origin = origin;
    this.entries = entries;
    this.begin = begin;
    this.end = end;
    this.samples = samples;
  }

  private long entry(int i) {
    return entries.getAtIndex(ValueLayout.JAVA_LONG, i);
  }

  /** Puts events together, in the order of their steps. */
  static final class Builder {
    private final long origin;
    private long[] entries = new long[16];
    private int size;
    private int samples;

    /**
     * @param origin the chunk's first step
     */
    Builder(long origin) {
      this.origin = origin;
    }

    /** Adds what happens once so many steps of the run are made. */
    void add(long step, int what) {
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, 2 * size);
      }
      long number = (what & SAMPLE) != 0 ? samples++ : 0;
      entries[size++] = step - origin | (number << WHAT_BITS | what) << Integer.SIZE;
    }

    Events build() {
      long[] all = Arrays.copyOf(entries, size);
      MemorySegment structs = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, all);
      return new Events(origin, structs, 0, size, samples);
    }
  }

  /** A look at the walkers as they are, before any step. */
  public static Events look() {
    Builder builder = new Builder(0);
    builder.add(0, LOOK);
    return builder.build();
  }

  /**
   * Looks after each single step from here on, to see when a walker was lost.
   *
   * @param after steps made before the first of them, within these events
   * @param to steps made at the last
   */
  public Events searching(long after, long to) {
    Builder builder = new Builder(origin);
    for (long step = after + 1; step <= to; step++) {
      builder.add(step, LOOK);
    }
    return builder.build();
  }

  /** How many. */
  public int size() {
    return end - begin;
  }

  /** The first step of the chunk. */
  public long origin() {
    return origin;
  }

  /** The first step that leads to the first of them. */
  public long from() {
    return begin == 0 ? origin : origin + (int) entry(begin - 1);
  }

  /** Steps made after the last of them. */
  public long to() {
    return begin == end ? from() : step(size() - 1);
  }

  /** Steps made at event i. */
  public long step(int i) {
    return origin + (int) entry(begin + i);
  }

  private int what(int i) {
    return (int) (entry(begin + i) >>> Integer.SIZE);
  }

  /** Whether the walkers are looked at. */
  public boolean isLook(int i) {
    return (what(i) & LOOK) != 0;
  }

  /** Whether a sample is taken. */
  public boolean isSample(int i) {
    return (what(i) & SAMPLE) != 0;
  }

  /** Half of the run that a sample counts in, 0 or 1. */
  public int half(int i) {
    return (what(i) & SECOND_HALF) != 0 ? 1 : 0;
  }

  /** Samples among them. */
  public int samples() {
    return samples;
  }

  /** Events i … j−1. */
  public Events part(int i, int j) {
    int among = 0;
    for (int k = i; k < j; k++) {
      among += isSample(k) ? 1 : 0;
    }
    return new Events(origin, entries, begin + i, begin + j, among);
  }

  /** Those in the first half of the run's samples and those in the second; either may be empty. */
  public List<Events> halves() {
    int first = 0;
    while (first < size() && half(first) == 0) {
      first++;
    }
    return List.of(part(0, first), part(first, size()));
  }

  /** Cut into stretches that end after so many samples, or at a mere stop. */
  public List<Events> stretches(int samples) {
    int[] ends = new int[size()];
    int[] taken = new int[size()];
    int stretches = 0;
    for (int i = 0; i < size(); i++) {
      taken[stretches] += isSample(i) ? 1 : 0;
      ends[stretches] = i + 1;
      if (taken[stretches] == samples || !isLook(i)) {
        stretches++;
      }
    }
    int last = stretches > 0 ? ends[stretches - 1] : 0;
    return new Stretches(ends, taken, last < size() ? stretches + 1 : stretches);
  }

  /** Parts of these events that are made when they are asked for: there may be a million. */
  private final class Stretches extends AbstractList<Events> implements RandomAccess {
    private final int[] ends;
    private final int[] samples;
    private final int size;

    Stretches(int[] ends, int[] samples, int size) {
      this.ends = Arrays.copyOf(ends, size);
      this.samples = Arrays.copyOf(samples, size);
      this.size = size;
    }

    @Override
    public Events get(int i) {
      int first = i == 0 ? 0 : ends[i - 1];
      return new Events(origin, entries, begin + first, begin + ends[i], samples[i]);
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** The last look before so many steps are made; {@link #from} without one. */
  public long lookBefore(long step) {
    int i = 0;
    while (i < size() && step(i) < step) {
      i++;
    }
    do {
      i--;
    } while (i >= 0 && !isLook(i));
    return i < 0 ? from() : step(i);
  }

  /** The structs, off the heap; there as long as these events are. */
  public MemorySegment structs() {
    return entries.asSlice((long) begin * Long.BYTES, (long) size() * Long.BYTES);
  }
}
