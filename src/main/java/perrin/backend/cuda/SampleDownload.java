package perrin.backend.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import perrin.backend.WalkerRange;
import perrin.statistics.MomentNode;
import perrin.statistics.Moments;
import perrin.statistics.TreeNode;

/**
 * The samples of a chunk on their way to this machine: a stream of their own finishes their sums
 * and copies them into pinned memory, while the next chunk's steps are made. An ensemble has two of
 * these and takes them in turns.
 */
final class SampleDownload implements AutoCloseable {
  private static final long MOMENTS_BYTES = 3L * Double.BYTES;

  private final DeviceModule module;
  private final WalkerRange walkers;

  /** Those of the tree over cohorts that the walkers fill. */
  private final List<TreeNode> largest;

  /** Where they begin, and where the last ends. */
  private final DeviceArray ends;

  private final DeviceStream stream;
  private final CUevent done = new CUevent();
  private Room room;
  private Underway underway;

  SampleDownload(WalkerRange walkers, DeviceModule module, DeviceStream stream) {
    this.walkers = walkers;
    this.module = module;
    this.stream = stream;
    this.largest = walkers.nodes(TreeNode.HIGHEST);
    ByteBuffer cohorts = Buffers.direct((largest.size() + 1) * Long.BYTES);
    largest.forEach(node -> cohorts.putLong(node.begin() - largest.getFirst().begin()));
    cohorts.putLong(walkers.cohorts()).flip();
    ends = new DeviceArray(cohorts.remaining());
    ends.upload(cohorts);
    JCudaDriver.cuEventCreate(done, 0);
  }

  /** Bytes of the device that one sample of one observable takes. */
  static long bytes(WalkerRange walkers) {
    return 3L * Double.BYTES * walkers.cohorts()
        + MOMENTS_BYTES * walkers.nodes(TreeNode.HIGHEST).size();
  }

  /**
   * Memory for some rows, each a sample of an observable.
   *
   * @param sums of the cohorts, with their squared deviations, shape [rows][2][cohorts]
   * @param nodes scratch, shape [rows][cohorts]
   * @param moments of the largest nodes, shape [rows][nodes][3]
   * @param arrived the same on this machine
   */
  private record Room(
      long rows, DeviceArray sums, DeviceArray nodes, DeviceArray moments, PinnedMemory arrived)
      implements AutoCloseable {

    static Room of(long rows, long cohorts, int nodes) {
      long each = Double.BYTES * cohorts;
      long moments = rows * nodes * MOMENTS_BYTES;
      return new Room(
          rows,
          new DeviceArray(2 * rows * each),
          new DeviceArray(rows * each),
          new DeviceArray(moments),
          new PinnedMemory(moments));
    }

    @Override
    public void close() {
      sums.close();
      nodes.close();
      moments.close();
      arrived.close();
    }
  }

  /** Where the kernel puts the sums of some rows. What was underway is fetched before. */
  long sums(long rows) {
    if (underway != null) {
      underway.arrive();
    }
    if (room == null || room.rows < rows) {
      closeRoom();
      room = Room.of(rows, walkers.cohorts(), largest.size());
    }
    return room.sums.address();
  }

  /**
   * Begins to finish the sums and to copy them.
   *
   * @param stepped the cohorts' sums are there then
   */
  Underway begin(CUevent stepped, int rows) {
    CUstream handle = stream.handle();
    stream.after(stepped);
    module.reduce(handle, rows, room.sums, room.nodes, room.moments, walkers, ends, largest.size());
    room.arrived.copyFrom(room.moments, rows * largest.size() * MOMENTS_BYTES, handle);
    JCudaDriver.cuEventRecord(done, handle);
    underway = new Underway(rows);
    return underway;
  }

  /** Rows that may still be underway. */
  final class Underway {
    private final int rows;
    private double[] moments;

    private Underway(int rows) {
      this.rows = rows;
    }

    /** Moments of the largest nodes of a row. Waits until they are here. */
    List<MomentNode> nodes(int row) {
      arrive();
      List<MomentNode> found = new ArrayList<>(largest.size());
      for (int i = 0; i < largest.size(); i++) {
        int at = 3 * (row * largest.size() + i);
        var each = new Moments(moments[at], moments[at + 1], moments[at + 2]);
        found.add(new MomentNode(largest.get(i), each));
      }
      return found;
    }

    private void arrive() {
      if (moments == null) {
        JCudaDriver.cuEventSynchronize(done);
        moments = new double[3 * rows * largest.size()];
        room.arrived.content().asDoubleBuffer().get(moments);
        underway = null;
      }
    }
  }

  @Override
  public void close() {
    closeRoom();
    ends.close();
    JCudaDriver.cuEventDestroy(done);
  }

  private void closeRoom() {
    if (room != null) {
      room.close();
      room = null;
    }
  }
}
