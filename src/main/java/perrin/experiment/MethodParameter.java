package perrin.experiment;

/** A method's parameter: one value for all coordinates, or one for each. */
public sealed interface MethodParameter permits Formula, ByCoordinate {}
