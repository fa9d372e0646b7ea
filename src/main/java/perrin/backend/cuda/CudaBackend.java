package perrin.backend.cuda;

import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.Ensemble;
import perrin.backend.cxx.CxxSource;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;

/** An NVIDIA GPU: NVRTC compiles the kernel's text, JCuda hands it to the driver. */
public final class CudaBackend implements Backend {
  /** The frame that the emitted functions are put in. */
  public static final String FRAME = "cuda/langevin.cu";

  private final CudaDevice device;

  /**
   * @throws BackendException where there is no driver, no device, or no NVRTC
   */
  public CudaBackend() {
    device = CudaDevice.first();
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String device() {
    return device.description();
  }

  @Override
  public Ensemble open(Experiment experiment, Kernel kernel, int threads) {
    return device.guarded(
        "opening", () -> new CudaEnsemble(experiment, kernel, device, device.load(text(kernel))));
  }

  @Override
  public String text(Kernel kernel) {
    return new CxxSource(kernel).complete(FRAME);
  }
}
