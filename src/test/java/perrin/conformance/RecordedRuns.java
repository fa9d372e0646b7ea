package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Library;
import perrin.output.CorrelationRecord;
import perrin.output.Digest;
import perrin.output.ObservableRecord;
import perrin.output.PointRecord;
import perrin.output.RunRecord;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.statistics.TimeMean;

/**
 * Runs whose numbers are written down in {@code digests.txt}, so that no change of the model
 * changes them: what a run computes is part of the contract.
 */
public final class RecordedRuns {
  private static final Path FILE = Path.of("src/test/resources/perrin/conformance/digests.txt");
  private static final String LINE = "%-32s %s";

  /** A run of an example or a benchmark is cut to this. */
  private static final List<String> SHORT =
      List.of("walkers=1003", "steps=120", "burn-in=20", "sample-every=10", "polish=0");

  /** Paths of which a cut run would keep no place beyond the first are kept more often. */
  private static final Map<Path, String> ALSO =
      Map.of(Path.of("examples/annealing-cloud.yaml"), "trajectories.every=30");

  private RecordedRuns() {}

  /** By name, in the order of the file. */
  static Map<String, Trial> cases() {
    var cases = new LinkedHashMap<String, Trial>();
    Trial small = Trial.of(Trial.SMALL);
    for (String method : Library.methods()) {
      cases.put(method, small.with("method=" + method));
      cases.put(method + "-double", small.with("method=" + method, "precision=double"));
    }
    for (String energy : Library.energies()) {
      cases.put("on-" + energy, Trial.onEnergy(energy).with("method=baoab", "walkers=77"));
    }
    for (int walkers : new int[] {1, 31, 32, 33, 2048, 2049}) {
      cases.put("walkers-" + walkers, small.with("walkers=" + walkers));
    }
    cases.put("nothing-measured", small.with("histograms=null", "observables=null"));
    cases.put("every-step", small.with("sample-every=1"));
    cases.put("checked", small.with("check={boltzmann: x, rhat: true, tolerance: 0.5}"));
    cases.put("shared-starts", SharedStartsTest.SHARED);
    cases.put("shared-starts-double", SharedStartsTest.SHARED.with("precision=double"));
    cases.put("shared-starts-vector", SharedStartsTest.VECTOR);
    cases.put("sweep", SweepTest.SWEPT);
    cases.put(
        "sweep-of-time",
        small.with(
            "steps=null", "time=0.4", "burn-in=4", "sample-every=4", "sweep={dt: [0.01, 0.02]}"));
    cases.put("annealed", small.with("temperature=0.5/log(n + 2)", "dt=0.01/(1 + 0.01*n)"));
    cases.put("cold", small.with("temperature=0"));
    cases.put("periodic", small.with("boundaries={x: 'periodic(-1, 1.5)'}"));
    cases.put("reflecting", small.with("boundaries={x: 'reflect(-1, 1.5)'}"));
    cases.put("forced", small.with("force={x: 0.3*sin(x)}"));
    cases.put("if", small.with("energy=if(x < 0.2, x^2, abs(x)) + 0.1*max(x, 0.3)"));
    cases.put(
        "table",
        small.with(
            "tables={U: {from: -6, to: 6, values: [80, 40, 9, 1.5, 0, 0.5, 0, 1.5, 9, 40, 80]}}",
            "energy=table(U, x)"));
    cases.put(
        "plane",
        small.with(
            "coordinates=[x, y]",
            "energy=(x^2 - 1)^2 + x*y + y^2",
            "start={x: 'normal(0, 1)', y: 0}",
            "histograms={xy: {of: [x, y], from: [-1, -2], to: [1.5, 2], bins: [7, 9]}}",
            "check={boltzmann: xy}"));
    String correlated =
        "correlations={x: {of: x, lags: 3}, d: {of: x, displacement: true, lags: 2}}";
    cases.put("correlations", small.with(correlated));
    cases.put("correlations-double", small.with(correlated, "precision=double"));
    cases.put(
        "correlations-few-origins",
        small.with("steps=97", "sample-every=1", "correlations={x: {of: x, lags: 5, origins: 3}}"));
    cases.put("paths", PathsTest.trial("single"));
    cases.put("paths-double", PathsTest.trial("double"));
    cases.put(
        "program",
        small.with(
            "method={parameters: {k: 2}, state: {v: 0}, step: \"repeat 2 {\\n v = v - dt/k*gradient(x)"
                + " + sqrt(kT*dt)*normal()\\n x = x + dt*v\\n}\"}"));
    cases.put(
        "vector",
        small.with(
            "coordinates={q: 5}",
            "energy='sum(i in 0..4: q[i]^2/(1 + i)) + q[0]*q[4]/9'",
            "start={q: 'normal(0.01*i, 1)'}",
            "histograms={}",
            "observables={a: 'q[3]'}"));
    cases.put(
        "rows",
        small.with(
            "data={arrays: {y: [0.5, -1, 2, 0.25]}}",
            "energy='x^2/2 + sum(r in rows: (x - y[r])^2)/9'"));
    return cases;
  }

  /** The examples and benchmarks that a processor can run, cut short. */
  static Map<String, Path> files() {
    var files = new LinkedHashMap<String, Path>();
    for (String folder : new String[] {"examples", "bench"}) {
      try (Stream<Path> all = Files.list(Path.of(folder))) {
        all.filter(file -> file.toString().endsWith(".yaml"))
            .filter(file -> !file.endsWith("curand-noise.yaml"))
            .sorted()
            .forEach(file -> files.put(file.toString().replace(".yaml", ""), file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  static Experiment cut(Path file) {
    List<String> changes = new ArrayList<>(SHORT);
    Optional.ofNullable(ALSO.get(file)).ifPresent(changes::add);
    return ExperimentFile.load(file, changes);
  }

  /** What is written down of all cases and files. */
  static String recorded() {
    try {
      return Files.readString(FILE).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs every third case on a backend: each gives what is written down. */
  public static void assertEveryThird(String backend) {
    int turn = 0;
    List<String> wanted = recorded().lines().toList();
    for (var recorded : cases().entrySet()) {
      if (turn++ % 3 == 0) {
        String line = line(recorded.getKey(), recorded.getValue().experiment(), backend, 0);
        assertEquals(wanted.get(turn - 1), line);
      }
    }
  }

  /** What is written down of a run: its name and what its numbers come to. */
  public static String line(String name, Experiment experiment, String backend, int width) {
    var options = new Runner.Options(new BackendChoice(backend, width), 2, 0, true);
    RunRecord run = Runner.run(experiment, options, Progress.SILENT, notice -> {});
    Digest digest = Digest.of(run);
    var rest = new Rest();
    for (int p = 0; p < run.points().size(); p++) {
      rest.add(experiment.point(p).canonicalJson(), run.points().get(p));
    }
    return String.format(
        LINE,
        name,
        String.join(
            " ",
            brief(digest.finals()),
            brief(digest.histograms()),
            brief(digest.observables()),
            rest.toString()));
  }

  private static String brief(String digest) {
    return digest.substring(0, 16);
  }

  /** What the digests leave out: averages, correlations, the verdict, the experiment itself. */
  private static final class Rest {
    private final MessageDigest hash;

    Rest() {
      try {
        hash = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }

    void add(String experiment, PointRecord point) {
      add(experiment);
      point.observables().values().forEach(this::add);
      point.correlations().values().forEach(this::add);
      add(point.verdict().line());
    }

    private void add(ObservableRecord observable) {
      TimeMean mean = observable.timeMean();
      add(mean.toString());
      add(observable.cohortSums());
    }

    private void add(CorrelationRecord correlation) {
      add(correlation.correlation().value());
      add(correlation.correlation().standardError());
      add(correlation.variance());
    }

    private void add(String text) {
      hash.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(double... values) {
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
      for (double value : values) {
        bytes.putDouble(value);
      }
      hash.update(bytes.array());
    }

    @Override
    public String toString() {
      return HexFormat.of().formatHex(hash.digest(), 0, 8);
    }
  }
}
