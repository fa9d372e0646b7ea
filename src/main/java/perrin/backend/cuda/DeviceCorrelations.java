package perrin.backend.cuda;

import java.nio.ByteBuffer;
import java.util.List;
import perrin.backend.Chunk;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;

/**
 * What a device remembers for correlations, and the launches that compare a chunk's samples with
 * it; the struct {@code Correlation} of langevin.cu.
 */
final class DeviceCorrelations implements AutoCloseable {
  private static final int BYTES = 13 * Long.BYTES;

  private final Experiment experiment;
  private final Kernel kernel;
  private final DeviceModule module;
  private final long padded;
  private final DeviceArray origins;
  private DeviceArray samples = new DeviceArray(0);

  /**
   * @param origins of {@link #bytes}; the caller's to close
   */
  DeviceCorrelations(
      Experiment experiment, Kernel kernel, DeviceModule module, DeviceArray origins) {
    this.experiment = experiment;
    this.kernel = kernel;
    this.module = module;
    this.padded = cohorts(experiment) * Kernel.COHORT;
    this.origins = origins;
  }

  private static long cohorts(Experiment experiment) {
    return (experiment.walkers() + Kernel.COHORT - 1) / Kernel.COHORT;
  }

  /** Bytes of the device that the origins take. */
  static long bytes(Experiment experiment, Kernel kernel) {
    return Math.multiplyExact(
        Double.BYTES * Kernel.COHORT * cohorts(experiment), kernel.remembered());
  }

  /** Bytes that a sample takes until the chunk ends. */
  static long bytesPerSample(Experiment experiment, Kernel kernel) {
    return (long) Double.BYTES * Kernel.COHORT * cohorts(experiment) * kernel.correlatedValues();
  }

  /** Where a chunk's samples put what is correlated; 0 where there is nothing. */
  long samples(Chunk chunk) {
    long bytes = chunk.samples() * bytesPerSample(experiment, kernel);
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
    long first = chunk.plan().samplesUntil(chunk.from());
    if (chunk.samples() == 0) {
      return;
    }
    long value = 0;
    long earlier = origins.address();
    List<Kernel.Correlated> all = kernel.correlated();
    for (int i = 0; i < all.size(); i++) {
      Kernel.Correlated of = all.get(i);
      long row = (long) kernel.firstLagRow(i) * Double.BYTES;
      ByteBuffer struct = Buffers.direct(BYTES);
      struct.putLong(samples.address()).putLong(earlier);
      struct.putLong(cohortSums.address() + row * cohorts(experiment));
      struct.putLong(walkerSums.address() + row * experiment.walkers());
      struct.putLong(experiment.walkers()).putLong(padded);
      struct.putLong(first).putLong(first + chunk.samples());
      struct.putLong(value).putLong(of.components()).putLong(of.lags());
      struct.putLong(of.spacing()).putLong(of.origins());
      module.correlate(
          struct.flip(),
          of.centred(),
          cohorts(experiment) * chunk.samples(),
          cohorts(experiment) * (of.lags() + 1),
          of.components() * padded);
      value += of.components();
      earlier += of.remembered() * padded * Double.BYTES;
    }
  }

  @Override
  public void close() {
    samples.close();
  }
}
