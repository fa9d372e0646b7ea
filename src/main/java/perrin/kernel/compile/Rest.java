package perrin.kernel.compile;

import java.util.Optional;
import perrin.calculus.Node;
import perrin.experiment.Experiment;
import perrin.experiment.Minibatch;
import perrin.kernel.landscape.Landscape;

/** Whether it can be told of a run with mini-batches that it is at rest. */
final class Rest {
  private Rest() {}

  /** Why not, {@code with …}; empty where it can. */
  static Optional<String> reasonAgainst(Landscape landscape) {
    Experiment experiment = landscape.experiment();
    if (experiment.minibatch().isEmpty()) {
      return Optional.of("without mini-batches");
    }
    Minibatch batch = experiment.minibatch().get();
    if (batch.order() == Minibatch.Order.EPOCH) {
      return Optional.of(
          "with order: epoch, where a step's batch knows of those before and Yaida's identity does not"
              + " hold");
    }
    if (experiment.method().descent().isEmpty()) {
      return Optional.of(
          "with mini-batches and method "
              + experiment.method().name()
              + ", which states no descent whose rest could be told");
    }
    if (landscape.dt().scope() != Node.Scope.RUN) {
      return Optional.of("with mini-batches and a dt that changes");
    }
    if (landscape.temperature().filter(kT -> kT.scope() != Node.Scope.RUN).isPresent()) {
      return Optional.of("with mini-batches and a temperature that changes");
    }
    if (landscape.forces().changeWithTime()) {
      return Optional.of("with mini-batches and a force that changes with time");
    }
    if (!experiment.boundaries().isEmpty()) {
      return Optional.of("with mini-batches and boundaries");
    }
    if (batch.isWhole(landscape.parameters().rows())
        && experiment.method().descent().get().noise().isEmpty()) {
      return Optional.of("with batches of all rows, which have no noise");
    }
    return Optional.empty();
  }
}
