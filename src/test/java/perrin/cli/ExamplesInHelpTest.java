package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command's help has an example, and what it says is understood. */
class ExamplesInHelpTest {
  /** A word, or several in double quotes. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private static CommandLine perrin() {
    return new CommandLine(new Perrin(null));
  }

  static Stream<String> commands() {
    return perrin().getSubcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(each -> each.getKey());
  }

  private static List<String> examples(String help) {
    return help.lines()
        .dropWhile(line -> !line.matches("Examples?:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  perrin "))
        .toList();
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void thereIsOneThatIsUnderstood(String command) {
    var help = CommandLineTrial.of(command, "--help");
    assertEquals(0, help.exit());
    assertTrue(help.out().startsWith("Usage: perrin " + command), help.out());
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
    List<String> examples = examples(help.out());
    assertTrue(!examples.isEmpty(), "no example in\n" + help.out());
    for (String example : examples) {
      List<String> words = words(example);
      var parsed = perrin().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
      assertEquals(command, parsed.subcommand().commandSpec().name(), example);
      words.stream()
          .filter(word -> word.startsWith("examples/"))
          .forEach(file -> assertTrue(Files.exists(Path.of(file)), file));
    }
  }

  private static String misspelt(String name, int at) {
    return name.substring(0, at) + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void misspeltCommandsAreAnsweredWithTheNearest(String command) {
    var trial = CommandLineTrial.of(misspelt(command, 1), "a.h5");
    assertEquals(2, trial.exit());
    assertTrue(trial.err().contains("; the nearest command is " + command + ";"), trial.err());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void misspeltOptionsAreAnsweredWithTheNearest(String command) {
    for (OptionSpec option : perrin().getSubcommands().get(command).getCommandSpec().options()) {
      if (!option.hidden()) {
        String name = option.longestName();
        String wrong =
            name.length() < 5 || name.charAt(3) == name.charAt(4) ? name + "x" : misspelt(name, 3);
        var trial = CommandLineTrial.of(command, wrong, "1");
        assertEquals(2, trial.exit(), wrong);
        String right = "; the nearest option is " + option.longestName() + ";";
        assertTrue(trial.err().contains(right), wrong + ": " + trial.err());
      }
    }
  }

  @Test
  void anExampleMayNotBeWrong() {
    assertEquals(List.of("  perrin a b"), examples("Usage\nExample:\n  perrin a b\n\n  perrin c"));
    assertEquals(
        List.of("perrin", "submit", "--slurm", "--a --b"),
        words("perrin submit --slurm \"--a --b\""));
    org.junit.jupiter.api.Assertions.assertThrows(
        CommandLine.ParameterException.class, () -> perrin().parseArgs("run", "--no-such-option"));
  }
}
