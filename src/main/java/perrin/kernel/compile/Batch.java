package perrin.kernel.compile;

import java.util.List;
import perrin.calculus.Array;
import perrin.calculus.Node;
import perrin.experiment.Minibatch;
import perrin.experiment.Precision;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Draws;
import perrin.kernel.NoiseGroup;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.landscape.Landscape;
import perrin.language.FormulaReader;

/**
 * The rows that a walker draws for a step, into an array of its own.
 *
 * <p>Fresh ones: with replacement row k is ⌊word k · N/2^r⌋ of a word of r random bits; without,
 * they are Floyd's subset (Bentley &amp; Floyd, Comm. ACM 30 (1987) 754): of the numbers j = N − S
 * … N − 1 in turn, one that is drawn from 0 … j goes in, or j itself where that is in already.
 *
 * <p>By epochs: the epoch's position i has the row where i comes to by the swap-or-not shuffle
 * (Hoang, Morris &amp; Rogaway, CRYPTO 2012), which permutes any number of rows and needs no
 * memory: in each round x and K − x mod N change places or not, by a coin of the greater one.
 */
final class Batch {
  private static final String NAME = "batch";
  private static final String RANDOM = Draws.Kind.WORDS.array();

  /** K of each round, of the epoch and then of the next one; likewise what coins are made with. */
  private static final String TURNS = "turns";

  private static final String COINS = "coins";
  private static final int GOLDEN = 0x9E3779B9;
  private static final long LOW = 0xFFFFFFFFL;

  /** Rounds after which all orders of few rows are equally likely, to what 2e6 of them tell. */
  private static final int LEAST_ROUNDS = 16;

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

  /** Makes a fresh one, from words of {@link Draws.Kind#WORDS}. */
  Array draw() {
    return each(region -> {
      Op random = word(RANDOM, region.index());
      return batch.replacement()
          ? code.op(Opcode.MULTIPLY_HIGH, random, code.word(rows))
          : another(region, random);
    });
  }

  private interface Row {
    /** A row as a word. */
    Op in(CodeBuilder.Region round);
  }

  private Array each(Row row) {
    code.array(NAME, batch.size());
    CodeBuilder.Region region = code.open(code.root(), "k");
    Op found = row.in(region);
    code.store(region, NAME, region.index(), code.op(Opcode.FROM_BITS, found));
    code.close(region, code.index(0), code.index(batch.size() - 1), List.of());
    return Array.wordsOfWalker(NAME, batch.size());
  }

  private Op another(CodeBuilder.Region region, Op random) {
    Op last = code.op(Opcode.ADD_INDICES, region.index(), code.index(rows - batch.size()));
    Op below = code.op(Opcode.INDEX_TO_WORD, code.op(Opcode.ADD_INDICES, last, code.index(1)));
    Op drawn = code.op(Opcode.MULTIPLY_HIGH, random, below);
    CodeBuilder.Region before = code.open(region, "m");
    Op found = code.carried(before, code.number(0));
    Op difference = code.op(Opcode.XOR, word(NAME, before.index()), drawn);
    Op same = code.op(Opcode.EQUAL, code.op(Opcode.TO_REAL, difference), code.number(0));
    Op now = code.op(Opcode.SELECT, same, code.number(1), found);
    Op end = code.op(Opcode.ADD_INDICES, region.index(), code.index(-1));
    Op taken = code.close(before, code.index(0), end, List.of(now)).getFirst();
    Op is = code.op(Opcode.EQUAL, taken, code.number(1));
    Op lastWord = code.op(Opcode.INDEX_TO_WORD, last);
    return code.op(
        Opcode.BITS_OF,
        code.op(
            Opcode.SELECT,
            is,
            code.op(Opcode.FROM_BITS, lastWord),
            code.op(Opcode.FROM_BITS, drawn)));
  }

  /** What counts the words of {@link #inTurn}. */
  Draws.Epochs epochs() {
    return new Draws.Epochs(batch.size(), rows);
  }

  /** The place in its epoch of a step's first row. */
  Node firstOfStep(Landscape landscape) {
    String text = "n*S - N*floor(n*S/N)".replace("S", batch.size() + "").replace("N", rows + "");
    return landscape
        .translator()
        .translate(text, FormulaReader.formula(text), landscape.new Names(true))
        .getFirst();
  }

  /**
   * Makes the next one of an epoch.
   *
   * @param first see {@link #firstOfStep}
   */
  Array inTurn(Precision precision, Op first) {
    int rounds = LEAST_ROUNDS + 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1));
    keys(precision, rounds);
    WholeNumbers whole = new WholeNumbers(code, precision);
    if (rows > whole.largest()) {
      throw new IllegalArgumentException(
          "minibatch: order: epoch of "
              + rows
              + " rows, must be at most "
              + whole.largest()
              + "; use precision: double");
    }
    Op begin = whole.word(whole.shifted(first));
    return each(region -> {
      Op at = code.op(Opcode.ADD_WORDS, begin, code.op(Opcode.INDEX_TO_WORD, region.index()));
      Op beyond = code.op(Opcode.SUBTRACT_WORDS, at, code.word(rows));
      CodeBuilder.Region round = code.open(region, "r");
      Op x = code.carried(round, select(beyond, at, beyond));
      Op next = code.op(Opcode.ADD_INDICES, round.index(), code.index(rounds));
      Op turn = either(beyond, TURNS, round.index(), next);
      Op coin = either(beyond, COINS, round.index(), next);
      Op here = code.op(Opcode.BITS_OF, x);
      Op difference = code.op(Opcode.SUBTRACT_WORDS, turn, here);
      Op there =
          code.op(
              Opcode.BITS_OF,
              select(
                  difference, code.op(Opcode.ADD_WORDS, difference, code.word(rows)), difference));
      Op less = code.op(Opcode.SUBTRACT_WORDS, here, there);
      Op greater = code.op(Opcode.BITS_OF, select(less, there, here));
      Op tossed = mixed(precision, code.op(Opcode.XOR, greater, coin));
      Op now = select(atTop(precision, tossed), there, here);
      Op row = code.close(round, code.index(0), code.index(rounds - 1), List.of(now)).getFirst();
      return code.op(Opcode.BITS_OF, row);
    });
  }

  /** Makes K and the coins' key for each round, from two of the block's words. */
  private void keys(Precision precision, int rounds) {
    code.array(TURNS, 2 * rounds);
    code.array(COINS, 2 * rounds);
    int ofBlock = NoiseGroup.drawsOfBlock(precision);
    for (int epoch = 0; epoch < 2; epoch++) {
      Op turns = low(precision, word(RANDOM, code.index(epoch * ofBlock)));
      Op coins = low(precision, word(RANDOM, code.index(epoch * ofBlock + 1)));
      CodeBuilder.Region round = code.open(code.root(), "r");
      Op step =
          code.indexed(Opcode.SCALE_WORD, code.op(Opcode.INDEX_TO_WORD, round.index()), GOLDEN);
      Op turn = mixed(precision, low(precision, code.op(Opcode.ADD_WORDS, turns, step)));
      int unused = precision == Precision.SINGLE ? 0 : 21; // of the bits that a product counts with
      Op random = code.shift(Opcode.SHIFT_LEFT, turn, unused);
      Op k = code.op(Opcode.MULTIPLY_HIGH, random, code.word(rows));
      Op coin = mixed(precision, low(precision, code.op(Opcode.ADD_WORDS, coins, step)));
      Op at = code.op(Opcode.ADD_INDICES, round.index(), code.index(epoch * rounds));
      code.store(round, TURNS, at, code.op(Opcode.FROM_BITS, k));
      code.store(round, COINS, at, code.op(Opcode.FROM_BITS, coin));
      code.close(round, code.index(0), code.index(rounds - 1), List.of());
    }
  }

  /** A 32-bit word of which each bit depends on all: lowbias32 (C. Wellons, 2018). */
  private Op mixed(Precision precision, Op word) {
    Op h = code.op(Opcode.XOR, word, code.shift(Opcode.SHIFT_RIGHT, word, 16));
    h = low(precision, code.indexed(Opcode.SCALE_WORD, h, 0x7FEB352D));
    h = code.op(Opcode.XOR, h, code.shift(Opcode.SHIFT_RIGHT, h, 15));
    h = low(precision, code.indexed(Opcode.SCALE_WORD, h, 0x846CA68B));
    return code.op(Opcode.XOR, h, code.shift(Opcode.SHIFT_RIGHT, h, 16));
  }

  /** Its lower 32 bits. */
  private Op low(Precision precision, Op word) {
    return precision == Precision.SINGLE ? word : code.op(Opcode.AND, word, code.word(LOW));
  }

  /** A word whose top bit is bit 31 of this one. */
  private Op atTop(Precision precision, Op word) {
    return precision == Precision.SINGLE ? word : code.shift(Opcode.SHIFT_LEFT, word, 32);
  }

  private Op word(String array, Op index) {
    return code.op(Opcode.BITS_OF, code.load(array, index));
  }

  /** As a real: a word where another one is negative, else a third. */
  private Op select(Op sign, Op negative, Op otherwise) {
    return code.op(
        Opcode.SELECT_SIGN,
        sign,
        code.op(Opcode.FROM_BITS, negative),
        code.op(Opcode.FROM_BITS, otherwise));
  }

  private Op either(Op sign, String array, Op at, Op next) {
    return code.op(
        Opcode.BITS_OF,
        code.op(Opcode.SELECT_SIGN, sign, code.load(array, at), code.load(array, next)));
  }
}
