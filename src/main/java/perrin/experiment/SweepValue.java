package perrin.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.errors.Shown;

/** A value that takes its turn in a sweep. */
public sealed interface SweepValue {
  /** As tables and the points' names have it. */
  String word();

  /** A number, or the word of what is none. */
  Object plain();

  /**
   * The value of a parameter, the temperature or dt.
   *
   * @param value finite
   */
  record Number(double value) implements SweepValue {
    @Override
    public String word() {
      return Shown.number(value);
    }

    @Override
    public Object plain() {
      return value;
    }
  }

  /**
   * A method, with a time step of its own where it has one.
   *
   * @param dt empty for that of the experiment
   */
  record OfMethod(Method method, Optional<Formula> dt) implements SweepValue {
    /** An attribute of the run file holds the words of all, and HDF5 takes 64 KiB. */
    private static final int LONGEST = 48;

    /** {@code sgd-momentum (mu 0.5, dt 0.01)}: what differs from the library's. */
    @Override
    public String word() {
      List<String> own = new ArrayList<>();
      boolean known = Library.methods().contains(method.name());
      Map<String, MethodParameter> usual =
          known ? Library.method(method.name()).parameters() : Map.of();
      method
          .parameters()
          .forEach((name, value) -> {
            var text = text(value);
            var before = Optional.ofNullable(usual.get(name)).map(OfMethod::text);
            if (known && !before.equals(Optional.of(text))) {
              own.add(name + " " + text);
            }
          });
      dt.ifPresent(step -> own.add("dt " + text(step)));
      var word = method.name() + (own.isEmpty() ? "" : " (" + String.join(", ", own) + ")");
      return Shown.shortened(Shown.line(word), LONGEST);
    }

    private static String text(MethodParameter parameter) {
      return switch (parameter) {
        case Formula formula ->
            formula
                .number()
                .filter(Double::isFinite)
                .map(Shown::number)
                .orElseGet(formula::canonical);
        case ByCoordinate given -> MethodKeys.json(given).toString().replace("=", ": ");
      };
    }

    @Override
    public Object plain() {
      return word();
    }

    /** Two are equal that an experiment says equally, wherever they stand in a file. */
    @Override
    public boolean equals(Object other) {
      return other instanceof OfMethod that
          && MethodKeys.json(method, false).equals(MethodKeys.json(that.method, false))
          && dt.map(CanonicalJson::value).equals(that.dt.map(CanonicalJson::value));
    }

    @Override
    public int hashCode() {
      return method.name().hashCode();
    }
  }
}
