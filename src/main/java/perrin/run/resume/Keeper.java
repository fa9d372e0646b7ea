package perrin.run.resume;

import java.util.Optional;
import java.util.function.Supplier;
import perrin.run.memory.Disk;

/** Knows where to take a run up, and may keep where it is; by default nowhere. */
public interface Keeper {
  /** Keeps nothing. */
  Keeper NONE =
      new Keeper() {
        @Override
        public Optional<Checkpoint> begin() {
          return Optional.empty();
        }

        @Override
        public Keeper at(int point) {
          return this;
        }
      };

  /** Where to go on; empty for a run that begins. It may belong to another run. */
  Optional<Checkpoint> begin();

  /** The file that it is kept in, for people. */
  default String name() {
    return "";
  }

  /**
   * Refuses a run that its disk cannot hold.
   *
   * @throws perrin.output.OutputException with what it takes and what is free
   */
  default void requireRoom(Disk disk) {}

  /** Whether it is time to keep where the run is, or to stop. Asked after each chunk of steps. */
  default boolean due() {
    return false;
  }

  /** Whether the end of the steps is to be kept, before what comes after them. */
  default boolean dueAtEnd() {
    return false;
  }

  /**
   * Keeps where the run is.
   *
   * @throws StoppedException where the run was asked to stop
   */
  default void keep(Supplier<Checkpoint> now) {}

  /** That of a point of a sweep. */
  Keeper at(int point);
}
