package perrin.experiment;

import java.util.List;

/** A correlation in time, averaged over the ensemble and over the time origins. */
public sealed interface Correlation {
  /** Largest lag, in sample intervals. */
  int lags();

  /** How a quantity is correlated with itself. */
  record Auto(Formula of, int lags) implements Correlation {
    public Auto {
      requireLags(lags);
    }
  }

  /**
   * The mean square displacement, the squares of all components added.
   *
   * @param of names of coordinates
   */
  record Displacement(List<String> of, int lags) implements Correlation {
    public Displacement {
      of = List.copyOf(of);
      requireLags(lags);
    }
  }

  private static void requireLags(int lags) {
    if (lags < 1) {
      throw new BadValue("lags", lags + ", must be at least 1");
    }
  }
}
