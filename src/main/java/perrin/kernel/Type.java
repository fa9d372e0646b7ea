package perrin.kernel;

/** What a value of the intermediate code is, one for each walker. */
public enum Type {
  /** Floating point, in the walker's precision. */
  REAL,
  /**
   * As many bits as a real: 32 in single, 64 in double precision. Signed where it is an index of
   * the walker's own.
   */
  WORD,
  /** A truth value. */
  PRED,
  /** A whole number that is the same for all walkers: a place in an array. */
  INDEX,
  /** No value: the operation has an effect. */
  NONE
}
