package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.backend.cuda.CudaProbe;
import perrin.run.Version;

/** Whatever is wrong: one clear line, the right exit code, no stack trace, and no file left. */
class BadInputTest {
  @TempDir Path folder;
  private Path experiment;
  private Path output;

  @BeforeEach
  void writeTheExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    output = folder.resolve("out.h5");
  }

  private void refused(int exit, String complaint, Object... words) throws IOException {
    List<Path> before = files();
    var trial = CommandLineTrial.of(words);
    assertEquals("perrin: " + complaint + "\n", trial.err().replace(folder + "/", ""));
    assertEquals(exit, trial.exit());
    assertEquals("", trial.out());
    assertEquals(before, files(), "no file left");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  private Object[] run(Object... options) {
    List<Object> words = new ArrayList<>(List.of("run", experiment, "--backend", "java"));
    words.addAll(Arrays.asList(options));
    if (!words.contains("-o")) {
      words.addAll(List.of("-o", output));
    }
    return words.toArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "temperature: 0.5 | temprature: 0.5  | 6: temprature: unknown key; the nearest valid key is"
            + " temperature",
        "walkers: 20_000  | walkers: many    | 8: walkers: many, must be an integer, such as 1000,"
            + " 1_000 or 1e3",
        "steps: 100       | steps: 0         | 9: steps: 0, must be at least 1",
        "dt: 0.1          | dt: 0            | 7: dt: 0, must be greater than 0 and finite",
        "dt: 0.1          | dt: -1           | 7: dt: -1, must be greater than 0 and finite",
        "energy: x^2/2    | energy: (x^2/2   | 3: energy: unexpected end at position 7 of \"(x^2/2\"",
        "energy: x^2/2    | energy: 2*sim(x) | 3: energy: unknown function \"sim\" at position 3 of"
            + " \"2*sim(x)\"; the nearest function is sin",
        "method: leimkuhler-matthews | method: euler | 5: method: euler is not a method; write"
            + " euler-maruyama",
        "title: Trial     | title: [         | 3: not YAML: expected ',' or ']', but got <scalar> (what is open here began in line 1)",
      })
  void anExperimentIsRefusedWithItsLine(String good, String bad, String complaint)
      throws IOException {
    String text = CommandLineTrial.EXPERIMENT.replace(good, bad);
    assertTrue(text.contains(bad), "the experiment has changed");
    Files.writeString(experiment, text);
    refused(2, "trial.yaml:" + complaint, run());
  }

  @Test
  void anExperimentThatCannotBeRead() throws IOException {
    refused(2, "no.yaml: there is no such file", "run", folder.resolve("no.yaml"), "-o", output);
    refused(2, folder + ": is a folder", "run", folder, "-o", output);
    Files.write(experiment, new byte[] {(byte) 0x89, 'H', 'D', 'F', 0, (byte) 0xff});
    refused(2, "trial.yaml: is not text in UTF-8", run());
  }

  /** Spaces cost no symbols: such a text went into an attribute that cannot hold it. */
  @Test
  void longTextsAreRefusedOrShortened() throws IOException {
    refused(
        2,
        "trial.yaml:1: title: 12000 characters, must be at most 1000",
        edited("title: Trial", "title: " + "T".repeat(12_000)));
    refused(
        2,
        "trial.yaml:3: energy: more than 4000 symbols in one formula at position 4001 of \"…"
            + "x+".repeat(60)
            + "…\"",
        edited("energy: x^2/2", "energy: x" + "+x".repeat(6_000)));
    String padded = "x" + " ".repeat(70_000) + "+ 0.5";
    edited("{of: x,", "{of: " + padded + ",");
    assertEquals(0, CommandLineTrial.of(run()).exit() % 3);
    assertEquals(0, CommandLineTrial.of("show", output).exit() % 3);
  }

  private Object[] edited(String good, String bad) throws IOException {
    String text = CommandLineTrial.EXPERIMENT.replace(good, bad);
    assertTrue(text.contains(bad), "the experiment has changed");
    Files.writeString(experiment, text);
    return run();
  }

  @Test
  void overridesAreRefusedLikeTheFile() throws IOException {
    refused(
        2,
        "--set walker=3: walker: unknown key; the nearest valid key is walkers",
        run("--set", "walker=3"));
    refused(2, "--set 3: must be key=value, such as --set walkers=1e5", run("--set", "3"));
  }

  @Test
  void aWalkerThatLeavesTheFiniteNumbers() throws IOException {
    String text = CommandLineTrial.EXPERIMENT.replaceFirst("check: .*\n", "");
    Files.writeString(
        experiment,
        text.replace("energy: x^2/2", "energy: log(x)")
            .replaceFirst("start: .*", "start: {x: -1}"));
    failed(
        "energy is not finite: walker 0, step 0, x = -1\\.0; start the walkers where the energy is"
            + " defined");
    Files.writeString(
        experiment,
        text.replace("energy: x^2/2", "energy: -x^4")
            .replaceFirst("start: .*", "start: {x: walker - 7}")
            .replace("walkers: 20_000", "walkers: 8")
            .replace("dt: 0.1", "dt: 0.01"));
    failed(
        "energy is not finite: walker 0, step [1-9], x = \\S+ \\(a step before: x = \\S+\\); the"
            + " energy falls without end: it was -2401 at the start and is \\S+ at x = \\S+ \\(step [1-9]\\);"
            + " give an energy that confines");
  }

  /** A run that begins, and fails. */
  private void failed(String complaint) throws IOException {
    var trial = CommandLineTrial.of(run());
    assertTrue(trial.err().matches("perrin: " + complaint + "\n"), trial.err());
    assertEquals(1, trial.exit());
    assertEquals("", trial.verdict());
    assertEquals(List.of(folder, experiment), files());
  }

  @Test
  void anOutputThatCannotBeWritten() throws IOException {
    refused(
        1,
        "no/out.h5: cannot be written: the folder no does not exist; create it first",
        run("-o", folder.resolve("no/out.h5")));
    Path inside = Files.createDirectory(folder.resolve("inside"));
    refused(
        1,
        "inside: cannot be written: it is a folder; name a file in it, such as inside/run.h5",
        run("-o", inside));
    refused(
        1,
        "3,000,000,000 walkers, must be at most 2,147,483,639 in one run, for they are looked at"
            + " together when it ends; run parts of them, with first-walker",
        run("--set", "walkers=3e9"));
  }

  @Test
  void aFolderThatMayNotBeWrittenTo() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(inside), "root may write anywhere");
    refused(
        1,
        "inside/out.h5: cannot be written: permission denied; choose another file with -o",
        run("-o", inside.resolve("out.h5")));
  }

  @Test
  void memoryThatIsTooSmall() throws Exception {
    tooLarge(
        "walkers=5e8",
        "500,000,000 walkers take 0.71 GiB of memory, and"
            + " Java may take 0.06 GiB; use fewer, or leave the final states out with --no-final, or"
            + " allow Java more: PERRIN_JAVA_OPTS=-Xmx1g");
    tooLarge(
        "histograms.x.bins=3e5",
        "histograms of 300,002 cells take 3.02 GiB of memory, and Java may take 0.06 GiB; use fewer"
            + " bins, or allow Java more: PERRIN_JAVA_OPTS=-Xmx4g");
    tooLarge(
        "trajectories={walkers: 100, interpolate: 1000}",
        "trajectories of [0-9,]+ frames of 100 walkers take 0.\\d+ GiB of memory, and Java may take"
            + " 0.06 GiB; keep fewer, or allow Java more: PERRIN_JAVA_OPTS=-Xmx1g");
    tooLarge(
        "steps=3e7",
        "2,999,998 samples of 2 observables take .* GiB of memory, and Java may take 0.06 GiB; take"
            + " fewer \\(sample-every\\), or allow Java more: PERRIN_JAVA_OPTS=-Xmx.g");
  }

  private void tooLarge(String set, String complaint) throws Exception {
    var trial = CommandLineTrial.alone(folder, Map.of(), "run", "trial.yaml", "--set", set);
    assertTrue(
        trial.err().matches("(perrin: cuda: .*\n)?perrin: " + complaint + "\n"), trial.err());
    assertEquals(1, trial.exit());
    assertEquals(List.of(folder, experiment), files());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rnu a.yaml            | unknown command rnu; the nearest command is run; see perrin --help",
        "--foo                 | unknown option --foo; see perrin --help",
        "run                   | missing required parameter: FILE; see perrin run --help",
        "run a.yaml b.yaml     | one argument too many: b.yaml; see perrin run --help",
        "run a.yaml --bakend x | unknown option --bakend; the nearest option is --backend; see"
            + " perrin run --help",
        "run a.yaml --backend gpu | --backend: gpu, must be auto, java, cpu or cuda; see perrin run"
            + " --help",
        "run a.yaml --width 5  | --width: 5, must be 4, 8 or 16; see perrin run --help",
        "run a.yaml --width w  | invalid value for option --width: w is not an int; see perrin run"
            + " --help",
        "run a.yaml --threads 0 | --threads: 0, must be at least 1; see perrin run --help",
        "run a.yaml --chunk -1 | --chunk: -1, must be at least 1; see perrin run --help",
        "run a.yaml -o         | missing required parameter for option --output (OUT.h5); see perrin"
            + " run --help",
        "run a.yaml --quiet --quiet | option --quiet should be specified only once; see perrin run"
            + " --help",
        "digest                | missing required parameter: RUN.h5; see perrin digest --help",
        "kernel a.yaml --backend gpu | --backend: gpu, must be cpu, cuda or java; see perrin kernel"
            + " --help",
        "list                  | missing required parameter: KIND; see perrin list --help",
        "list method           | there is no list of method; the nearest list is methods; see perrin"
            + " list --help",
        "list methods euler    | euler is not among the methods; write euler-maruyama; see perrin"
            + " list --help",
        "doctor now            | one argument too many: now; see perrin doctor --help",
      })
  void aWrongCommandLine(String words, String complaint) throws IOException {
    refused(2, complaint, (Object[]) words.split(" "));
  }

  @Test
  void anEmptyFileName() throws IOException {
    String problem = "the name of the file is empty; see perrin run --help";
    refused(2, "invalid value for option --output: " + problem, run("-o", ""));
    refused(2, "invalid value for positional parameter at index 0 (FILE): " + problem, "run", "");
  }

  @Test
  void withoutAGpuCudaSaysWhatIsMissing() throws IOException {
    assumeFalse(CudaProbe.look().usable());
    refused(
        1,
        "cuda: no NVIDIA driver (libcuda.so.1 not found); or use --backend auto",
        "run",
        experiment,
        "-o",
        output,
        "--backend",
        "cuda");
  }

  @Test
  void aRunFileThatIsNone() throws IOException {
    refused(
        1,
        "no.h5: cannot be read: it does not exist; choose the run file of a Perrin run",
        "digest",
        folder.resolve("no.h5"));
    refused(
        1,
        "trial.yaml: cannot be read: it is not an HDF5 file; choose the run file of a Perrin run",
        "digest",
        experiment);
  }

  @Test
  void anErrorOfOurOwnAsksForAReport() {
    var bug = new IllegalStateException("no such\ncase");
    assertEquals(
        "internal error: java.lang.IllegalStateException: no such case; please report it, with the"
            + " experiment and what PERRIN_DEBUG=1 adds (perrin "
            + Version.TEXT
            + ")",
        ErrorMessages.line(bug));
    assertEquals(1, ExitCode.of(bug));
  }

  @Test
  void aStackTraceIsShownToWhoAsks() throws Exception {
    var debug = Map.of("PERRIN_DEBUG", "1");
    var trial = CommandLineTrial.alone(folder, debug, "run", "no.yaml");
    assertTrue(trial.err().startsWith("perrin: no.yaml: there is no such file\n"), trial.err());
    assertTrue(trial.err().contains("\tat perrin.cli.RunCommand.call"), trial.err());
    assertEquals(2, trial.exit());
  }
}
