package perrin.backend.cpu;

import perrin.backend.Backend;
import perrin.backend.BackendException;
import perrin.backend.Ensemble;
import perrin.backend.HostEnsemble;
import perrin.backend.Program;
import perrin.backend.TileKernel;
import perrin.backend.curand.BufferedEnsemble;
import perrin.backend.curand.BufferedEnsemble.Pieces;
import perrin.backend.curand.CurandNoise;
import perrin.backend.curand.HostCurand;
import perrin.backend.cxx.CxxSource;
import perrin.experiment.CurandGenerator;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;

/**
 * The processor's vector units: the kernel is compiled by the machine's C++ compiler and kept for
 * the next time.
 */
public final class CpuBackend implements Backend {
  public static final String NAME = "cpu";

  private static final String FRAME = "cpu/frame.h";

  /** Of a kernel whose steps take their Gaussians from memory. */
  private static final String BUFFERED = "#define BUFFERED\n";

  /** Of one that makes steps and samples in one call. */
  private static final String SAMPLED_OFTEN = "#define SAMPLED_OFTEN\n";

  private final CpuTarget target;
  private final Runnable compiling;

  /** That made the kernel, for people; "" before there is one. */
  private String compiler = "";

  /**
   * @param width walkers in a vector, or 0 for as many as the machine's widest holds
   * @throws perrin.backend.BackendException where the machine lacks the instructions
   */
  public CpuBackend(int width, Precision precision) {
    this(width, precision, () -> {});
  }

  /**
   * @param compiling told where a kernel must be compiled, before it is
   */
  public CpuBackend(int width, Precision precision, Runnable compiling) {
    this.compiling = compiling;
    target = width == 0 ? CpuTarget.best(precision) : CpuTarget.ofWidth(width, precision);
  }

  /** Makes Java ready for calls of kernels, which takes it a while. */
  public static void prepareCalls() {
    LoadedLibrary.prepareCalls();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return target.instructions()
        + ", "
        + target.width()
        + " walkers a vector"
        + (compiler.isEmpty() ? "" : ", " + compiler);
  }

  @Override
  public Ensemble open(Program program, int threads) {
    Kernel kernel = program.kernel();
    if (program.curand().isPresent()) {
      return withCurand(program.curand().get(), program, threads);
    }
    boolean often =
        kernel.sampling().measures()
            && kernel.sampling().presence().isEmpty()
            && program.plan().every() <= NativeKernel.OFTEN;
    NativeKernel tileKernel = load(kernel, often ? SAMPLED_OFTEN : "");
    return new HostEnsemble(program, tileKernel, threads);
  }

  private Ensemble withCurand(CurandGenerator generator, Program program, int threads) {
    Kernel kernel = program.kernel();
    HostCurand.load();
    NativeKernel tileKernel = load(kernel, BUFFERED);
    Pieces pieces = Pieces.of(program);
    Ensemble ensemble = new HostEnsemble(program, tileKernel, threads);
    try {
      return new BufferedEnsemble(
          ensemble, CurandNoise.of(generator, tileKernel, pieces), pieces, kernel);
    } catch (BackendException e) {
      ensemble.close();
      throw e;
    }
  }

  /** A kernel for tiles of walkers. */
  public TileKernel compile(Kernel kernel) {
    return load(kernel, "");
  }

  private NativeKernel load(Kernel kernel, String definitions) {
    String text = definitions + new CxxSource(kernel).complete(FRAME);
    CompiledKernels.Library library = CompiledKernels.open().telling(compiling).get(text, target);
    compiler = library.compiler();
    return new NativeKernel(library, kernel);
  }

  /** What the compiler is given, for people; needs no compiler. */
  public static String text(Kernel kernel) {
    return new CxxSource(kernel).readable(FRAME);
  }
}
