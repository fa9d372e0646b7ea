package perrin.run.look;

/** A look at the energy does not tell what to choose. The message says why, for people. */
final class NothingToChooseBy extends RuntimeException {
  private static final long serialVersionUID = 1;

  NothingToChooseBy(String why) {
    super(why, null, false, false);
  }
}
