package perrin.run.resume;

import java.util.Optional;
import java.util.function.Supplier;
import perrin.run.memory.Disk;

/** Leaves to another keeper what it does not do itself. */
public abstract class ForwardingKeeper implements Keeper {
  private final Keeper kept;

  /**
   * @param kept the other one
   */
  protected ForwardingKeeper(Keeper kept) {
    this.kept = kept;
  }

  @Override
  public Optional<Checkpoint> begin() {
    return kept.begin();
  }

  @Override
  public String name() {
    return kept.name();
  }

  @Override
  public void requireRoom(Disk disk) {
    kept.requireRoom(disk);
  }

  @Override
  public boolean due() {
    return kept.due();
  }

  @Override
  public boolean dueAtEnd() {
    return kept.dueAtEnd();
  }

  @Override
  public void keep(Supplier<Checkpoint> now) {
    kept.keep(now);
  }
}
