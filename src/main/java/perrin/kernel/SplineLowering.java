package perrin.kernel;

import java.util.ArrayList;
import java.util.List;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Node;
import perrin.calculus.Spline;
import perrin.calculus.SplineAxis;
import perrin.experiment.Precision;

/**
 * Turns tables into operations: the cell that a place is in, the way to the cell's right end, the
 * derivatives there, gathered walker by walker, and the polynomial.
 */
final class SplineLowering {
  private static final int ORDERS = 4;

  private final CodeBuilder code;
  private final SharedValues shared;
  private final Precision precision;

  SplineLowering(CodeBuilder code, SharedValues shared) {
    this.code = code;
    this.shared = shared;
    this.precision = shared.precision();
  }

  /** The number of a cell, a whole one, and the way to a place in it from the cell's right end. */
  private record Place(Op cell, Op way) {}

  /**
   * @param at the places, one for each axis
   */
  Op value(Node.Tabulated table, List<Op> at) {
    Spline spline = table.spline();
    int offset = shared.cells(spline);
    SplineAxis x = spline.axes().getFirst();
    boolean line = spline.axes().size() == 1;
    int order = table.orders().getFirst();
    if (line) {
      Place place = place(x, at.getFirst(), x.endsInLines());
      return polynomial(row(place.cell(), x.cells() - 1, offset), order, place.way());
    }
    SplineAxis y = spline.axes().getLast();
    Place first = place(x, at.getFirst(), true);
    Place second = place(y, at.getLast(), true);
    Op rows = code.number(ORDERS);
    Op rowsOfX = code.number((double) ORDERS * y.cells());
    Op row =
        code.op(
            Opcode.FMA, first.cell(), rowsOfX, code.op(Opcode.MULTIPLY, second.cell(), rows));
    int last = (x.cells() * y.cells() - 1) * ORDERS;
    List<Op> along = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      along.add(
          i < order
              ? null
              : polynomial(
                  row(row, last, offset + i * ORDERS), table.orders().getLast(), second.way()));
    }
    return polynomial(along, order, first.way());
  }

  /**
   * @param limited whether the cell's number is one that there is; otherwise only the gather sees to
   *     that
   */
  private Place place(SplineAxis axis, Op x, boolean limited) {
    Op d = code.op(Opcode.SUBTRACT, x, code.number(axis.from()));
    if (axis.periodic()) {
      Op periods = code.op(Opcode.MULTIPLY, d, code.number(1 / axis.period()));
      Op whole =
          code.call(FunctionLibrary.standard().find("floor").orElseThrow(), List.of(periods))
              .getFirst();
      d = code.op(Opcode.FMA, whole, code.number(-axis.period()), d);
    }
    Op cell =
        code.op(
            Opcode.FMA,
            d,
            code.number(axis.perStep(precision)),
            code.number(axis.offset(precision)));
    if (limited) {
      Op none = code.number(0);
      Op last = code.number(axis.points());
      cell = code.op(Opcode.SELECT, code.op(Opcode.LESS, cell, none), none, cell);
      cell = code.op(Opcode.SELECT, code.op(Opcode.LESS, last, cell), last, cell);
    }
    Op shift = code.number(precision == Precision.SINGLE ? 0x1.8p23 : 0x1.8p52);
    cell = code.op(Opcode.SUBTRACT, code.op(Opcode.ADD, cell, shift), shift);
    return new Place(cell, code.op(Opcode.FMA, cell, code.number(-axis.step()), d));
  }

  /** Four numbers of the row of that number. */
  private List<Op> row(Op number, int last, int offset) {
    List<Op> row = new ArrayList<>();
    for (int j = 0; j < ORDERS; j++) {
      row.add(code.gather(number, last, offset + j));
    }
    return row;
  }

  /** Σ over j ≥ order of c[j] s^(j − order)/(j − order)! */
  private Op polynomial(List<Op> c, int order, Op s) {
    Op sum = c.getLast();
    for (int j = ORDERS - 2; j >= order; j--) {
      int divisor = j - order + 1;
      Op factor =
          divisor == 1 ? s : code.op(Opcode.MULTIPLY, s, code.number(1.0 / divisor));
      sum = code.op(Opcode.FMA, factor, sum, c.get(j));
    }
    return sum;
  }
}
