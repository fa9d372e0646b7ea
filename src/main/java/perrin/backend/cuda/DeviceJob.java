package perrin.backend.cuda;

import java.nio.ByteBuffer;
import perrin.backend.Chunk;
import perrin.backend.SamplePlan;
import perrin.backend.WalkerRange;

/** The struct {@code Job} of langevin.cu: what one launch works on. */
final class DeviceJob {
  /** A walker's number in the word that reports trouble; above it are the steps. */
  static final int WALKER_BITS = 40;

  /** No search: the samples are taken. */
  static final long NO_SEARCH = -1;

  private static final int BYTES = 21 * Long.BYTES + 2 * Integer.BYTES;

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
      long trouble) {}

  static ByteBuffer of(
      Addresses at,
      long stride,
      WalkerRange walkers,
      Chunk chunk,
      Chunk part,
      int half,
      int sharedCells,
      long searchAfter) {
    ByteBuffer job = Buffers.direct(BYTES);
    job.putLong(at.state).putLong(stride);
    job.putLong(walkers.first()).putLong(walkers.count());
    job.putLong(chunk.from()).putLong(part.from()).putLong(part.to());
    SamplePlan plan = chunk.plan();
    job.putLong(plan.steps()).putLong(plan.burnIn()).putLong(plan.every());
    job.putLong(plan.lookEvery());
    job.putLong(plan.samplesUntil(chunk.from()));
    job.putLong(at.sums)
        .putLong(at.timeSums)
        .putLong(at.walkerSums)
        .putLong(at.correlated)
        .putLong(at.axes)
        .putLong(at.counts);
    job.putLong(searchAfter)
        .putLong(at.memory)
        .putLong(at.trouble)
        .putInt(half)
        .putInt(sharedCells);
    return job.flip();
  }
}
