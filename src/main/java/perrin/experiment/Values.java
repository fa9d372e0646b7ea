package perrin.experiment;

import perrin.errors.Location;

/** One formula, or an array of formulas. */
public sealed interface Values permits Formula, FormulaArray {
  /** Place of the first character. */
  Location where();
}
