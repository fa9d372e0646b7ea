package perrin.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Library;

/** The table of what people write holds no word that is right, and its answers are right. */
class SynonymsTest {
  private static final Pattern WRITE = Pattern.compile("write ([a-z-]+): .*");

  @Test
  void aWordIsLookedUpAsItIsAndThenPlainly() {
    assertEquals(Optional.of("write dt: 0.01"), Synonyms.answer("key", "lr"));
    assertEquals("; write dt: 0.01", Synonyms.hint("key", "Learning_Rate"));
    assertEquals("", Synonyms.hint("key", "Learning Rate"));
    assertEquals("", Synonyms.hint("no such kind", "lr"));
    assertEquals("", Synonyms.hint("name", "Beta"));
  }

  @Test
  void noWordIsRight() {
    for (var word : words("key")) {
      assertFalse(ExperimentFile.isKey(word), word);
    }
    for (var word : words("method")) {
      assertFalse(Library.methods().contains(word), word);
    }
    for (var word : words("energy")) {
      assertFalse(Library.energies().contains(word), word);
    }
    for (var word : words("function")) { // gaussian is for the noise, not for formulas
      assertFalse(Library.functions().contains(word) && !word.equals("gaussian"), word);
    }
  }

  @Test
  void whatIsToBeWrittenIsAKey() {
    for (var answer : Synonyms.all().get("key").values()) {
      var write = WRITE.matcher(answer);
      assertTrue(!write.matches() || ExperimentFile.isKey(write.group(1)), answer);
    }
  }

  /** Else a second answer for a word would replace the first unseen. */
  @Test
  void answersAreOneLineWithoutAnEnd() {
    Synonyms.all()
        .forEach((kind, answers) ->
            answers.forEach((word, answer) -> {
              assertFalse(word.isEmpty() || answer.isEmpty(), kind + " " + word);
              assertFalse(answer.endsWith(".") && !answer.endsWith(".."), answer);
              assertTrue(answer.length() < 160, answer);
            }));
    assertTrue(Synonyms.all().keySet().containsAll(List.of("command", "option", "sweep", "name")));
  }

  private static Set<String> words(String kind) {
    return Synonyms.all().get(kind).keySet();
  }
}
