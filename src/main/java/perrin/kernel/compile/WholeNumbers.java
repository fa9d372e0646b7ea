package perrin.kernel.compile;

import perrin.experiment.Precision;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.Opcode;

/** Numbers rounded to whole ones, by an addition after which nothing is behind the point. */
record WholeNumbers(CodeBuilder code, Precision precision) {
  /** Sizes up to which a number is found. */
  long largest() {
    return precision == Precision.SINGLE ? 1L << 22 : 1L << 51;
  }

  /** A number shifted to where whole numbers are all that there is. */
  Op shifted(Op number) {
    return code.op(Opcode.ADD, number, shift());
  }

  /** The whole number nearest to what has been shifted. */
  Op nearest(Op shifted) {
    return code.op(Opcode.SUBTRACT, shifted, shift());
  }

  /** The same as a signed word; of what is no small number some huge one. */
  Op word(Op shifted) {
    long bits =
        switch (precision) {
          case SINGLE -> Float.floatToIntBits(0x1.8p23f);
          case DOUBLE -> Double.doubleToLongBits(0x1.8p52);
        };
    return code.op(Opcode.SUBTRACT_WORDS, code.op(Opcode.BITS_OF, shifted), code.word(bits));
  }

  private Op shift() {
    return code.number(precision == Precision.SINGLE ? 0x1.8p23 : 0x1.8p52);
  }
}
