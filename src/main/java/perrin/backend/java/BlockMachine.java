package perrin.backend.java;

import perrin.backend.java.BlockProgram.Step;

/**
 * Runs a {@link BlockProgram}: each operation is one plain loop over a block of walkers, which
 * HotSpot vectorises by itself. This is the specification of what every backend computes.
 */
final class BlockMachine {
  /**
   * Walkers in a block: the registers of a step fit in the second-level cache, the loops outweigh
   * their set-up.
   */
  static final int BLOCK = 256;

  private final BlockProgram program;
  private final float[][] reals;
  private final int[][] words;
  private final boolean[][] preds;

  BlockMachine(BlockProgram program) {
    this.program = program;
    reals = new float[program.registers()[0]][BLOCK];
    words = new int[program.registers()[1]][BLOCK];
    preds = new boolean[program.registers()[2]][BLOCK];
    for (Step step : program.constants()) {
      execute(step, BLOCK);
    }
  }

  boolean has(String input) {
    return program.inputs().containsKey(input);
  }

  /** The block of a real input, to be filled. */
  float[] real(String input) {
    return reals[program.inputs().get(input)];
  }

  /** The block of a word input, to be filled. */
  int[] word(String input) {
    return words[program.inputs().get(input)];
  }

  /** The block of a result. */
  float[] output(String name) {
    return reals[program.outputs().get(name)];
  }

  /** Runs the program on the first n walkers of the block. */
  void run(int n) {
    for (Step step : program.steps()) {
      execute(step, n);
    }
  }

  private void execute(Step s, int n) {
    switch (s.opcode()) {
      case NUMBER -> java.util.Arrays.fill(reals[s.target()], (float) s.number());
      case BITS -> java.util.Arrays.fill(words[s.target()], (int) s.bits());
      case ADD -> Loops.add(reals[s.target()], reals[s.a()], reals[s.b()], n);
      case SUBTRACT -> Loops.subtract(reals[s.target()], reals[s.a()], reals[s.b()], n);
      case MULTIPLY -> Loops.multiply(reals[s.target()], reals[s.a()], reals[s.b()], n);
      case DIVIDE -> Loops.divide(reals[s.target()], reals[s.a()], reals[s.b()], n);
      case NEGATE -> Loops.negate(reals[s.target()], reals[s.a()], n);
      case ABS -> Loops.abs(reals[s.target()], reals[s.a()], n);
      case SQRT, SQRT_NORMAL -> Loops.sqrt(reals[s.target()], reals[s.a()], n);
      case FMA -> Loops.fma(reals[s.target()], reals[s.a()], reals[s.b()], reals[s.c()], n);
      case LESS -> Loops.less(preds[s.target()], reals[s.a()], reals[s.b()], n);
      case LESS_OR_EQUAL -> Loops.lessOrEqual(preds[s.target()], reals[s.a()], reals[s.b()], n);
      case EQUAL -> Loops.equal(preds[s.target()], reals[s.a()], reals[s.b()], n);
      case SELECT -> Loops.select(reals[s.target()], preds[s.a()], reals[s.b()], reals[s.c()], n);
      case SELECT_SIGN ->
          Loops.selectSign(reals[s.target()], words[s.a()], reals[s.b()], reals[s.c()], n);
      case ADD_WORDS -> Loops.add(words[s.target()], words[s.a()], words[s.b()], n);
      case SUBTRACT_WORDS -> Loops.subtract(words[s.target()], words[s.a()], words[s.b()], n);
      case AND -> Loops.and(words[s.target()], words[s.a()], words[s.b()], n);
      case OR -> Loops.or(words[s.target()], words[s.a()], words[s.b()], n);
      case XOR -> Loops.xor(words[s.target()], words[s.a()], words[s.b()], n);
      case SHIFT_LEFT -> Loops.shiftLeft(words[s.target()], words[s.a()], (int) s.bits(), n);
      case SHIFT_RIGHT -> Loops.shiftRight(words[s.target()], words[s.a()], (int) s.bits(), n);
      case SHIFT_RIGHT_SIGNED ->
          Loops.shiftRightSigned(words[s.target()], words[s.a()], (int) s.bits(), n);
      case BITS_OF -> Loops.bitsOf(words[s.target()], reals[s.a()], n);
      case FROM_BITS -> Loops.fromBits(reals[s.target()], words[s.a()], n);
      case TO_REAL -> Loops.toReal(reals[s.target()], words[s.a()], n);
      case TO_REAL_SIGNED -> Loops.toRealSigned(reals[s.target()], words[s.a()], n);
      case INPUT, CALL, RESULT -> throw new IllegalStateException(s.opcode() + " is no operation");
    }
  }
}
