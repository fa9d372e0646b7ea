package perrin.backend.java;

import java.util.List;
import perrin.backend.java.BlockProgram.Instruction;
import perrin.backend.java.BlockProgram.Loop;
import perrin.backend.java.BlockProgram.Step;
import perrin.experiment.Precision;
import perrin.kernel.SharedNumbers;
import perrin.kernel.Type;

/**
 * Runs a {@link BlockProgram}: each operation is one plain loop over a block of walkers, which
 * HotSpot vectorises by itself. This is the specification of what every backend computes.
 *
 * <p>Registers are numbered for each type apart; in all operations r is the register of the result
 * and modified, n how many values of the block are computed.
 */
abstract sealed class BlockMachine permits SingleMachine, DoubleMachine {
  private final BlockProgram program;

  /** Values of the index registers, the same for all walkers. */
  private final int[] indices;

  /** The walkers' arrays by number, shape [arrays][elements]. */
  private final Block[][] arrays;

  private double[] tables = new double[0];
  private int[] whole = new int[0];

  /** Truth values, shape [registers][{@value Block#SIZE}]. */
  final boolean[][] preds;

  BlockMachine(BlockProgram program) {
    this.program = program;
    preds = new boolean[program.registers()[Type.PRED.ordinal()]][Block.SIZE];
    indices = new int[program.registers()[Type.INDEX.ordinal()]];
    arrays = new Block[program.arrays().size()][];
  }

  static BlockMachine of(BlockProgram program, Precision precision) {
    return switch (precision) {
      case SINGLE -> new SingleMachine(program);
      case DOUBLE -> new DoubleMachine(program);
    };
  }

  /** To be called when the registers are there. */
  final void prepare(Precision precision) {
    program.lengths().forEach((name, length) -> bind(name, Block.several(precision, length)));
    for (Step step : program.constants()) {
      execute(step, Block.SIZE);
    }
  }

  /** Says what an array is, if the program uses it. */
  final void bind(String array, Block[] elements) {
    int number = program.arrays().indexOf(array);
    if (number >= 0) {
      arrays[number] = elements;
    }
  }

  /** Sets the numbers that all walkers share by index. */
  final void share(SharedNumbers shared) {
    tables = shared.tables();
    whole = shared.lookups();
  }

  final boolean has(String input) {
    return program.inputs().containsKey(input);
  }

  /** The block of a real input, to be filled. */
  final Block input(String input) {
    return block(program.inputs().get(input));
  }

  /** The block of a result. */
  final Block output(String name) {
    return block(program.outputs().get(name));
  }

  /**
   * Fills a word input with value i of a Philox block.
   *
   * @param block its words, shape [4][lanes]
   * @param i below {@link perrin.kernel.NoiseGroup#drawsOfBlock}
   */
  final void draw(int[][] block, int i, String input, int n) {
    draw(block, i, program.inputs().get(input), n);
  }

  /** Runs the program on the first n walkers of the block. */
  final void run(int n) {
    execute(program.steps(), n);
  }

  private void execute(List<Instruction> instructions, int n) {
    for (Instruction instruction : instructions) {
      switch (instruction) {
        case Step step -> execute(step, n);
        case Loop loop -> execute(loop, n);
      }
    }
  }

  private void execute(Loop loop, int n) {
    take(loop.starts(), loop.carried(), n);
    for (int i = indices[loop.from()]; i <= indices[loop.to()]; i++) {
      indices[loop.index()] = i;
      execute(loop.body(), n);
      take(loop.yields(), loop.carried(), n);
    }
  }

  private void take(int[] from, int[] to, int n) {
    for (int k = 0; k < from.length; k++) {
      block(to[k]).copy(block(from[k]), n);
    }
  }

  private void execute(Step s, int n) {
    switch (s.opcode()) {
      case NUMBER -> fill(s.target(), s.number());
      case BITS -> fillWord(s.target(), s.bits());
      case ADD -> add(s.target(), s.a(), s.b(), n);
      case SUBTRACT -> subtract(s.target(), s.a(), s.b(), n);
      case MULTIPLY -> multiply(s.target(), s.a(), s.b(), n);
      case DIVIDE -> divide(s.target(), s.a(), s.b(), n);
      case NEGATE -> negate(s.target(), s.a(), n);
      case ABS -> abs(s.target(), s.a(), n);
      case SQRT, SQRT_NORMAL -> sqrt(s.target(), s.a(), n);
      case FMA -> fma(s.target(), s.a(), s.b(), s.c(), n);
      case LESS -> less(s.target(), s.a(), s.b(), n);
      case LESS_OR_EQUAL -> lessOrEqual(s.target(), s.a(), s.b(), n);
      case EQUAL -> equal(s.target(), s.a(), s.b(), n);
      case SELECT -> select(s.target(), s.a(), s.b(), s.c(), n);
      case SELECT_SIGN -> selectSign(s.target(), s.a(), s.b(), s.c(), n);
      case ADD_WORDS -> addWords(s.target(), s.a(), s.b(), n);
      case SUBTRACT_WORDS -> subtractWords(s.target(), s.a(), s.b(), n);
      case AND -> and(s.target(), s.a(), s.b(), n);
      case OR -> or(s.target(), s.a(), s.b(), n);
      case XOR -> xor(s.target(), s.a(), s.b(), n);
      case MULTIPLY_HIGH -> multiplyHigh(s.target(), s.a(), s.b(), n);
      case SCALE_WORD -> scaleWord(s.target(), s.a(), s.bits(), n);
      case REMAINDER_OF_WORD -> remainder(s.target(), s.a(), s.bits(), n);
      case SHIFT_LEFT -> shiftLeft(s.target(), s.a(), (int) s.bits(), n);
      case SHIFT_RIGHT -> shiftRight(s.target(), s.a(), (int) s.bits(), n);
      case SHIFT_RIGHT_SIGNED -> shiftRightSigned(s.target(), s.a(), (int) s.bits(), n);
      case BITS_OF -> bitsOf(s.target(), s.a(), n);
      case FROM_BITS -> fromBits(s.target(), s.a(), n);
      case TO_REAL -> toReal(s.target(), s.a(), n);
      case TO_REAL_SIGNED -> toRealSigned(s.target(), s.a(), n);
      case INDEX_NUMBER -> indices[s.target()] = (int) s.bits();
      case ADD_INDICES -> indices[s.target()] = indices[s.a()] + indices[s.b()];
      case SCALE_INDEX -> indices[s.target()] = (int) s.bits() * indices[s.a()];
      case REMAINDER -> indices[s.target()] = Math.floorMod(indices[s.a()], (int) s.bits());
      case LEAST_INDEX -> indices[s.target()] = Math.min(indices[s.a()], (int) s.bits());
      case LOOKUP -> indices[s.target()] = whole[(int) s.bits() + indices[s.a()]];
      case INDEX_TO_REAL -> fill(s.target(), indices[s.a()]);
      case TABLE -> fill(s.target(), tables[(int) s.bits() + indices[s.a()]]);
      case INDEX_TO_WORD -> fillWord(s.target(), indices[s.a()]);
      case GATHER -> gather(s, n);
      case GATHER_ROW -> gather(s.target(), s.a(), tables, (int) s.bits(), 4, (int) s.number(), n);
      case LOAD -> block(s.target()).copy(arrays[s.array()][indices[s.a()]], n);
      case STORE -> arrays[s.array()][indices[s.a()]].copy(block(s.b()), n);
      case SCATTER -> scatter(arrays[s.array()], s.a(), (int) s.number(), s.b(), n);
      case INPUT, CALL, RESULT, LOOP, LOOP_INDEX, CARRIED ->
          throw new IllegalStateException(s.opcode() + " is no operation");
    }
  }

  private void gather(Step s, int n) {
    int last = (int) s.number();
    switch (s.source()) {
      case TABLES -> gather(s.target(), s.a(), tables, (int) s.bits(), 1, last, n);
      case WHOLE_NUMBERS -> gather(s.target(), s.a(), whole, (int) s.bits(), last, n);
      case ARRAY -> gather(s.target(), s.a(), arrays[s.array()], last, n);
    }
  }

  /** A real register. */
  abstract Block block(int register);

  abstract void draw(int[][] block, int i, int r, int n);

  abstract void fill(int r, double number);

  abstract void fillWord(int r, long bits);

  abstract void add(int r, int a, int b, int n);

  abstract void subtract(int r, int a, int b, int n);

  abstract void multiply(int r, int a, int b, int n);

  abstract void divide(int r, int a, int b, int n);

  abstract void negate(int r, int a, int n);

  abstract void abs(int r, int a, int n);

  abstract void sqrt(int r, int a, int n);

  abstract void fma(int r, int a, int b, int c, int n);

  abstract void less(int r, int a, int b, int n);

  abstract void lessOrEqual(int r, int a, int b, int n);

  abstract void equal(int r, int a, int b, int n);

  abstract void select(int r, int a, int b, int c, int n);

  abstract void selectSign(int r, int a, int b, int c, int n);

  abstract void addWords(int r, int a, int b, int n);

  abstract void subtractWords(int r, int a, int b, int n);

  abstract void and(int r, int a, int b, int n);

  abstract void or(int r, int a, int b, int n);

  abstract void xor(int r, int a, int b, int n);

  abstract void multiplyHigh(int r, int a, int b, int n);

  abstract void scaleWord(int r, int a, long factor, int n);

  /** The words signed. */
  abstract void remainder(int r, int a, long divisor, int n);

  abstract void shiftLeft(int r, int a, int places, int n);

  abstract void shiftRight(int r, int a, int places, int n);

  abstract void shiftRightSigned(int r, int a, int places, int n);

  /**
   * Elements of the tables.
   *
   * @param first where a word of 0 leads
   * @param stride from one word to the next
   * @param last the largest word that counts, the words unsigned
   */
  abstract void gather(int r, int a, double[] tables, int first, int stride, int last, int n);

  /** Whole numbers of all walkers, likewise. */
  abstract void gather(int r, int a, int[] whole, int first, int last, int n);

  /** Elements of a walkers' array, shape [elements], likewise. */
  abstract void gather(int r, int a, Block[] array, int last, int n);

  /** Sets elements of a walkers' array, shape [elements], likewise. */
  abstract void scatter(Block[] array, int a, int last, int b, int n);

  abstract void bitsOf(int r, int a, int n);

  abstract void fromBits(int r, int a, int n);

  abstract void toReal(int r, int a, int n);

  abstract void toRealSigned(int r, int a, int n);
}
