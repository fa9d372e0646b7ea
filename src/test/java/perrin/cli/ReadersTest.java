package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every dataset of every example, read by programs that are not ours, where they are installed
 * (Debian: python3-h5py, python3-xarray, python3-h5netcdf, python3-netcdf4, hdf5-tools, octave,
 * r-cran-hdf5r); and what is in scripts/analysis.
 */
class ReadersTest {
  private static final Path ANALYSIS = Path.of("scripts/analysis").toAbsolutePath();
  private static final Path SCRIPTS = Path.of("src/test/resources/perrin/readers").toAbsolutePath();
  private static final String PYTHON = "/usr/bin/python3";

  /** A block of Python in Markdown, and the module that a comment before it says it wants. */
  private static final Pattern SNIPPET =
      Pattern.compile("(?:<!-- want: (\\w+) -->\n)?```python\n(.*?)```", Pattern.DOTALL);

  @TempDir static Path folder;
  private static final List<String> FILES = new ArrayList<>();

  @TempDir Path own;

  @BeforeAll
  static void runExamples() throws IOException {
    try (Stream<Path> examples = Files.list(Path.of("examples"))) {
      for (Path example : examples.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        Path file = folder.resolve(example.getFileName().toString().replace(".yaml", ".h5"));
        var trial = small(example, file);
        assertTrue(trial.exit() == 0 || trial.exit() == 3, example + ": " + trial.err());
        FILES.add(file.toString());
      }
    }
  }

  /** The curand example draws by Philox here: the other needs a library of NVIDIA's. */
  private static CommandLineTrial small(Path example, Path file, String... sets)
      throws IOException {
    var words = new ArrayList<Object>(List.of("run", example, "-o", file, "--quiet"));
    words.addAll(List.of("--backend", "java", "--threads", "2"));
    var all = new ArrayList<>(List.of("walkers=64", "steps=200", "burn-in=0", "sample-every=10"));
    all.add("noise={source: philox}");
    if (Files.readString(example).contains("\ntrajectories:")) {
      all.addAll(List.of("trajectories.walkers=8", "trajectories.every=10"));
    }
    all.addAll(List.of(sets));
    all.forEach(set -> words.addAll(List.of("--set", set)));
    return CommandLineTrial.of(words.toArray());
  }

  private static CommandLineTrial program(Path where, Map<String, String> more, String... words)
      throws IOException, InterruptedException {
    var environment = new LinkedHashMap<>(more);
    environment.put("PYTHONPATH", ANALYSIS.toString());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("MPLBACKEND", "Agg");
    environment.put("MPLCONFIGDIR", where.toString());
    return JobLauncher.process(where, environment, List.of(words));
  }

  private static boolean runs(String... words) {
    try {
      return program(folder, Map.of(), words).exit() == 0;
    } catch (IOException | InterruptedException _) {
      return false;
    }
  }

  private static void skipWithout(boolean found, String what) {
    if (!found) {
      System.out.println("skipped: " + what + " is not installed, examples not read with it");
    }
    assumeTrue(found, "skipped: " + what + " is not installed");
  }

  /** A line for each file: how many datasets and attributes, the verdict, and mean squares. */
  private static CompletableFuture<String> lines(String... reader) {
    return CompletableFuture.supplyAsync(() -> {
      String[] words = Stream.concat(Stream.of(reader), FILES.stream()).toArray(String[]::new);
      try {
        var answer = program(folder, Map.of(), words);
        assertEquals(0, answer.exit(), answer.err());
        return answer.out();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /**
   * They find the same numbers, which are the run's; each of them walks through the whole file. The
   * readers run side by side: R takes as long as the others together.
   */
  @Test
  void everyReaderTakesEveryExample() {
    skipWithout(runs(PYTHON, "-c", "import h5py, numpy"), "h5py");
    var python = lines(PYTHON, "-X", "utf8", SCRIPTS.resolve("read.py").toString());
    Map<String, CompletableFuture<String>> others = new LinkedHashMap<>();
    if (runs("octave", "--version")) {
      String script = SCRIPTS.resolve("read.m").toString();
      others.put(
          "Octave", lines("octave", "--no-gui", "--quiet", "--path", ANALYSIS.toString(), script));
    }
    if (runs("Rscript", "-e", "library(hdf5r)")) {
      String script = SCRIPTS.resolve("read.R").toString();
      others.put("R", lines("Rscript", script, ANALYSIS.resolve("perrin.R").toString()));
    }
    String found = python.join();
    assertEquals(FILES.size(), found.lines().count(), found);
    assertTrue(found.contains("harmonic.h5") && found.contains(" x2="), found);
    others.forEach((reader, text) -> assertEquals(found, text.join(), reader));
    skipWithout(others.containsKey("Octave"), "Octave");
    skipWithout(others.containsKey("R"), "R's hdf5r");
  }

  @Test
  void h5dumpWalksThroughEveryExample() throws IOException, InterruptedException {
    skipWithout(runs("h5dump", "--version"), "h5dump");
    for (String file : FILES) {
      var answer = program(folder, Map.of(), "h5dump", file);
      assertEquals(0, answer.exit(), file + answer.err());
      assertTrue(answer.out().contains("H5T_REFERENCE { H5T_STD_REF_OBJECT }"), file);
    }
  }

  @Test
  void textOfOthersIsText() throws IOException, InterruptedException {
    skipWithout(runs(PYTHON, "-c", "import h5py, numpy"), "h5py");
    Path file = own.resolve("double-well.h5");
    Files.copy(folder.resolve("double-well.h5"), file);
    String script = SCRIPTS.resolve("hostile.py").toString();
    var answer = program(own, Map.of(), PYTHON, "-X", "utf8", script, file.toString());
    assertEquals(0, answer.exit(), answer.err());
    assertTrue(answer.out().endsWith("text\n"), answer.out());
  }

  /** Units are attributes of what they are of; and a sweep may be of names that dimensions have. */
  @Test
  void unitsAreCarriedAlong() throws IOException, InterruptedException {
    Path file = own.resolve("units.h5");
    var trial =
        small(
            Path.of("examples/temperature-sweep.yaml"),
            file,
            "units={x: µm, time: ps, temperature: kJ/mol, E: kJ/mol}");
    assertEquals(3, trial.exit(), trial.err());
    assertEquals(0, CommandLineTrial.of("digest", "--verify", file).exit());
    skipWithout(runs(PYTHON, "-c", "import h5py, numpy"), "h5py");
    String script =
        """
        import h5py, sys
        found = []
        def look(name, node):
            if "units" in node.attrs: found.append(name + ": " + node.attrs["units"].decode())
        h5py.File(sys.argv[1]).visititems(look)
        print("\\n".join(found))
        """;
    var answer = program(own, Map.of(), PYTHON, "-X", "utf8", "-c", script, file.toString());
    assertEquals(
        """
        final/x: µm
        histograms/x/edges: µm
        observables/E/mean: kJ/mol
        observables/time: ps
        sweep/temperature: kJ/mol
        """,
        answer.out(),
        answer.err());
  }

  /** Axes say what they are; a race is by steps, and logarithmic where it falls far. */
  @Test
  void picturesSayWhatIsDrawn() throws IOException, InterruptedException {
    skipWithout(runs(PYTHON, "-c", "import h5py, matplotlib"), "h5py or matplotlib");
    String plain =
        """
        coordinates: [x, y]
        energy: 50*x^2 + y^2 + 1e-9
        start: {x: 1, y: 1}
        walkers: 64
        dt: 0.01
        steps: 400
        observables: {E: energy}
        units: {x: nm, energy: kJ/mol}
        """;
    Map<String, String> files =
        Map.of(
            "race", "sweep: {method: [gradient-descent, {name: adam, dt: 0.1}]}\n",
            "dt", "method: gradient-descent\nsweep: {dt: [0.01, 0.001]}\n",
            "map",
                "method: gradient-descent\n"
                    + "histograms: {xy: {of: [x, y], from: [-2, -2], to: [2, 2], bins: [9, 9]}}\n");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path yaml = Files.writeString(own.resolve(file.getKey() + ".yaml"), plain + file.getValue());
      Path run = own.resolve(file.getKey() + ".h5");
      var trial = CommandLineTrial.of("run", yaml, "-o", run, "--quiet", "--backend", "java");
      assertEquals(0, trial.exit(), trial.err());
    }
    String script =
        """
        import matplotlib.pyplot, perrin
        for name in ("race", "dt", "map"):
            run = perrin.open(name + ".h5")
            figure = run.plot()
            figure.draw_without_rendering()
            for ax in [each for each in figure.axes if each.get_title()]:  # but for a map's colours
                legend = ax.get_legend()
                beside = legend and legend.get_window_extent().x0 >= ax.get_window_extent().x1
                print(name, ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale(), beside, sep="; ")
        """;
    var answer = program(own, Map.of(), PYTHON, "-X", "utf8", "-c", script);
    assertEquals(
        """
        race; steps; E (kJ/mol); log; True
        dt; time; E (kJ/mol); linear; True
        map; x (nm); y; linear; None
        map; time; E (kJ/mol); linear; None
        """,
        answer.out(),
        answer.err());
  }

  /** The snippets of docs/python.md, in their order and in one program. */
  @Test
  void theDocumentationRuns() throws IOException, InterruptedException {
    String modules = "h5py, xarray, pandas, matplotlib";
    skipWithout(runs(PYTHON, "-c", "import " + modules), "one of " + modules);
    String text = Files.readString(Path.of("docs/python.md"));
    String program =
        SNIPPET
            .matcher(text)
            .results()
            .filter(
                found -> found.group(1) == null || runs(PYTHON, "-c", "import " + found.group(1)))
            .map(found -> found.group(2))
            .collect(Collectors.joining("\n"));
    assertTrue(program.lines().count() > 50, program);
    for (String example : List.of("double-well.yaml", "temperature-sweep.yaml")) {
      Files.copy(Path.of("examples", example), own.resolve(example));
    }
    Path script = Files.writeString(own.resolve("snippets.py"), program, StandardCharsets.UTF_8);
    var launcher = Map.of("PERRIN", JobLauncher.in(own).script().toString());
    var answer = program(own, launcher, PYTHON, "-X", "utf8", script.toString());
    assertEquals(0, answer.exit(), answer.err());
    assertTrue(answer.out().contains("unknown key; the nearest valid key is steps"), answer.out());
    assertTrue(Files.size(own.resolve("sweep.png")) > 10_000);
  }
}
