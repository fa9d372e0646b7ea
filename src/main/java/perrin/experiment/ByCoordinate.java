package perrin.experiment;

import java.util.Map;

/**
 * A value for each coordinate, {@code friction: {x: 1, y: 2}}; a vector's is one formula for all of
 * its components or an array of one for each.
 *
 * @param values by name of a coordinate
 */
public record ByCoordinate(Map<String, Values> values) implements MethodParameter {
  public ByCoordinate {
    values = Names.inOrder(values);
  }
}
