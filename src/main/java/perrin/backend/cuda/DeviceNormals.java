package perrin.backend.cuda;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import jcuda.Pointer;
import perrin.backend.Normals;
import perrin.backend.curand.BufferedEnsemble;
import perrin.backend.curand.CurandSequence;
import perrin.experiment.CurandGenerator;
import perrin.kernel.Kernel;

/** Gaussians that cuRAND draws on the device, into a buffer that the steps take them from. */
final class DeviceNormals implements BufferedEnsemble.Source {
  /** What cuRAND keeps for its generators, mt19937's being the largest; allowed for, not known. */
  private static final long GENERATOR_BYTES = 32L << 20;

  private static final int STRUCT_BYTES = 3 * Long.BYTES;

  private final CudaDevice device;
  private final CurandGenerator kind;
  private final BufferedEnsemble.Pieces pieces;
  private final DeviceArray values;
  private final DeviceTimer timer = new DeviceTimer(DeviceModule.STEPS);
  private CurandSequence generator;
  private long step;

  DeviceNormals(CudaDevice device, CurandGenerator kind, BufferedEnsemble.Pieces pieces) {
    this.device = device;
    this.kind = kind;
    this.pieces = pieces;
    this.values = new DeviceArray(pieces.bytes());
  }

  /** Bytes of the device that a run takes for its Gaussians. */
  static long bytes(BufferedEnsemble.Pieces pieces) {
    return pieces.bytes() + GENERATOR_BYTES;
  }

  @Override
  public void start(long seed) {
    device.guarded(
        "making cuRAND's generator",
        () -> {
          closeGenerator();
          generator = CurandSequence.onDevice(kind, seed);
          return null;
        });
  }

  /** Cut into calls as on the host, so that a generator that cares about calls sees the same. */
  @Override
  public void draw(long step) {
    this.step = step;
    device.guarded(
        "drawing",
        () -> {
          timer.start();
          for (long at = 0; at < pieces.length(); at += CurandSequence.VALUES_OF_A_CALL) {
            long n = Math.min(CurandSequence.VALUES_OF_A_CALL, pieces.length() - at);
            Pointer target = values.pointer().withByteOffset(at * valueBytes());
            generator.normals(pieces.precision(), target, n);
          }
          timer.stop();
          return null;
        });
  }

  /** The struct {@code Normals} of walk.h. */
  ByteBuffer struct() {
    ByteBuffer struct = Buffers.direct(STRUCT_BYTES);
    return struct.putLong(values.address()).putLong(step).putLong(pieces.walkers()).flip();
  }

  /** A cohort's Gaussians of steps from … to−1, copied to this machine. */
  Normals ofCohort(long cohort, long from, long to) {
    int rows = Math.toIntExact((to - from) * pieces.values());
    int rowBytes = Kernel.COHORT * valueBytes();
    ByteBuffer copy = Buffers.direct(Math.multiplyExact(rows, rowBytes));
    for (int row = 0; row < rows; row++) {
      long first = ((from - step) * pieces.values() + row) * pieces.walkers();
      long at = (first + cohort * Kernel.COHORT) * valueBytes();
      ByteBuffer lanes = copy.slice(row * rowBytes, rowBytes);
      device.guarded("downloading", () -> values.download(at, lanes));
    }
    long walker = cohort * Kernel.COHORT;
    return new Normals(MemorySegment.ofBuffer(copy), from, walker, Kernel.COHORT);
  }

  private int valueBytes() {
    return pieces.precision().bytes();
  }

  @Override
  public double seconds() {
    return device.guarded("drawing", timer::seconds);
  }

  @Override
  public String name() {
    return "cuRAND's " + kind.word();
  }

  @Override
  public void close() {
    device.quietly(this::closeGenerator);
    device.quietly(values::close);
    device.quietly(timer::close);
  }

  private void closeGenerator() {
    if (generator != null) {
      CurandSequence old = generator;
      generator = null;
      old.close();
    }
  }
}
