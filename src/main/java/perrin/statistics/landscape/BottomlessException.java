package perrin.statistics.landscape;

import java.util.List;

/** An energy that falls without end. */
public final class BottomlessException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Double> towards;

  BottomlessException(double[] towards) {
    super("the energy falls without end", null, false, false);
    this.towards = java.util.Arrays.stream(towards).boxed().toList();
  }

  /** A place that it falls towards, shape [coordinates]. */
  public List<Double> towards() {
    return towards;
  }
}
