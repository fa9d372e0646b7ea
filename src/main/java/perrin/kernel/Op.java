package perrin.kernel;

import java.util.List;
import perrin.calculus.Function;

/**
 * One operation of a {@link Code}, and the value it gives. Operations are compared by identity.
 *
 * @param opcode what it does
 * @param type of its value
 * @param operands earlier operations of the same code
 * @param number of a NUMBER
 * @param bits of a BITS, places of a shift, number of a RESULT, index of an INPUT in its group
 * @param label of an INPUT what it is called in generated text, of a LOAD, STORE or SCATTER the
 *     array, of a GATHER its source, of a LOOP its index; else empty
 * @param function of a CALL
 * @param body of a LOOP
 */
public record Op(
    Opcode opcode,
    Type type,
    List<Op> operands,
    double number,
    long bits,
    String label,
    Function function,
    Block body) {

  /**
   * One round of a loop.
   *
   * @param index of the round
   * @param carried values from the round before
   * @param ops all operations that are made anew in each round
   * @param yields values for the next round, one for each carried
   */
  public record Block(Op index, List<Op> carried, List<Op> ops, List<Op> yields) {
    public Block {
      carried = List.copyOf(carried);
      ops = List.copyOf(ops);
      yields = List.copyOf(yields);
    }
  }

  public Op {
    operands = List.copyOf(operands);
  }

  /** What a GATHER takes its elements from. */
  public enum Source {
    /** From number {@link Op#bits} on of the kernel's tables, which all walkers share. */
    TABLES,
    /** From number {@link Op#bits} on of the kernel's whole numbers, likewise. */
    WHOLE_NUMBERS,
    /** The walkers' array {@link Op#label}, as it is at that point of the code. */
    ARRAY
  }

  /** Of a GATHER: by its type and label. */
  public Source source() {
    return type == Type.WORD
        ? Source.WHOLE_NUMBERS
        : label.isEmpty() ? Source.TABLES : Source.ARRAY;
  }

  /** Operand number i. */
  public Op operand(int i) {
    return operands.get(i);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
