package perrin.backend.cuda;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** The time that work in a stream takes, by the device's clock. */
final class DeviceTimer implements AutoCloseable {
  private final CUevent begun = new CUevent();
  private final CUevent done = new CUevent();
  private final CUstream stream;
  private double seconds;
  private double lastSeconds;
  private boolean going;

  DeviceTimer(CUstream stream) {
    this.stream = stream;
    JCudaDriver.cuEventCreate(begun, 0);
    JCudaDriver.cuEventCreate(done, 0);
  }

  /** What is given to the stream from now on counts. */
  void start() {
    await();
    JCudaDriver.cuEventRecord(begun, stream);
  }

  /** What was given to the stream until now counts. */
  void stop() {
    JCudaDriver.cuEventRecord(done, stream);
    going = true;
  }

  /** The end of what counts. */
  CUevent done() {
    return done;
  }

  /** Waits for that end. */
  void await() {
    if (going) {
      going = false;
      JCudaDriver.cuEventSynchronize(done);
      float[] milliseconds = new float[1];
      JCudaDriver.cuEventElapsedTime(milliseconds, begun, done);
      lastSeconds = milliseconds[0] * 1e-3;
      seconds += lastSeconds;
    }
  }

  /** What the last work that ended took. */
  double lastSeconds() {
    return lastSeconds;
  }

  /** All seconds that counted, waiting for the last. */
  double seconds() {
    await();
    return seconds;
  }

  @Override
  public void close() {
    JCudaDriver.cuEventDestroy(begun);
    JCudaDriver.cuEventDestroy(done);
  }
}
