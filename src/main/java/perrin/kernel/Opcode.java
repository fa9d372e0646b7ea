package perrin.kernel;

import static perrin.kernel.Type.INDEX;
import static perrin.kernel.Type.NONE;
import static perrin.kernel.Type.PRED;
import static perrin.kernel.Type.REAL;
import static perrin.kernel.Type.WORD;

import java.util.List;
import java.util.Optional;

/**
 * The primitives of the intermediate code. Each is an IEEE operation rounded to nearest, an exact
 * conversion, a select or a bit operation, so that every backend computes the same bits.
 *
 * <p>Those with a name may be written as calls in the definitions of functions; + − * / and
 * comparisons are written as such.
 */
public enum Opcode {
  /** {@link Op#number}, rounded to the walker's precision. */
  NUMBER("", REAL),
  /** {@link Op#bits}. */
  BITS("", WORD),
  /** A value from outside the code, named by {@link Op#label}. */
  INPUT("", REAL),

  ADD("", REAL, REAL, REAL),
  SUBTRACT("", REAL, REAL, REAL),
  MULTIPLY("", REAL, REAL, REAL),
  DIVIDE("", REAL, REAL, REAL),
  NEGATE("", REAL, REAL),
  ABS("abs", REAL, REAL),
  SQRT("sqrt", REAL, REAL),
  /** The same for arguments that are 0 or at least 2^-100: a GPU does that without a branch. */
  SQRT_NORMAL("sqrt_normal", REAL, REAL),
  /** a·b + c, rounded once. */
  FMA("fma", REAL, REAL, REAL, REAL),

  LESS("", PRED, REAL, REAL),
  LESS_OR_EQUAL("", PRED, REAL, REAL),
  EQUAL("", PRED, REAL, REAL),
  /** p ? a : b. */
  SELECT("select", REAL, PRED, REAL, REAL),
  /** a where the word's top bit is set, else b. */
  SELECT_SIGN("select_sign", REAL, WORD, REAL, REAL),

  ADD_WORDS("", WORD, WORD, WORD),
  SUBTRACT_WORDS("", WORD, WORD, WORD),
  AND("and", WORD, WORD, WORD),
  OR("or", WORD, WORD, WORD),
  XOR("xor", WORD, WORD, WORD),
  /**
   * ⌊a·b/2^r⌋ of a word a of r random bits, 32 in single precision and 53 in double, and b below
   * 2³¹: a whole number below b.
   */
  MULTIPLY_HIGH("", WORD, WORD, WORD),
  /** Times {@link Op#bits}; what does not fit into a word is lost. */
  SCALE_WORD("", WORD, WORD),
  /** Remainder of the division of the signed word by {@link Op#bits}, not negative. */
  REMAINDER_OF_WORD("", WORD, WORD),
  /** By {@link Op#bits} places. */
  SHIFT_LEFT("shift_left", WORD, WORD),
  SHIFT_RIGHT("shift_right", WORD, WORD),
  SHIFT_RIGHT_SIGNED("shift_right_signed", WORD, WORD),

  /** The bits of a number. */
  BITS_OF("bits", WORD, REAL),
  FROM_BITS("from_bits", REAL, WORD),
  /** The unsigned word as a number, rounded to nearest. */
  TO_REAL("to_real", REAL, WORD),
  TO_REAL_SIGNED("to_real_signed", REAL, WORD),

  /** {@link Op#bits} as an index. */
  INDEX_NUMBER("", INDEX),
  ADD_INDICES("", INDEX, INDEX, INDEX),
  /** Times {@link Op#bits}. */
  SCALE_INDEX("", INDEX, INDEX),
  /** Remainder of the division by {@link Op#bits}, not negative. */
  REMAINDER("", INDEX, INDEX),
  /** The lesser of it and {@link Op#bits}. */
  LEAST_INDEX("", INDEX, INDEX),
  /** Number {@link Op#bits} + index of the kernel's whole numbers. */
  LOOKUP("", INDEX, INDEX),
  INDEX_TO_REAL("", REAL, INDEX),
  /** The index as a signed word, of all walkers. */
  INDEX_TO_WORD("", WORD, INDEX),

  /** Element of the walkers' array {@link Op#label}, as it is at that point of the code. */
  LOAD("", REAL, INDEX),
  /** Number {@link Op#bits} + index of the kernel's tables, which all walkers share. */
  TABLE("", REAL, INDEX),
  /**
   * Element k, which may be another one for each walker, of what {@link Op#source} says: k is the
   * word, unsigned, but {@link Op#number} at most, so that no read is out of bounds. A word where
   * it is taken from the kernel's whole numbers, else a real.
   */
  GATHER("", REAL, WORD),
  /** The same of the tables' rows of four numbers: number {@link Op#bits} + 4·k. */
  GATHER_ROW("", REAL, WORD),
  /** Array {@link Op#label}: element = value. */
  STORE("", NONE, INDEX, REAL),
  /** The same with another element for each walker, found as {@link #GATHER} does. */
  SCATTER("", NONE, WORD, REAL),

  /**
   * {@link Op#body} for each index from operand 0 to operand 1, both included; further operands are
   * the first values of what it carries from round to round, whose last ones are its RESULTs.
   */
  LOOP("", NONE),
  /** The index of the loop around. */
  LOOP_INDEX("", INDEX),
  /** Value number {@link Op#bits} that the loop around carries. */
  CARRIED("", REAL),

  /** A function of the library, {@link Op#function}, with one result. */
  CALL("", REAL),
  /** Result number {@link Op#bits} of a call with several results, or of a loop. */
  RESULT("", REAL, REAL);

  private final String name;
  private final Type result;
  private final List<Type> operands;

  Opcode(String name, Type result, Type... operands) {
    this.name = name;
    this.result = result;
    this.operands = List.of(operands);
  }

  public Type result() {
    return result;
  }

  public List<Type> operands() {
    return operands;
  }

  /** The primitive that is written as a call of that name. */
  public static Optional<Opcode> named(String name) {
    for (Opcode opcode : values()) {
      if (!name.isEmpty() && opcode.name.equals(name)) {
        return Optional.of(opcode);
      }
    }
    return Optional.empty();
  }

  /** Whether it changes memory. */
  public boolean hasEffect() {
    return this == STORE || this == SCATTER;
  }

  boolean isShift() {
    return this == SHIFT_LEFT || this == SHIFT_RIGHT || this == SHIFT_RIGHT_SIGNED;
  }
}
