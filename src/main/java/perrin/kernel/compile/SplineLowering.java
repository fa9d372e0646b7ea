package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.List;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Node;
import perrin.calculus.Spline;
import perrin.calculus.SplineAxis;
import perrin.experiment.Precision;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.SharedValues;

/**
 * Turns tables into operations: the cell that a place is in, the way to the cell's right end, the
 * derivatives there, gathered walker by walker, and the polynomial.
 */
final class SplineLowering {
  private static final int ORDERS = 4;

  private final CodeBuilder code;
  private final SharedValues shared;
  private final Precision precision;
  private final WholeNumbers whole;

  SplineLowering(CodeBuilder code, SharedValues shared) {
    this.code = code;
    this.shared = shared;
    this.precision = shared.precision();
    this.whole = new WholeNumbers(code, precision);
  }

  /**
   * The number of a cell, as a word and as a whole number, and the way to a place in it from the
   * cell's right end.
   */
  private record Place(Op word, Op cell, Op way) {}

  /**
   * @param at the places, one for each axis
   */
  Op value(Node.Tabulated table, List<Op> at) {
    Spline spline = table.spline();
    SplineAxis x = spline.axes().getFirst();
    boolean line = spline.axes().size() == 1;
    int order = table.orders().getFirst();
    if (line) {
      Place place = place(x, at.getFirst(), x.endsInLines());
      List<Op> derivatives =
          columns(spline)
              ? column(place.word(), x.cells(), shared.columns(spline))
              : row(place.word(), x.cells() - 1, shared.cells(spline));
      return polynomial(derivatives, order, place.way());
    }
    int offset = shared.cells(spline);
    SplineAxis y = spline.axes().getLast();
    Place first = place(x, at.getFirst(), true);
    Place second = place(y, at.getLast(), true);
    Op rows = code.number(ORDERS);
    Op rowsOfX = code.number((double) ORDERS * y.cells());
    Op row =
        code.op(Opcode.FMA, first.cell(), rowsOfX, code.op(Opcode.MULTIPLY, second.cell(), rows));
    Op word = whole.word(whole.shifted(row));
    int last = (x.cells() * y.cells() - 1) * ORDERS;
    List<Op> along = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      along.add(
          i < order
              ? null
              : polynomial(
                  row(word, last, offset + i * ORDERS), table.orders().getLast(), second.way()));
    }
    return polynomial(along, order, first.way());
  }

  /**
   * @param limited whether the cell's number is one that there is; otherwise only the gather sees
   *     to that
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
    Op shifted = whole.shifted(cell);
    cell = whole.nearest(shifted);
    Op way = code.op(Opcode.FMA, cell, code.number(-axis.step()), d);
    return new Place(whole.word(shifted), cell, way);
  }

  private boolean columns(Spline spline) {
    return precision == Precision.SINGLE && spline.axes().getFirst().cells() <= SharedValues.COLUMN;
  }

  /** The numbers of one order after those of the order before. */
  private List<Op> column(Op number, int cells, int offset) {
    List<Op> column = new ArrayList<>();
    for (int j = 0; j < ORDERS; j++) {
      int first = offset + j * SharedValues.COLUMN;
      column.add(code.gather(Opcode.GATHER, number, cells - 1, first));
    }
    return column;
  }

  /** Four numbers of the row of that number. */
  private List<Op> row(Op number, int last, int offset) {
    List<Op> row = new ArrayList<>();
    for (int j = 0; j < ORDERS; j++) {
      row.add(code.gather(Opcode.GATHER_ROW, number, last, offset + j));
    }
    return row;
  }

  /** Σ over j ≥ order of c[j] s^(j − order)/(j − order)! */
  private Op polynomial(List<Op> c, int order, Op s) {
    Op sum = c.getLast();
    for (int j = ORDERS - 2; j >= order; j--) {
      int divisor = j - order + 1;
      Op factor = divisor == 1 ? s : code.op(Opcode.MULTIPLY, s, code.number(1.0 / divisor));
      sum = code.op(Opcode.FMA, factor, sum, c.get(j));
    }
    return sum;
  }
}
