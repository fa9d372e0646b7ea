package perrin.kernel;

/**
 * What all walkers share for a whole run, rounded to their precision.
 *
 * @param ofRun the kernel's u[k]
 * @param tables numbers by index, all tables one after the other
 * @param lookups whole numbers that serve as indices
 */
public record SharedNumbers(double[] ofRun, double[] tables, int[] lookups) {

  /** Without tables. */
  public static SharedNumbers of(double... ofRun) {
    return new SharedNumbers(ofRun, new double[0], new int[0]);
  }
}
