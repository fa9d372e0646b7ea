package perrin.backend.curand;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import perrin.backend.BackendException;
import perrin.backend.Normals;
import perrin.backend.TileKernel;
import perrin.experiment.CurandGenerator;

/** Gaussians that cuRAND draws with this machine's processor, for a kernel of its own. */
public final class CurandNoise implements BufferedEnsemble.Source {
  private final CurandGenerator kind;
  private final TileKernel kernel;
  private final BufferedEnsemble.Pieces pieces;
  private final Arena arena;
  private final MemorySegment values;
  private HostCurand generator;
  private long nanos;

  private CurandNoise(
      CurandGenerator kind,
      TileKernel kernel,
      BufferedEnsemble.Pieces pieces,
      Arena arena,
      MemorySegment values) {
    this.kind = kind;
    this.kernel = kernel;
    this.pieces = pieces;
    this.arena = arena;
    this.values = values;
  }

  /**
   * @param kernel takes the Gaussians; closed by somebody else
   * @throws BackendException where there is no memory for the buffer
   */
  public static CurandNoise of(
      CurandGenerator kind, TileKernel kernel, BufferedEnsemble.Pieces pieces) {
    Arena arena = Arena.ofShared();
    try {
      return new CurandNoise(kind, kernel, pieces, arena, arena.allocate(pieces.bytes(), 64));
    } catch (OutOfMemoryError e) {
      arena.close();
      throw new BackendException(
          "the Gaussians of a step need "
              + pieces.bytes() / (1 << 20)
              + " MiB, more than this machine gives; use fewer walkers",
          e);
    }
  }

  @Override
  public void start(long seed) {
    closeGenerator();
    generator = new HostCurand(kind, seed);
  }

  @Override
  public void draw(long step) {
    long begun = System.nanoTime();
    generator.fill(pieces.precision(), values);
    kernel.normals(new Normals(values, step, 0, pieces.walkers()));
    nanos += System.nanoTime() - begun;
  }

  @Override
  public double seconds() {
    return nanos * 1e-9;
  }

  @Override
  public String name() {
    return "cuRAND's " + kind.word();
  }

  @Override
  public void close() {
    closeGenerator();
    arena.close();
  }

  private void closeGenerator() {
    if (generator != null) {
      generator.close();
      generator = null;
    }
  }
}
