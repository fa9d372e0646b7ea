package perrin.run.resume;

import java.util.Optional;
import java.util.function.Supplier;

/** Keeps where a run is, and knows where to take it up. */
public interface Keeper {
  /** Keeps nothing. */
  Keeper NONE =
      new Keeper() {
        @Override
        public Optional<Checkpoint> begin() {
          return Optional.empty();
        }

        @Override
        public String name() {
          return "";
        }

        @Override
        public boolean due() {
          return false;
        }

        @Override
        public boolean dueAtEnd() {
          return false;
        }

        @Override
        public void keep(Supplier<Checkpoint> now) {}

        @Override
        public Keeper at(int point) {
          return this;
        }
      };

  /** Where to go on; empty for a run that begins. It may belong to another run. */
  Optional<Checkpoint> begin();

  /** The file that it is kept in, for people. */
  String name();

  /** Whether it is time to keep where the run is, or to stop. Asked after each chunk of steps. */
  boolean due();

  /** Whether the end of the steps is to be kept, before what comes after them. */
  boolean dueAtEnd();

  /**
   * Keeps where the run is.
   *
   * @throws StoppedException where the run was asked to stop
   */
  void keep(Supplier<Checkpoint> now);

  /** That of a point of a sweep. */
  Keeper at(int point);
}
