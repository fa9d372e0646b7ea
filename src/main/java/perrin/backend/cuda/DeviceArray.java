package perrin.backend.cuda;

import java.nio.ByteBuffer;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Memory of the device. */
final class DeviceArray implements AutoCloseable {
  /** JCuda keeps addresses to itself; kernels take them in a struct. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer();
    }
  }

  private final Address pointer = new Address();
  private final long bytes;

  /**
   * @param bytes at least a word is taken
   */
  DeviceArray(long bytes) {
    this.bytes = Math.max(Long.BYTES, bytes);
    JCudaDriver.cuMemAlloc(pointer, this.bytes);
  }

  long bytes() {
    return bytes;
  }

  /** Its address, for a struct. */
  long address() {
    return pointer.value();
  }

  /** Its address, as a kernel's parameter. */
  Pointer parameter() {
    return Pointer.to(pointer);
  }

  void clear() {
    fill(0);
  }

  /**
   * @param value of every byte
   */
  void fill(int value) {
    JCudaDriver.cuMemsetD8(pointer, (byte) value, bytes);
  }

  /** For libraries that write into it. */
  Pointer pointer() {
    return pointer;
  }

  /** Begins to copy its beginning to pinned memory. */
  void copyTo(Pointer pinned, long size, CUstream stream) {
    JCudaDriver.cuMemcpyDtoHAsync(pinned, pointer, size, stream);
  }

  void copyFrom(DeviceArray other) {
    JCudaDriver.cuMemcpyDtoD(pointer, other.pointer, Math.min(bytes, other.bytes));
  }

  /** Copies host memory to the beginning. */
  void upload(ByteBuffer values) {
    if (values.hasRemaining()) {
      JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), values.remaining());
    }
  }

  /** Copies host memory to a part of it. */
  void upload(long offset, ByteBuffer values) {
    if (values.hasRemaining()) {
      CUdeviceptr target = pointer.withByteOffset(offset);
      JCudaDriver.cuMemcpyHtoD(target, Pointer.to(values), values.remaining());
    }
  }

  /** Copies rows to the beginning, one after the other. */
  void upload(List<double[]> rows) {
    long at = 0;
    for (double[] row : rows) {
      upload(at, Buffers.of(row));
      at += (long) row.length * Double.BYTES;
    }
  }

  /** Copies part of it to host memory; gives that back. */
  ByteBuffer download(long offset, ByteBuffer values) {
    download(offset, Pointer.to(values), values.remaining());
    return values;
  }

  void download(long offset, Pointer values, long size) {
    JCudaDriver.cuMemcpyDtoH(values, pointer.withByteOffset(offset), size);
  }

  @Override
  public void close() {
    JCudaDriver.cuMemFree(pointer);
  }
}
