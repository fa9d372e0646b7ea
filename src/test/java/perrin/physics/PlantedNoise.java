package perrin.physics;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import perrin.backend.HostEnsemble;
import perrin.backend.Normals;
import perrin.backend.Program;
import perrin.backend.TileKernel;
import perrin.backend.curand.BufferedEnsemble;
import perrin.backend.java.JavaBackend;
import perrin.run.EnsembleOpener;
import perrin.run.text.Notice;

/**
 * A bad generator: each walker's Gaussian is √(1 − c²) times a good one plus c times that of the
 * walker before. Each walker by itself sees perfect noise; neighbours have the correlation c·√(1 −
 * c²).
 *
 * @param mix c, 0 for a good generator
 */
record PlantedNoise(double mix) implements EnsembleOpener {

  @Override
  public Opened open(Program program, int threads, Notice notice) {
    var backend = new JavaBackend();
    TileKernel tiles = backend.compile(program.kernel());
    var pieces = BufferedEnsemble.Pieces.of(program);
    var ensemble = new HostEnsemble(program, tiles, threads);
    return new Opened(
        backend,
        new BufferedEnsemble(ensemble, new Source(tiles, pieces, mix), pieces, program.kernel()));
  }

  private static final class Source implements BufferedEnsemble.Source {
    private final TileKernel tiles;
    private final BufferedEnsemble.Pieces pieces;
    private final double mix;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment values;
    private RandomGenerator random;

    Source(TileKernel tiles, BufferedEnsemble.Pieces pieces, double mix) {
      this.tiles = tiles;
      this.pieces = pieces;
      this.mix = mix;
      values = arena.allocate(pieces.bytes(), 64);
    }

    @Override
    public void start(long seed) {
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Override
    public void draw(long step) {
      double before = random.nextGaussian();
      for (long i = 0; i < pieces.length(); i++) {
        double fresh = random.nextGaussian();
        double value = Math.sqrt(1 - mix * mix) * fresh + mix * before;
        values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
        before = fresh;
      }
      tiles.normals(new Normals(values, step, 0, pieces.walkers()));
    }

    @Override
    public double seconds() {
      return 0;
    }

    @Override
    public String name() {
      return "planted";
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
