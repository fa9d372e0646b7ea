package perrin.backend.cuda;

import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Work of the device that goes on beside the steps, which are in the null stream. It comes first
 * where both want the device: it is short, and somebody waits for it.
 */
final class DeviceStream implements AutoCloseable {
  private final CUstream stream = new CUstream();

  DeviceStream() {
    int[] lowest = new int[1];
    int[] highest = new int[1];
    JCudaDriver.cuCtxGetStreamPriorityRange(lowest, highest);
    JCudaDriver.cuStreamCreateWithPriority(stream, CU_STREAM_NON_BLOCKING, highest[0]);
  }

  CUstream handle() {
    return stream;
  }

  /** Lets what is given to this stream from now on wait for an event. */
  void after(CUevent event) {
    JCudaDriver.cuStreamWaitEvent(stream, event, 0);
  }

  @Override
  public void close() {
    JCudaDriver.cuStreamDestroy(stream);
  }
}
