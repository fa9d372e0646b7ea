package perrin.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a user writes is one word for a shell, or is refused. */
class QuotedTest {
  private static final List<String> HOSTILE =
      List.of(
          "a b",
          "it's",
          "\"",
          "$(exit 7)",
          "`exit 7`",
          "$HOME",
          "-rf",
          "~",
          "#x",
          "a;b&c|d>e<f",
          "*?[a]{b,c}",
          "\\",
          "!!",
          "%A_%a",
          "ünï",
          "");

  @Test
  void aShellReadsTheWordsAsTheyAre() throws Exception {
    String line = "printf '%s\\n' " + Quoted.shell(HOSTILE);
    Process bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor());
    assertEquals(String.join("\n", HOSTILE) + "\n", said);
  }

  @Test
  void pathsInScriptsAreAlwaysQuoted() {
    assertEquals("'/a/b'", Quoted.single(Path.of("/a/b")));
    assertEquals("'/it'\\''s'", Quoted.single(Path.of("/it's")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--chdir=/a/b | --chdir=/a/b",
        "--chdir=/a b | --chdir=\"/a b\"",
        "--chdir=/\"#' | --chdir=\"/\\\"#'\"",
        "--comment=\\ | --comment=\"\\\\\"",
        "a b | \"a b\"",
      })
  void wordsForSlurmAreInDoubleQuotesWhereNeeded(String word, String directive) {
    assertEquals(directive, Quoted.directive(word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "\u0000", "\u001b[2J", "\u0085"})
  void whatNoScriptCanNameIsRefused(String word) {
    assertThrows(RefusedException.class, () -> Quoted.shell(word));
    assertThrows(RefusedException.class, () -> Quoted.directive(word));
    String problem =
        assertThrows(RefusedException.class, () -> Quoted.shell(List.of(word))).getMessage();
    assertTrue(problem.chars().noneMatch(Character::isISOControl), problem);
  }

  @Test
  void aCommentStaysOneLine() {
    assertEquals("a\\n#SBATCH --wrap=x", Quoted.comment("a\n#SBATCH --wrap=x"));
  }

  @Test
  void aTextIsCutIntoWords() {
    assertEquals(
        List.of("--gres=gpu:1", "-p", "main", "--comment=a  'b", "c d"),
        Quoted.words("--slurm", " --gres=gpu:1\t-p main --comment=\"a  'b\"  c\\ d "));
    assertEquals(List.of(), Quoted.words("--slurm", "  "));
    assertEquals(List.of("", "\\"), Quoted.words("--slurm", "'' '\\'"));
    var open = assertThrows(RefusedException.class, () -> Quoted.words("--slurm", "--x='a"));
    assertEquals("--slurm: --x='a: a quote is not closed", open.getMessage());
  }
}
