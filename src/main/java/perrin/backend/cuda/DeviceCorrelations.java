package perrin.backend.cuda;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import perrin.backend.Chunk;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.Program;
import perrin.kernel.Kernel;
import perrin.kernel.Sampling;

/**
 * What a device remembers for correlations, and the launches that compare a chunk's samples with
 * it; the struct {@code Correlation} of langevin.cu.
 */
final class DeviceCorrelations implements EnsembleSnapshot.Origins, AutoCloseable {
  private static final int BYTES = 13 * Long.BYTES;

  private final Program program;
  private final Kernel kernel;
  private final DeviceModule module;
  private final long padded;
  private final DeviceArray origins;
  private DeviceArray samples = new DeviceArray(0);

  /**
   * @param origins of {@link #bytes}; the caller's to close
   */
  DeviceCorrelations(Program program, DeviceModule module, DeviceArray origins) {
    this.program = program;
    this.kernel = program.kernel();
    this.module = module;
    this.padded = program.walkers().cohorts() * Kernel.COHORT;
    this.origins = origins;
  }

  /** Bytes of the device that the origins take. */
  static long bytes(Program program) {
    Kernel kernel = program.kernel();
    return Math.multiplyExact(
        Double.BYTES * Kernel.COHORT * program.walkers().cohorts(), kernel.sampling().remembered());
  }

  /** Bytes that a sample takes until the chunk ends. */
  static long bytesPerSample(Program program) {
    Kernel kernel = program.kernel();
    return (long) Double.BYTES
        * Kernel.COHORT
        * program.walkers().cohorts()
        * kernel.sampling().correlatedValues();
  }

  /** Where a chunk's samples put what is correlated; 0 where there is nothing. */
  long samples(Chunk chunk) {
    long bytes = chunk.samples() * bytesPerSample(program);
    if (bytes > samples.bytes()) {
      samples.close();
      samples = new DeviceArray(bytes);
    }
    return samples.address();
  }

  /**
   * Begins to compare a chunk's samples, after its steps.
   *
   * @param cohortSums over time, shape [rows][cohorts]
   * @param walkerSums the same of each walker, shape [rows][walkers]; of no bytes where not kept
   */
  void take(Chunk chunk, DeviceArray cohortSums, DeviceArray walkerSums) {
    long first = chunk.firstSample();
    if (chunk.samples() == 0) {
      return;
    }
    long value = 0;
    long earlier = origins.address();
    List<Sampling.Correlated> all = kernel.sampling().correlated();
    for (int i = 0; i < all.size(); i++) {
      Sampling.Correlated of = all.get(i);
      long row = (long) of.row() * Double.BYTES;
      ByteBuffer struct = Buffers.direct(BYTES);
      struct.putLong(samples.address()).putLong(earlier);
      struct.putLong(cohortSums.address() + row * program.walkers().cohorts());
      struct.putLong(walkerSums.address() + row * program.walkers().count());
      struct.putLong(program.walkers().count()).putLong(padded);
      struct.putLong(first).putLong(first + chunk.samples());
      struct.putLong(value).putLong(of.components()).putLong(of.lags());
      struct.putLong(of.spacing()).putLong(of.origins());
      module.correlate(
          struct.flip(),
          of,
          program.walkers().cohorts() * chunk.samples(),
          program.walkers().cohorts() * (of.lags() + 1),
          of.components() * padded);
      value += of.components();
      earlier += of.remembered() * padded * Double.BYTES;
    }
  }

  /** Where the row of a component of an origin is, in bytes. */
  private long at(int quantity, long origin, int component) {
    long values = component;
    for (Sampling.Correlated before : kernel.sampling().correlated().subList(0, quantity)) {
      values += before.remembered();
    }
    Sampling.Correlated of = kernel.sampling().correlated().get(quantity);
    return (values + origin % of.origins() * of.components()) * padded * Double.BYTES;
  }

  @Override
  public double[] get(int quantity, long origin, int component) {
    double[] row = new double[Math.toIntExact(program.walkers().count())];
    DeviceModule.download(origins, at(quantity, origin, component), MemorySegment.ofArray(row));
    return row;
  }

  @Override
  public void set(int quantity, long origin, int component, double[] row) {
    DeviceModule.upload(MemorySegment.ofArray(row), origins, at(quantity, origin, component));
  }

  /** Sets the origins; absent walkers are 0. */
  void restore(EnsembleSnapshot snapshot) {
    origins.clear();
    snapshot.restore(kernel, this);
  }

  @Override
  public void close() {
    samples.close();
  }
}
