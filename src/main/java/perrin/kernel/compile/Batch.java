package perrin.kernel.compile;

import java.util.List;
import perrin.calculus.Array;
import perrin.experiment.Minibatch;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Draws;
import perrin.kernel.Op;
import perrin.kernel.Opcode;

/**
 * The rows that a walker draws for a step, into an array of its own. With replacement row k is
 * ⌊word k · N/2^r⌋ of a word of r random bits; without, they are Floyd's subset (Bentley &amp;
 * Floyd, Comm. ACM 30 (1987) 754): of the numbers j = N − S … N − 1 in turn, one that is drawn from
 * 0 … j goes in, or j itself where that is in already.
 */
final class Batch {
  private static final String NAME = "batch";

  private final CodeBuilder code;
  private final Minibatch batch;
  private final int rows;

  /**
   * @param rows N, of the data
   */
  Batch(CodeBuilder code, Minibatch batch, int rows) {
    this.code = code;
    this.batch = batch;
    this.rows = rows;
  }

  /** Makes it, from words of {@link Draws.Kind#WORDS}. */
  Array draw() {
    int size = batch.size();
    code.array(NAME, size);
    CodeBuilder.Region each = code.open(code.root(), "k");
    Op random = code.op(Opcode.BITS_OF, code.load(Draws.Kind.WORDS.array(), each.index()));
    Op row =
        batch.replacement()
            ? code.op(Opcode.FROM_BITS, code.op(Opcode.MULTIPLY_HIGH, random, code.word(rows)))
            : another(each, random);
    code.store(each, NAME, each.index(), row);
    code.close(each, code.index(0), code.index(size - 1), List.of());
    return Array.wordsOfWalker(NAME, size);
  }

  private Op another(CodeBuilder.Region each, Op random) {
    Op last = code.op(Opcode.ADD_INDICES, each.index(), code.index(rows - batch.size()));
    Op below = code.op(Opcode.INDEX_TO_WORD, code.op(Opcode.ADD_INDICES, last, code.index(1)));
    Op drawn = code.op(Opcode.MULTIPLY_HIGH, random, below);
    CodeBuilder.Region before = code.open(each, "m");
    Op found = code.carried(before, code.number(0));
    Op other = code.op(Opcode.BITS_OF, code.load(NAME, before.index()));
    Op difference = code.op(Opcode.TO_REAL, code.op(Opcode.XOR, other, drawn));
    Op same = code.op(Opcode.EQUAL, difference, code.number(0));
    Op now = code.op(Opcode.SELECT, same, code.number(1), found);
    Op end = code.op(Opcode.ADD_INDICES, each.index(), code.index(-1));
    Op taken = code.close(before, code.index(0), end, List.of(now)).getFirst();
    return code.op(
        Opcode.SELECT,
        code.op(Opcode.EQUAL, taken, code.number(1)),
        code.op(Opcode.FROM_BITS, code.op(Opcode.INDEX_TO_WORD, last)),
        code.op(Opcode.FROM_BITS, drawn));
  }
}
