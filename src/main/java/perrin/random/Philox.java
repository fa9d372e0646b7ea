package perrin.random;

/**
 * Philox4x32-10 (Salmon, Moraes, Dror &amp; Shaw, SC'11): a pure function from a counter of 128
 * bits and a key of 64 bits to 128 random bits, laid out as cuRAND does: counter = (block,
 * subsequence), key = seed, each low word first.
 */
public final class Philox {
  public static final int ROUNDS = 10;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long LOW = 0xffffffffL;

  private Philox() {}

  /** The round keys of a seed, (k0, k1) for each round; shape [2·{@value #ROUNDS}]. */
  public static int[] roundKeys(long seed) {
    int[] keys = new int[2 * ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
      keys[2 * r] = (int) seed + r * W0;
      keys[2 * r + 1] = (int) (seed >>> 32) + r * W1;
    }
    return keys;
  }

  /** 53 bits of two words, in double precision's draws: low ^ high·2²¹. */
  public static long join(int low, int high) {
    return (low & LOW) ^ (high & LOW) << 21;
  }

  /**
   * The same block of many consecutive subsequences.
   *
   * @param keys from {@link #roundKeys}
   * @param block block number
   * @param subsequence of the first lane; lane i has subsequence + i
   * @param words the four words of each lane, shape [4][lanes]; modified
   * @param lanes how many
   */
  public static void block(int[] keys, long block, long subsequence, int[][] words, int lanes) {
    int[] xs = words[0];
    int[] ys = words[1];
    int[] zs = words[2];
    int[] ws = words[3];
    for (int i = 0; i < lanes; i++) {
      long lane = subsequence + i;
      int x = (int) block;
      int y = (int) (block >>> 32);
      int z = (int) lane;
      int w = (int) (lane >>> 32);
      for (int r = 0; r < 2 * ROUNDS; r += 2) {
        long p = (x & LOW) * M0;
        long q = (z & LOW) * M1;
        x = (int) (q >>> 32) ^ y ^ keys[r];
        y = (int) q;
        z = (int) (p >>> 32) ^ w ^ keys[r + 1];
        w = (int) p;
      }
      xs[i] = x;
      ys[i] = y;
      zs[i] = z;
      ws[i] = w;
    }
  }
}
