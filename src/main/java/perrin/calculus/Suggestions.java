package perrin.calculus;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import perrin.experiment.Nearest;

/**
 * What somebody probably meant by a word that has no meaning in a formula; each ends a complaint,
 * and is empty where nothing is near.
 */
final class Suggestions {
  /** Other languages' words that are not near ours. */
  private static final Map<String, String> SYNONYMS = Map.of("ln", "log");

  private final Collection<String> names;
  private final Collection<String> constants;
  private final TreeSet<String> functions;

  Suggestions(
      Translator.Environment environment,
      Collection<String> constants,
      Collection<String> functions) {
    names = environment.names();
    this.constants = constants;
    this.functions = new TreeSet<>(functions);
    this.functions.addAll(environment.calls());
  }

  /** For a word that should have been a name. An experiment's own names come before pi and e. */
  String name(String word) {
    if (functions.contains(word)) {
      return "; " + word + " is a function, write " + word + "(...)";
    }
    String hint = Nearest.nearHint("name", word, names);
    return hint.isEmpty() ? Nearest.nearHint("name", word, constants) : hint;
  }

  /** For a word that should have been a function. */
  String function(String word) {
    if (names.contains(word) || constants.contains(word)) {
      return "; " + word + " is a value here, not a function";
    }
    String meant = SYNONYMS.getOrDefault(word, word);
    return Nearest.nearHint("function", meant, functions);
  }
}
