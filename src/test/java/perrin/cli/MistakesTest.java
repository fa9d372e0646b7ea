package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people write who know other programs, and the answer that each gets: {@code mistakes.txt}.
 */
class MistakesTest {
  private static final String ARROW = " => ";

  private static final String EXPERIMENT =
      """
      coordinates: [x]
      energy: x^2/2 + tilt*x
      parameters: {tilt: 0.3}
      start: {x: 0}
      method: baoab
      temperature: 0.5
      dt: 0.1
      walkers: 1000
      steps: 100
      histograms: {x: {of: x, from: -4, to: 4, bins: 40}}
      observables: {x2: x^2, E: energy}
      check: {boltzmann: x, tolerance: 0.03}
      """;

  @TempDir Path folder;

  @Test
  void everyMistakeGetsItsAnswer() throws IOException {
    var wrong = new ArrayList<String>();
    List<String> lines = lines();
    for (String line : lines) {
      int arrow = line.indexOf(ARROW);
      String input = line.substring(0, arrow);
      String answer = answer(input);
      if (!answer.equals(line.substring(arrow + ARROW.length()))) {
        wrong.add(input + ARROW + answer);
      }
    }
    assertEquals("", String.join("\n", wrong), "lines of mistakes.txt that have changed");
    assertTrue(lines.size() >= 60);
  }

  /** One line, an error of usage. */
  private String answer(String input) throws IOException {
    Path file = folder.resolve("a.yaml");
    boolean command = input.startsWith("$");
    Files.writeString(file, command ? EXPERIMENT : experiment(input));
    var trial =
        command
            ? CommandLineTrial.of((Object[]) words(input))
            : CommandLineTrial.of("kernel", file, "--backend", "java");
    assertEquals(ExitCode.USAGE, trial.exit(), input);
    assertEquals(1, trial.err().lines().count(), input);
    return trial.err().strip().replaceFirst("^perrin: ", "").replace(folder + "/", "");
  }

  private String[] words(String input) {
    return input.substring(1).strip().replace("a.yaml", folder + "/a.yaml").split(" ");
  }

  /**
   * The experiment with a line in place of that with the same key, or of another's: {@code
   * temperature ~ kT: 0.5}.
   */
  private static String experiment(String input) {
    String[] parts = input.split(" ~ ", 2);
    String line = parts[parts.length - 1].translateEscapes();
    String replaced = parts.length > 1 ? parts[0] : line.split(":")[0];
    boolean there = EXPERIMENT.lines().anyMatch(old -> old.startsWith(replaced + ":"));
    var text = new StringBuilder();
    EXPERIMENT
        .lines()
        .forEach(old -> text.append(old.startsWith(replaced + ":") ? line : old).append('\n'));
    return there ? text.toString() : text + line + "\n";
  }

  private static List<String> lines() throws IOException {
    try (var file = MistakesTest.class.getResourceAsStream("mistakes.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
