package perrin.experiment;

import java.util.Optional;
import java.util.Set;

/**
 * The landscape E(x).
 *
 * @param name its name in the library, where it came from there
 */
public record Energy(Optional<String> name, Formula formula) {
  /** Its parameters that decide how many coordinates there are. */
  Set<String> sizes() {
    return name.filter(Library.energies()::contains)
        .<Set<String>>map(known -> Library.energy(known).sizes().names())
        .orElse(Set.of());
  }
}
