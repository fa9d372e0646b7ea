package perrin.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A command that was carried out.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param err what it complained
 */
record CommandLineTrial(int exit, String out, String err) {
  /** In equilibrium from the first step on, and done in a moment. */
  static final String EXPERIMENT =
      """
      title: Trial
      coordinates: [x]
      energy: x^2/2
      start: {x: normal(0, 0.7071067811865476)}
      method: leimkuhler-matthews
      temperature: 0.5
      dt: 0.1
      walkers: 20_000
      steps: 100
      burn-in: 20
      sample-every: 10
      histograms: {x: {of: x, from: -4, to: 4, bins: 40}}
      observables: {x2: x^2, E: energy}
      check: {boltzmann: x, tolerance: 0.03}
      seed: 5
      """;

  /** Carries out a command with no terminal. */
  static CommandLineTrial of(Object... words) {
    return in(StandardCharsets.UTF_8, 0, words);
  }

  /**
   * Carries out a command.
   *
   * @param columns of the terminal; 0 for none
   */
  static CommandLineTrial in(Charset charset, int columns, Object... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new PrintStream(out, true, charset),
            new PrintStream(err, true, charset),
            charset,
            columns,
            Terminal.Colours.NONE);
    String[] args = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    int exit = Perrin.execute(terminal, args);
    return new CommandLineTrial(exit, out.toString(charset), err.toString(charset));
  }

  /** Carries out a command in a program of its own. */
  static CommandLineTrial alone(Path folder, Map<String, String> environment, Object... words)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Perrin.class.getName()));
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    Path out = Files.createTempFile("out", "");
    Path err = Files.createTempFile("err", "");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    try {
      return new CommandLineTrial(process.waitFor(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Whether the machine has a C++ compiler. */
  static boolean hasCompiler() {
    try {
      perrin.backend.cpu.CxxCompiler.find();
      return true;
    } catch (perrin.backend.BackendException e) {
      return false;
    }
  }

  List<String> outLines() {
    return out.lines().toList();
  }

  /** The line of the verdict. */
  String verdict() {
    return outLines().stream().filter(line -> line.startsWith("verdict:")).findFirst().orElse("");
  }
}
