package perrin.output;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import perrin.errors.Location;
import perrin.experiment.Sweep;
import perrin.experiment.SweepAxis;
import perrin.statistics.HistogramCounts;
import perrin.statistics.Interval;
import perrin.statistics.TimeCorrelation;
import perrin.statistics.TimeMean;
import perrin.statistics.WalkerArray;
import perrin.statistics.Weights;
import perrin.statistics.distances.Comparison;
import perrin.statistics.distances.NeighbourCorrelation;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.reference.BoltzmannReference;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Identity;
import perrin.statistics.verdict.NestedRhat;
import perrin.statistics.verdict.StepBias;
import perrin.statistics.verdict.Verdict;

/** Small runs with made-up numbers. */
final class Runs {
  static final String SHA256 = "0123456789abcdef".repeat(4);
  static final int WALKERS = 70;
  static final int SAMPLES = 3;
  static final int BINS = 5;

  private Runs() {}

  static RunHeader header(String title, String precision) {
    return new RunHeader(
        "0.1.0",
        title,
        SHA256,
        new RunHeader.Walk(-7, 64, WALKERS, 30),
        new RunHeader.Platform("java", "2 threads", "portable", precision),
        new RunHeader.Timing(1.5, 2e9, WALKERS * 30 / 1.5));
  }

  static HistogramCounts counts() {
    long[] flat = new long[HistogramCounts.flatLength(BINS)];
    for (int half = 0; half < 2; half++) {
      for (int cell = 0; cell < BINS + 2; cell++) {
        flat[HistogramCounts.index(BINS, half, 0, cell)] = 10 + cell;
        flat[HistogramCounts.index(BINS, half, 63, cell)] = half + 1;
      }
    }
    flat[HistogramCounts.index(BINS, 1, 5, 2)] = WALKERS * SAMPLES - 203;
    return HistogramCounts.of(BINS, flat);
  }

  static RunRecord single() {
    return with(
        "Tilted “double well” – kT = ½",
        "single",
        finals(),
        Verdict.judge(Evidence.none("kT = 0"), Double.NaN));
  }

  /** A run whose histogram was judged, with all the evidence that there may be. */
  static RunRecord judged() {
    return with("", "single", finals(), Verdict.judge(evidence(), 0.01));
  }

  /** Numbers that differ from each other, so that none is taken for another. */
  static Evidence evidence() {
    var reference = BoltzmannReference.of(x -> x * x, 1, -1, 1);
    var mean = new TimeMean(0.84, 0.001);
    var companion =
        new StepBias(
            0.005,
            1,
            new TotalVariation(0.3, 0.2, 0.4, 9),
            new Interval(0.1, 0.05, 0.15),
            new Interval(0.02, -0.1, 0.14),
            List.of(
                new StepBias.Extrapolation(
                    "x2", mean, new TimeMean(0.85, 0.002), new TimeMean(0.86, 0.003)),
                new StepBias.Extrapolation("E", mean, mean, mean)));
    return Evidence.of(Comparison.of("x", counts(), reference.cells(-1, 1, BINS)))
        .withIdentities(
            List.of(
                new Identity(Identity.Law.BOLTZMANN, "x*dE/dy", 0.01, 0.02, 0, 0.5, 2.4),
                new Identity(
                    Identity.Law.BOLTZMANN,
                    "configurational temperature",
                    0.49,
                    0.03,
                    0.5,
                    0.5,
                    2.4)))
        .withRhat(List.of(new NestedRhat("x", 1.2, 1.025), new NestedRhat("E", 1.01, 1.025)))
        .with(new NeighbourCorrelation("x", 2, -0.01, 0.5))
        .with(companion)
        .withNotes(List.of("the first", "the second"));
  }

  /** Two of one parameter by three of another; point 4 is not equilibrated. */
  static RunRecord grid() {
    var here = Location.whole("here");
    var sweep =
        new Sweep(
            List.of(
                SweepAxis.of("tilt", List.of(0.0, 0.1), here),
                SweepAxis.of("method.friction", List.of(3.0, 2.0, 1.0), here)));
    var good = Verdict.judge(evidence().withRhat(List.of()), 0.9);
    var points =
        IntStream.range(0, 6)
            .mapToObj(p -> p == 4 ? judged() : with("", "single", finals(), good))
            .map(run -> withoutPaths(run.only()))
            .toList();
    return new RunRecord(
        header("Grid", "single"), "{}", sweep, "x", Map.of("stepping", 1.0), points);
  }

  private static PointRecord withoutPaths(PointRecord point) {
    return new PointRecord(
        point.histograms(),
        point.times(),
        point.observables(),
        point.sections(),
        Optional.empty(),
        point.finals(),
        point.verdict());
  }

  static Map<String, WalkerArray> finals() {
    float[] x = new float[WALKERS];
    float[] v = new float[WALKERS];
    for (int i = 0; i < WALKERS; i++) {
      x[i] = i * 0.1f;
      v[i] = -i;
    }
    x[3] = Float.intBitsToFloat(0x7fc12345); // a NaN with a payload
    x[4] = -0.0f;
    var finals = new LinkedHashMap<String, WalkerArray>();
    finals.put("x", new WalkerArray.Singles(x));
    finals.put("v", new WalkerArray.Singles(v));
    return finals;
  }

  /** A vector of 12 components between two numbers. */
  static RunRecord vectors() {
    var finals = new LinkedHashMap<String, WalkerArray>();
    finals.put("y", new WalkerArray.Singles(new float[WALKERS]));
    for (int i = 0; i < 12; i++) {
      float[] component = new float[WALKERS];
      Arrays.fill(component, i + 0.5f);
      finals.put("x[" + i + "]", new WalkerArray.Singles(component));
    }
    finals.put("a", new WalkerArray.Singles(new float[WALKERS]));
    return with("", "single", finals, Verdict.judge(Evidence.none("-"), Double.NaN));
  }

  /** Counts of 2 × 3 bins. */
  static HistogramCounts plane() {
    long[] flat = new long[HistogramCounts.flatLength(6)];
    for (int cell = 0; cell < 8; cell++) {
      flat[HistogramCounts.index(6, 0, 3, cell)] = cell + 1;
    }
    flat[HistogramCounts.index(6, 1, 9, 0)] = WALKERS * SAMPLES - 36;
    return HistogramCounts.of(6, flat);
  }

  static Map<String, CorrelationRecord> correlations() {
    var values = new TimeCorrelation(new double[] {1, 0.5}, new double[] {0, 0.25}, 31);
    return Map.of(
        "c", new CorrelationRecord("autocorrelation", new long[] {0, 10}, values, 0.75, 2));
  }

  /** Three frames of two walkers in a plane. */
  static TrajectoryRecord trajectory() {
    float[][][] value = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}, {{9, 10}, {11, 12}}};
    return new TrajectoryRecord(
        value, new long[] {0, 10, 20}, new double[] {0, 0.1, 0.2}, List.of("none", "periodic"));
  }

  static RunRecord with(
      String title, String precision, Map<String, WalkerArray> finals, Verdict verdict) {
    double[] reference = BoltzmannReference.of(x -> x * x, 1, -1, 1).cells(-1, 1, BINS);
    var histograms = new LinkedHashMap<String, HistogramRecord>();
    histograms.put("x", new HistogramRecord(counts(), -1, 1, SAMPLES, reference));
    histograms.put("E", new HistogramRecord(counts(), 0, 2.5, SAMPLES, new double[0]));
    var axes = List.of(new HistogramRecord.Axis(0, 1, 2), new HistogramRecord.Axis(-1, 2, 3));
    histograms.put("plane", new HistogramRecord(plane(), axes, SAMPLES, new double[0]));
    double[] cohorts = {1, 2, 0.25};
    double[] mean = {0.1, Double.NaN, 0.3};
    var observable =
        new ObservableRecord(
            mean,
            Arrays.stream(mean).map(m -> m * m).toArray(),
            TimeMean.of(2, cohorts, Weights.ofCohorts(WALKERS, SAMPLES)),
            cohorts);
    var benchmark = new LinkedHashMap<String, Double>();
    benchmark.put("compile", 0.2);
    benchmark.put("steps", 1.25);
    var point =
        new PointRecord(
            histograms,
            new SampleTimes(new long[] {10, 20, 30}, new double[] {0.1, 0.2, 0.3}),
            Map.of("x2", observable),
            new Sections(Map.of(CorrelationSection.INSTANCE, correlations())),
            Optional.of(trajectory()),
            finals,
            verdict);
    return new RunRecord(
        header(title, precision), "{\"walkers\":70}", Sweep.NONE, "x", benchmark, List.of(point));
  }
}
