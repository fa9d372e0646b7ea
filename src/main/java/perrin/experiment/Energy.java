package perrin.experiment;

import java.util.Optional;

/**
 * The landscape E(x).
 *
 * @param name its name in the library, where it came from there
 */
public record Energy(Optional<String> name, Formula formula) {}
