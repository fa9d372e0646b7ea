package perrin.backend.cuda;

import java.nio.ByteBuffer;
import perrin.backend.Events;
import perrin.backend.WalkerRange;

/** The struct {@code Job} of langevin.cu: what one launch works on. */
final class DeviceJob {
  /** A walker's number in the word that reports trouble; above it are the steps. */
  static final int WALKER_BITS = 40;

  private static final int BYTES = 16 * Long.BYTES + 2 * Integer.BYTES;

  private DeviceJob() {}

  /**
   * Where a launch reads and writes: addresses on the device, 0 where a launch has no use for one.
   */
  record Addresses(
      long state,
      long sums,
      long timeSums,
      long walkerSums,
      long correlated,
      long axes,
      long counts,
      long memory,
      long trouble,
      long events) {}

  static ByteBuffer of(
      Addresses at, long stride, WalkerRange walkers, Events events, int half, int sharedCells) {
    ByteBuffer job = Buffers.direct(BYTES);
    job.putLong(at.state).putLong(stride);
    job.putLong(walkers.first()).putLong(walkers.count());
    job.putLong(events.origin()).putLong(events.from());
    job.putLong(at.events).putLong(events.size());
    job.putLong(at.sums)
        .putLong(at.timeSums)
        .putLong(at.walkerSums)
        .putLong(at.correlated)
        .putLong(at.axes)
        .putLong(at.counts);
    job.putLong(at.memory).putLong(at.trouble).putInt(half).putInt(sharedCells);
    return job.flip();
  }
}
