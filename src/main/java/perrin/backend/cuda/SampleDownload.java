package perrin.backend.cuda;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * The samples of a chunk on their way to this machine: a stream of their own finishes their sums
 * and copies them into pinned memory, while the next chunk's steps are made. An ensemble has two of
 * these and takes them in turns.
 */
final class SampleDownload implements AutoCloseable {
  private static final long MOMENTS_BYTES = 3L * Double.BYTES;

  private final DeviceModule module;
  private final DeviceStream stream;
  private final CUevent done = new CUevent();
  private Room room;
  private Underway underway;

  SampleDownload(DeviceModule module, DeviceStream stream) {
    this.module = module;
    this.stream = stream;
    JCudaDriver.cuEventCreate(done, 0);
  }

  /** Bytes of the device that one sample of one observable takes. */
  static long bytes(long cohorts) {
    return 3L * Double.BYTES * cohorts + MOMENTS_BYTES;
  }

  /**
   * Memory for some rows, each a sample of an observable.
   *
   * @param sums of the cohorts, with their squared deviations, shape [rows][2][cohorts]
   * @param nodes scratch, shape [rows][cohorts]
   * @param moments of all walkers, shape [rows][3]
   * @param arrived the same on this machine
   */
  private record Room(
      long rows, DeviceArray sums, DeviceArray nodes, DeviceArray moments, PinnedMemory arrived)
      implements AutoCloseable {

    static Room of(long rows, long cohorts) {
      long each = Double.BYTES * cohorts;
      return new Room(
          rows,
          new DeviceArray(2 * rows * each),
          new DeviceArray(rows * each),
          new DeviceArray(rows * MOMENTS_BYTES),
          new PinnedMemory(rows * MOMENTS_BYTES));
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
  long sums(long rows, long cohorts) {
    if (underway != null) {
      underway.moments();
    }
    if (room == null || room.rows < rows) {
      closeRoom();
      room = Room.of(rows, cohorts);
    }
    return room.sums.address();
  }

  /**
   * Begins to finish the sums and to copy them.
   *
   * @param stepped the cohorts' sums are there then
   */
  Underway begin(CUevent stepped, int rows, long first, long walkers) {
    CUstream handle = stream.handle();
    stream.after(stepped);
    module.reduce(handle, rows, room.sums, room.nodes, room.moments, first, walkers);
    room.arrived.copyFrom(room.moments, rows * MOMENTS_BYTES, handle);
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

    /** Count, sum and squared deviations, shape [rows][3]. Waits until they are here. */
    double[] moments() {
      if (moments == null) {
        JCudaDriver.cuEventSynchronize(done);
        moments = new double[3 * rows];
        room.arrived.content().asDoubleBuffer().get(moments);
        underway = null;
      }
      return moments;
    }
  }

  @Override
  public void close() {
    closeRoom();
    JCudaDriver.cuEventDestroy(done);
  }

  private void closeRoom() {
    if (room != null) {
      room.close();
      room = null;
    }
  }
}
