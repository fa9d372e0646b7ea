package perrin.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Memory of this machine that the device reaches by itself, so that a copy can go on unattended.
 */
final class PinnedMemory implements AutoCloseable {
  private final Pointer pointer = new Pointer();
  private final long bytes;

  /**
   * @param bytes at least a word is taken, below 2 GiB
   */
  PinnedMemory(long bytes) {
    this.bytes = Math.max(Long.BYTES, bytes);
    JCudaDriver.cuMemAllocHost(pointer, this.bytes);
  }

  /** What is in it; to be read when the copies have ended. */
  ByteBuffer content() {
    return pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Begins to copy the beginning of an array to the beginning of this; it ends when the stream
   * comes to it.
   */
  void copyFrom(DeviceArray array, long size, CUstream stream) {
    array.copyTo(pointer, size, stream);
  }

  @Override
  public void close() {
    JCudaDriver.cuMemFreeHost(pointer);
  }
}
