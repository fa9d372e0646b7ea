package perrin.kernel;

/** What a value of the intermediate code is, one for each walker. */
public enum Type {
  /** Floating point, in the walker's precision. */
  REAL,
  /** 32 bits. */
  WORD,
  /** A truth value. */
  PRED
}
