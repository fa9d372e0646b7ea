package perrin.experiment;

import java.util.List;
import java.util.OptionalInt;

/** A correlation in time, averaged over the ensemble and over the time origins. */
public sealed interface Correlation {
  /** Largest lag, in sample intervals. */
  int lags();

  /**
   * Time origins that are compared with at a time, at most lags + 1: then each sample is one. Empty
   * for as many as fit into a set memory.
   */
  OptionalInt origins();

  /** How a quantity is correlated with itself. */
  record Auto(Formula of, int lags, OptionalInt origins) implements Correlation {
    public Auto {
      require(lags, origins);
    }
  }

  /**
   * The mean square displacement, the squares of all components added.
   *
   * @param of names of coordinates
   */
  record Displacement(List<String> of, int lags, OptionalInt origins) implements Correlation {
    public Displacement {
      of = List.copyOf(of);
      require(lags, origins);
    }
  }

  private static void require(int lags, OptionalInt origins) {
    if (lags < 1) {
      throw new BadValue("lags", lags + ", must be at least 1");
    }
    origins.ifPresent(number -> {
      if (number < 1 || number > lags + 1L) {
        throw new BadValue(
            "origins", number + ", must be at least 1 and at most lags + 1, " + (lags + 1L));
      }
    });
  }
}
