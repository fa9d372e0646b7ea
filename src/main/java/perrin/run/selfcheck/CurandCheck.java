package perrin.run.selfcheck;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import perrin.backend.BackendException;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.cuda.CurandInspection;
import perrin.backend.cuda.CurandInspection.Draws;
import perrin.experiment.CurandGenerator;
import perrin.experiment.ExperimentFile;
import perrin.output.Digest;
import perrin.random.Philox;
import perrin.random.Stream;
import perrin.run.selfcheck.GpuCheck.Found;
import perrin.run.selfcheck.GpuCheck.Outcome;

/** cuRAND on the device, against cuRAND on the processor and against our own Philox. */
final class CurandCheck {
  /**
   * Between two ways to make a Gaussian of the same words. A device takes cuRAND's fast sine of an
   * angle up to 2π, good to 2⁻²¹ or so, times a radius up to 6.8; a wrong number is off by about 1.
   */
  private static final double TOLERANCE = 2e-5;

  private static final long SEED = 0x299f31d0a4093822L;

  /** cuRAND's host API deals its Philox out over so many subsequences. */
  private static final int SUBSEQUENCES = 65536;

  private static final int DRAWS = 3 * 4 * SUBSEQUENCES;
  private static final int WALKERS = 4096;

  /** Blocks of the header's walkers: the first, and one whose number has two words. */
  private static final List<Long> BLOCKS = List.of(0L, (1L << 33) + 5);

  private static final String NOISE =
      """
      coordinates: [x]
      energy: "0"
      start: {x: 0}
      method: {step: x = normal()}
      dt: 1
      walkers: 4096
      steps: 1
      """;

  private static final String TRIAL =
      """
      coordinates: [x, y]
      energy: (x^2 - 1)^2 + y^2/2 + x*y/4
      start: {x: "normal(0, 1)", y: 0}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 3003
      steps: 1111
      burn-in: 6
      sample-every: 5
      histograms: {x: {of: x, from: -1, to: 1.5, bins: 7}}
      observables: {E: energy}
      """;

  private final CurandInspection inspection;
  private final Bench bench;

  CurandCheck(CurandInspection inspection, Bench bench) {
    this.inspection = inspection;
    this.bench = bench;
  }

  /**
   * Words and Gaussians of the device's generator and of the processor's. Philox's words must be
   * ours; nobody promises that of the others the device draws what the processor does.
   */
  Found generator(CurandGenerator kind) {
    Draws device = inspection.onDevice(kind, SEED, DRAWS);
    Draws host = inspection.onHost(kind, SEED, DRAWS);
    Map<String, Object> figures = new LinkedHashMap<>();
    int words = different(device.words(), host.words());
    figures.put("draws", DRAWS);
    figures.put("words_unlike_host", words);
    Gaussians normals = new Gaussians(device.normals(), host.normals());
    normals.into(figures, "host");
    int ours = 0;
    if (kind == CurandGenerator.PHILOX) {
      ours = different(device.words(), philox());
      figures.put("words_unlike_ours", ours);
    }
    String text =
        DRAWS
            + " draws: "
            + (words == 0 ? "the host's words" : words + " words unlike the host's")
            + (kind != CurandGenerator.PHILOX
                ? ""
                : ours == 0 ? " and ours" : ", " + ours + " unlike ours")
            + "; "
            + normals.words();
    boolean same = words == 0 && normals.largest <= TOLERANCE;
    boolean wrong = kind == CurandGenerator.PHILOX && (ours > 0 || !same);
    return new Found(wrong ? Outcome.FAILED : same ? Outcome.OK : Outcome.DIFFERS, text, figures);
  }

  /** In the order of cuRAND's host API: value i is of block ⌊i/262144⌋ of subsequence ⌊i/4⌋. */
  private static int[] philox() {
    int[] keys = Philox.roundKeys(SEED);
    int[] all = new int[DRAWS];
    int[][] words = new int[4][SUBSEQUENCES];
    for (int at = 0; at < DRAWS; at += 4 * SUBSEQUENCES) {
      Philox.block(keys, at / (4 * SUBSEQUENCES), 0, words, SUBSEQUENCES);
      interleave(words, SUBSEQUENCES, all, at);
    }
    return all;
  }

  private static void interleave(int[][] words, int lanes, int[] into, int at) {
    for (int i = 0; i < 4 * lanes; i++) {
      into[at + i] = words[i % 4][i / 4];
    }
  }

  private static int different(int[] a, int[] b) {
    int different = 0;
    for (int i = 0; i < a.length; i++) {
      different += a[i] == b[i] ? 0 : 1;
    }
    return different;
  }

  /** curand_init, curand4 and curand_normal4, compiled here, against our stream 0. */
  Found header() {
    Map<String, Object> figures = new LinkedHashMap<>();
    int[][] words = new int[4][WALKERS];
    int[] expected = new int[4 * WALKERS];
    int unlike = 0;
    float[] found = null;
    for (long block : BLOCKS) {
      Draws draws;
      try {
        draws = inspection.byHeader(SEED, block, WALKERS);
      } catch (BackendException e) {
        return new Found(Outcome.SKIPPED, e.getMessage().lines().findFirst().get(), Map.of());
      }
      Philox.block(
          Philox.roundKeys(SEED), block, Stream.STEP_NORMALS.subsequence(0), words, WALKERS);
      interleave(words, WALKERS, expected, 0);
      unlike += different(draws.words(), expected);
      found = found == null ? draws.normals() : found;
    }
    Gaussians normals = new Gaussians(found, ourNormals());
    figures.put("words_unlike_ours", unlike);
    normals.into(figures, "ours");
    String words2 = unlike == 0 ? "all words are ours" : unlike + " words unlike ours";
    return Found.of(
        unlike == 0 && normals.largest <= TOLERANCE,
        BLOCKS.size() + " blocks of " + WALKERS + " walkers: " + words2 + "; " + normals.words(),
        figures);
  }

  /** The walkers' first four Gaussians, drawn by the processor; shape [walkers][4]. */
  private float[] ourNormals() {
    float[] all = new float[4 * WALKERS];
    for (int value = 0; value < 4; value++) {
      List<String> sets = List.of("seed=" + SEED, "steps=" + (value + 1));
      var run = bench.run(bench.reference(), ExperimentFile.parse(NOISE, "noise", sets));
      float[] last = run.only().finals().get("x").singles();
      for (int w = 0; w < WALKERS; w++) {
        all[4 * w + value] = last[w];
      }
    }
    return all;
  }

  /** A run with cuRAND's noise has the same bits each time, however it is cut. */
  Found twice(CurandGenerator kind) {
    String noise = "noise={source: curand, generator: " + kind.word() + "}";
    var experiment = ExperimentFile.parse(TRIAL, "trial", List.of(noise));
    Digest first = Digest.of(bench.run(CudaBackend.NAME, experiment));
    Digest again = Digest.of(bench.run(CudaBackend.NAME, experiment, 100));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("digest", first.lines());
    boolean same = first.equals(again);
    String text = same ? "the same bits in other chunks" : "other bits in other chunks";
    try {
      Digest processor = Digest.of(bench.run(CpuBackend.NAME, experiment));
      figures.put("digest_of_the_processor", processor.lines());
      text += first.equals(processor) ? ", and the processor's" : ", not the processor's";
    } catch (BackendException e) {
      text += "; " + e.getMessage();
    }
    return Found.of(same, text, figures);
  }

  /** How two arrays of Gaussians compare. */
  private static final class Gaussians {
    private final int count;
    private int unequal;
    private double largest;

    Gaussians(float[] a, float[] b) {
      count = a.length;
      for (int i = 0; i < count; i++) {
        unequal += a[i] == b[i] ? 0 : 1;
        largest = Math.max(largest, Math.abs((double) a[i] - b[i])); // NaN where one is
      }
    }

    void into(Map<String, Object> figures, String whose) {
      figures.put("normals_unlike_" + whose, unequal);
      figures.put("largest_difference_to_" + whose, largest);
      figures.put("tolerance", TOLERANCE);
    }

    String words() {
      return String.format(
          Locale.ROOT,
          "Gaussians within %.1e (%.0f %% of equal bits; at most %.0e)",
          largest,
          100.0 * (count - unequal) / count,
          TOLERANCE);
    }
  }
}
