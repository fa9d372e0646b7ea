package perrin.experiment;

/**
 * What happens to a coordinate at the ends of its range.
 *
 * @param from a constant formula
 * @param to a constant formula
 */
public record Boundary(Kind kind, Formula from, Formula to) {

  /** The kinds of boundary. */
  public enum Kind {
    /** What leaves at one end comes in at the other. */
    PERIODIC,
    /** Position and velocity are mirrored at the end. */
    REFLECT,
    /** The walker stops. */
    ABSORB;

    /** As experiment files spell it. */
    public String word() {
      return switch (this) {
        case PERIODIC -> "periodic";
        case REFLECT -> "reflect";
        case ABSORB -> "absorb";
      };
    }
  }

  public Boundary {
    from.number()
        .filter(a -> !Double.isFinite(a))
        .ifPresent(_ -> {
          throw new BadValue("from", from.text().strip() + ", must be finite");
        });
    to.number()
        .filter(b -> !Double.isFinite(b))
        .ifPresent(_ -> {
          throw new BadValue("to", to.text().strip() + ", must be finite");
        });
    if (from.number().isPresent()
        && to.number().isPresent()
        && !(from.number().get() < to.number().get())) {
      throw new BadValue(
          "from", from.number().get() + ", must be less than to, which is " + to.number().get());
    }
  }

  /** As experiment files spell it, without needless space. */
  String canonical() {
    return kind.word() + "(" + from.canonical() + "," + to.canonical() + ")";
  }
}
