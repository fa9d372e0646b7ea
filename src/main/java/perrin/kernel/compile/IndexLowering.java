package perrin.kernel.compile;

import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.SharedValues;

/**
 * Turns indices into operations: those that all walkers share into indices of the code, walkers'
 * own into words.
 */
final class IndexLowering {
  private final Lowering lowering;
  private final CodeBuilder code;
  private final SharedValues shared;
  private final Nests nests;
  private final WholeNumbers whole;

  IndexLowering(Lowering lowering, CodeBuilder code, SharedValues shared, Nests nests) {
    this.lowering = lowering;
    this.code = code;
    this.shared = shared;
    this.nests = nests;
    whole = new WholeNumbers(code, shared.precision());
  }

  /** An index that all walkers share. */
  Op index(Index index) {
    Op sum = null;
    for (Index.Stride stride : index.strides()) {
      Op atom = atom(stride.atom());
      Op part =
          stride.factor() == 1 ? atom : code.indexed(Opcode.SCALE_INDEX, atom, stride.factor());
      sum = sum == null ? part : code.op(Opcode.ADD_INDICES, sum, part);
    }
    if (sum == null) {
      return code.index(index.constant());
    }
    return index.constant() == 0
        ? sum
        : code.op(Opcode.ADD_INDICES, sum, code.index(index.constant()));
  }

  private Op atom(Index.Atom atom) {
    return switch (atom) {
      case Index.Loop loop -> nests.region(loop).index();
      case Index.OfWalker own -> throw new IllegalStateException("not shared: " + own);
      case Index.Lookup lookup ->
          code.indexed(Opcode.LOOKUP, index(lookup.at()), shared.lookup(lookup.array()));
      case Index.Remainder r -> code.indexed(Opcode.REMAINDER, index(r.of()), r.divisor());
    };
  }

  /** A walker's own index, as a signed word: first what walkers share of it. */
  Op word(Index index) {
    Index common = Index.constant(index.constant());
    Op sum = null;
    for (Index.Stride stride : index.strides()) {
      Index atom = Index.of(stride.atom());
      if (atom.isOwn()) {
        Op own = own(stride.atom());
        Op part =
            stride.factor() == 1 ? own : code.indexed(Opcode.SCALE_WORD, own, stride.factor());
        sum = sum == null ? part : code.op(Opcode.ADD_WORDS, sum, part);
      } else {
        common = common.plus(atom.times(stride.factor()));
      }
    }
    if (sum == null) {
      return common(common);
    }
    boolean none = common.isConstant() && common.constant() == 0;
    return none ? sum : code.op(Opcode.ADD_WORDS, sum, common(common));
  }

  private Op common(Index index) {
    return index.isConstant()
        ? code.word(index.constant())
        : code.op(Opcode.INDEX_TO_WORD, index(index));
  }

  private Op own(Index.Atom atom) {
    return switch (atom) {
      case Index.Loop loop -> throw new IllegalStateException("shared: " + loop);
      case Index.OfWalker own -> given(own);
      case Index.Lookup lookup -> {
        Op at = word(lookup.at());
        int last = lookup.array().length() - 1;
        yield code.gatherWhole(at, last, shared.lookup(lookup.array()));
      }
      case Index.Remainder r -> code.indexed(Opcode.REMAINDER_OF_WORD, word(r.of()), r.divisor());
    };
  }

  /** What is no number becomes 0, by the first of the two comparisons. */
  private Op given(Index.OfWalker own) {
    if (own.value() instanceof Node.Element element && element.array().words()) {
      return wordOf(element);
    }
    if (own.length() > whole.largest()) {
      throw new IllegalArgumentException(
          "an index of "
              + own.length()
              + " values, must be at most "
              + whole.largest()
              + " in this precision");
    }
    Op value = lowering.value(own.value());
    Op none = code.number(0);
    Op last = code.number(own.length() - 1);
    value = code.op(Opcode.SELECT, code.op(Opcode.LESS, none, value), value, none);
    value = code.op(Opcode.SELECT, code.op(Opcode.LESS, value, last), value, last);
    return whole.word(whole.shifted(value));
  }

  /** An element of an array that keeps words. */
  Op wordOf(Node.Element element) {
    return code.op(Opcode.BITS_OF, element(element));
  }

  /** An element of a walkers' array as it lies there. */
  Op element(Node.Element element) {
    String array = element.array().name();
    return element.at().isOwn()
        ? code.gather(array, word(element.at()), element.array().length() - 1)
        : code.load(array, index(element.at()));
  }
}
