package perrin.backend.java;

import java.util.List;
import perrin.backend.Normals;
import perrin.experiment.Precision;
import perrin.kernel.Draws;
import perrin.kernel.NoiseGroup;
import perrin.random.Philox;

/**
 * What steps draw from one stream, for a block of walkers; as in {@code kernels/portable/walk.h}.
 */
final class StepDraws {
  private final Draws draws;
  private final BlockMachine pair;

  /** The two values that it makes. */
  private final List<Block> made;

  private final NoiseGroup group;
  private final int ofBlock;
  private final Block[] values;
  private final int[][] words = new int[4][Block.SIZE];

  /** Where the present step's values begin. */
  private int first;

  /** Which values are there. */
  private int[] drawnWith;

  private long drawnBlock;
  private long drawnFirst;
  private int drawnWalkers;

  /**
   * @param pair the function that makes two values of two words, {@link Draws.Kind#pair}
   */
  StepDraws(Draws draws, BlockProgram pair, Precision precision) {
    this.draws = draws;
    this.pair = BlockMachine.of(pair, precision);
    made = draws.kind().pair().results().stream().map(this.pair::output).toList();
    group = draws.group(precision);
    ofBlock = NoiseGroup.drawsOfBlock(precision);
    values = Block.several(precision, draws.valuesOfGroup(precision));
  }

  /** Value j of the step that was filled in last. */
  Block value(int j) {
    return values[first + j];
  }

  /** Fills in a step; its group may be there, as where a sample has cut it. */
  void draw(int[] keys, long now, long firstWalker, int n) {
    first = (int) (now % group.steps()) * draws.number();
    long firstBlock =
        draws.epochs().map(of -> of.of(now)).orElse(now / group.steps() * group.blocks());
    boolean same = keys == drawnWith && firstWalker == drawnFirst && n <= drawnWalkers;
    if (!same || firstBlock != drawnBlock) {
      drawnWith = keys;
      drawnWalkers = n;
      drawnBlock = firstBlock;
      drawnFirst = firstWalker;
      drawFrom(firstBlock, n);
    }
  }

  private void drawFrom(long firstBlock, int n) {
    long subsequence = draws.stream().subsequence(drawnFirst);
    for (int b = 0; b < group.drawnBlocks(); b++) {
      Philox.block(drawnWith, firstBlock + b, subsequence, words, n);
      for (int i = 0; i < ofBlock; i += 2) {
        pair.draw(words, i, "a", n);
        pair.draw(words, i + 1, "b", n);
        pair.run(n);
        values[ofBlock * b + i].copy(made.getFirst(), n);
        values[ofBlock * b + i + 1].copy(made.getLast(), n);
      }
    }
  }

  /** Fills in one step from memory; the run begins with walker 0. */
  void take(Normals buffered, long now, long firstWalker, int n) {
    drawnWith = null;
    first = 0;
    for (int j = 0; j < draws.number(); j++) {
      long row = (now - buffered.step()) * draws.number() + j;
      values[j].load(buffered.values(), buffered.index(row, firstWalker), n);
    }
  }
}
