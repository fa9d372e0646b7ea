package perrin.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PhiloxTest {
  /** Random123's kat_vectors, philox4x32 10. */
  @Test
  void knownAnswers() {
    assertBlock(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertBlock(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertBlock(
        0x299f31d0a4093822L,
        0x85a308d3243f6a88L,
        0x0370734413198a2eL,
        0xd16cfe09,
        0x94fdcceb,
        0x5001e420,
        0x24126ea1);
  }

  @Test
  void lanesAreConsecutiveSubsequences() {
    int[] keys = Philox.roundKeys(99);
    int[][] many = new int[4][5];
    Philox.block(keys, 7, 0xfffffffeL, many, 5);
    for (int lane = 0; lane < 5; lane++) {
      int[][] one = new int[4][1];
      Philox.block(keys, 7, 0xfffffffeL + lane, one, 1);
      for (int i = 0; i < 4; i++) {
        assertEquals(one[i][0], many[i][lane]);
      }
    }
  }

  @Test
  void streamsLieAboveTheWalkers() {
    assertEquals(5, Stream.STEP_NORMALS.subsequence(5));
    assertEquals((2L << 48) + 5, Stream.START.subsequence(5));
  }

  private static void assertBlock(long seed, long block, long subsequence, int... expected) {
    int[][] words = new int[4][1];
    Philox.block(Philox.roundKeys(seed), block, subsequence, words, 1);
    assertArrayEquals(expected, new int[] {words[0][0], words[1][0], words[2][0], words[3][0]});
  }
}
