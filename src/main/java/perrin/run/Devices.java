package perrin.run;

import java.util.HashSet;
import java.util.List;

/**
 * GPUs of the cuda backend.
 *
 * @param numbers as the driver counts, each once; empty for all that there are
 * @param demanded whether nothing else may take their place
 */
public record Devices(List<Integer> numbers, boolean demanded) {
  /** The first, where there is one. */
  public static final Devices FIRST = new Devices(List.of(0), false);

  /** Refuses a device that is there twice. */
  public Devices {
    numbers = List.copyOf(numbers);
    if (new HashSet<>(numbers).size() < numbers.size()) {
      throw new IllegalArgumentException("devices " + numbers);
    }
  }
}
