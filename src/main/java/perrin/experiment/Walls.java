package perrin.experiment;

import java.util.List;
import perrin.errors.BadValue;

/**
 * What a reflecting wall does to a method's step.
 *
 * @param turned state variables whose sign changes with every reflection: velocities, and noise
 *     that the next step shares
 * @param within whether walkers are reflected after each assignment to x, which is then a free
 *     flight; otherwise once, at the end of a step
 * @param order power of dt with which averages approach their limit where there are walls
 * @param said whether the method says it; otherwise it was guessed
 */
public record Walls(List<String> turned, boolean within, int order, boolean said) {
  public Walls {
    turned = List.copyOf(turned);
    if (order < 1) {
      throw new BadValue("order-at-walls", order + ", must be at least 1");
    }
  }
}
