package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the tutorial says that its commands print is what they print, to the last digit: runs give
 * the same bits everywhere.
 */
@Tag("slow")
class TutorialOutputTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```\n(\\$ .*?)```");

  /** Run files of the blocks before are there for those that follow, as they are for a reader. */
  @TempDir static Path folder;

  static List<String> blocks() throws IOException {
    String text = Files.readString(Path.of("docs/tutorial.md"));
    return BLOCK.matcher(text).results().map(found -> found.group(1)).toList();
  }

  static Stream<String> someThere() throws IOException {
    assertTrue(blocks().size() >= 12, "only " + blocks().size());
    return blocks().stream();
  }

  @ParameterizedTest
  @MethodSource("someThere")
  void prints(String block) {
    var printed = new StringBuilder();
    for (String line : block.split("\n")) {
      if (line.startsWith("$ ")) {
        for (String command : line.substring(2).replaceFirst("#.*", "").split("&&|;")) {
          printed.append(' ').append(output(command.trim()));
        }
      } else if (!line.equals("  …")) {
        assertTrue(evenly(printed.toString()).contains(evenly(line)), line + " in\n" + printed);
      }
    }
  }

  private String output(String command) {
    List<Object> words = new ArrayList<>();
    for (String word : command.replaceFirst("^\\./perrin ", "").split(" +")) {
      boolean ours = word.endsWith(".h5") || word.endsWith(".gif");
      words.add(ours ? folder.resolve(word) : word);
    }
    if (words.getFirst().equals("run")) {
      String file = Path.of(words.get(1).toString()).getFileName().toString();
      words.addAll(List.of("-o", folder.resolve(file.replace(".yaml", ".h5")), "--force"));
    }
    var trial = CommandLineTrial.of(words.toArray());
    assertTrue(trial.exit() == 0 || trial.exit() == 3, trial.err());
    return trial.out();
  }

  /** Lines are broken where the terminal ends, columns as wide as what stands in them. */
  private static String evenly(String text) {
    return text.replaceAll("\\s+", " ").trim();
  }
}
