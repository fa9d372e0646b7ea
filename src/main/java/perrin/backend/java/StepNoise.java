package perrin.backend.java;

import perrin.backend.Normals;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.kernel.NoiseGroup;
import perrin.random.Philox;
import perrin.random.Stream;

/** The Gaussians of steps for a block of walkers, as in {@code kernels/portable/walk.h}. */
final class StepNoise {
  private final BlockMachine drawer;
  private final NoiseGroup group;
  private final int perStep;
  private final int draws;
  private final Block[] normals;
  private final int[][] words = new int[4][Block.SIZE];

  /** Which draws are there. */
  private int[] drawnWith;

  private long drawnGroup;
  private long drawnFirst;
  private int drawnWalkers;

  /**
   * @param gaussian the function that makes two Gaussians from two words
   */
  StepNoise(Kernel kernel, BlockProgram gaussian) {
    Precision precision = kernel.precision();
    drawer = BlockMachine.of(gaussian, precision);
    group = kernel.noiseGroup();
    perStep = kernel.normals();
    draws = NoiseGroup.drawsOfBlock(precision);
    normals = Block.several(precision, draws * group.drawnBlocks());
  }

  /** Gaussian j of step number {@code inGroup} of what was filled in last. */
  Block normal(int inGroup, int j) {
    return normals[inGroup * perStep + j];
  }

  /** Fills in a group of steps; does nothing where it is there, as where a sample has cut it. */
  void draw(int[] keys, long groupNumber, long firstWalker, int n) {
    boolean same = keys == drawnWith && firstWalker == drawnFirst && n <= drawnWalkers;
    if (same && groupNumber == drawnGroup) {
      return;
    }
    drawnWith = keys;
    drawnWalkers = n;
    drawnGroup = groupNumber;
    drawnFirst = firstWalker;
    long subsequence = Stream.STEP_NORMALS.subsequence(firstWalker);
    for (int b = 0; b < group.drawnBlocks(); b++) {
      Philox.block(keys, groupNumber * group.blocks() + b, subsequence, words, n);
      for (int i = 0; i < draws; i += 2) {
        drawer.draw(words, i, "a", n);
        drawer.draw(words, i + 1, "b", n);
        drawer.run(n);
        normals[draws * b + i].copy(drawer.output("sine"), n);
        normals[draws * b + i + 1].copy(drawer.output("cosine"), n);
      }
    }
  }

  /** Fills in one step from memory; the run begins with walker 0. */
  void take(Normals buffered, long now, long firstWalker, int n) {
    drawnWith = null;
    for (int j = 0; j < perStep; j++) {
      long row = (now - buffered.step()) * perStep + j;
      normals[j].load(buffered.values(), buffered.index(row, firstWalker), n);
    }
  }
}
