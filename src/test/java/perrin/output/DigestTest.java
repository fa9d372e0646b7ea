package perrin.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.statistics.WalkerArray;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Verdict;

class DigestTest {
  private static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir Path folder;

  @Test
  void memoryAndFileAgree() {
    for (RunRecord run : List.of(Runs.single(), Runs.judged(), Runs.vectors())) {
      Path file = folder.resolve("run.h5");
      RunFile.write(file, run);
      assertEquals(Digest.of(run), Digest.of(file));
    }
  }

  /** The bytes as docs/run-file.md says, put together by hand. */
  @Test
  void finalsAreLittleEndianInNameOrderWithOneNan() throws NoSuchAlgorithmException {
    var finals = Runs.finals(); // x before v: the digest takes v first
    var bytes = ByteBuffer.allocate(8 * Runs.WALKERS).order(ByteOrder.LITTLE_ENDIAN);
    for (String name : List.of("v", "x")) {
      for (float value : finals.get(name).singles()) {
        bytes.putInt(Float.isNaN(value) ? 0x7fc00000 : Float.floatToRawIntBits(value));
      }
    }
    assertEquals(sha256(bytes), Digest.of(Runs.single()).finals());
  }

  @Test
  void histogramsAreUnderflowCountsOverflow() throws NoSuchAlgorithmException {
    long[] cells = Runs.counts().cellCounts();
    long[] plane = Runs.plane().cellCounts();
    var bytes =
        ByteBuffer.allocate(16 * cells.length + 8 * plane.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long[] histogram : List.of(cells, plane, cells)) { // E, plane, x
      for (long cell : histogram) {
        bytes.putLong(cell);
      }
    }
    assertEquals(sha256(bytes), Digest.of(Runs.single()).histograms());
  }

  @Test
  void observablesAreMeanThenVariance() throws NoSuchAlgorithmException {
    var x2 = Runs.single().only().observables().get("x2");
    var bytes = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    for (double[] series : List.of(x2.mean(), x2.variance())) {
      for (double value : series) {
        bytes.putLong(Double.isNaN(value) ? 0x7ff8000000000000L : Double.doubleToLongBits(value));
      }
    }
    assertEquals(sha256(bytes), Digest.of(Runs.single()).observables());
  }

  @Test
  void oneBitMatters() {
    var changed = new LinkedHashMap<>(Runs.finals());
    float[] x = changed.get("x").singles().clone();
    x[4] = 0.0f; // was −0
    changed.put("x", new WalkerArray.Singles(x));
    var run = Runs.with("", "single", changed, Verdict.judge(Evidence.none("-"), Double.NaN));
    assertNotEquals(Digest.of(Runs.single()).finals(), Digest.of(run).finals());
    assertEquals(Digest.of(Runs.single()).histograms(), Digest.of(run).histograms());
    x[4] = -0.0f;
    x[3] = Float.NaN; // had a payload
    assertEquals(Digest.of(Runs.single()).finals(), Digest.of(run).finals());
  }

  @Test
  void lines() {
    var run = Runs.with("", "single", Map.of(), Verdict.judge(Evidence.none("-"), Double.NaN));
    var lines = Digest.of(run).lines();
    assertEquals(3, lines.size());
    assertEquals("final " + OF_NOTHING, lines.get(0));
    assertEquals("histograms " + Digest.of(run).histograms(), lines.get(1));
    assertEquals("observables " + Digest.of(run).observables(), lines.get(2));
  }

  /** More values than the hash buffers at once. */
  @Test
  void longArrays() throws NoSuchAlgorithmException {
    double[] values = new double[100_003];
    var bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 7.0;
      bytes.putDouble(values[i]);
    }
    var hash = new ValueHash();
    hash.add(values);
    assertEquals(sha256(bytes), hash.hex());
  }

  private static String sha256(ByteBuffer bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
