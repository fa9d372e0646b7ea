package perrin.experiment;

import java.util.List;
import perrin.errors.Location;
import perrin.yaml.NestedList;

/**
 * An array of formulas, {@code [1, 2*a, 3]} or {@code [[1, 2], [3, 4]]}.
 *
 * @param elements the last index runs fastest
 * @param shape length of each dimension, [length] or [rows, columns]
 * @param where place of its opening bracket
 */
public record FormulaArray(List<Formula> elements, List<Integer> shape, Location where)
    implements Values {
  public FormulaArray {
    elements = List.copyOf(elements);
    shape = List.copyOf(shape);
    NestedList.requireShape(elements.size(), shape);
  }
}
