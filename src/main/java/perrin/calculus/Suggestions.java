package perrin.calculus;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.errors.Synonyms;
import perrin.experiment.Library;

/**
 * What somebody probably meant by a word that has no meaning in a formula; each ends a complaint,
 * and is empty where nothing is near.
 */
final class Suggestions {
  /** An element of a vector as other languages and papers write it: x_0, x1, x_i. */
  private static final Pattern ELEMENT = Pattern.compile("([A-Za-z]+)(?:_?(\\d+)|_([ijk]))");

  /** Functions that draw, and so are no functions of a formula. */
  private static final Set<String> DRAWS = Set.of("normal", "uniform");

  private final Translator.Environment environment;
  private final Collection<String> names;
  private final Collection<String> constants;
  private final FunctionLibrary library;
  private final Collection<String> calls;

  Suggestions(
      Translator.Environment environment, Collection<String> constants, FunctionLibrary library) {
    this.environment = environment;
    names = environment.names();
    calls = environment.calls();
    this.constants = constants;
    this.library = library;
  }

  /** For a word that should have been a name. An experiment's own names come before pi and e. */
  String name(String word) {
    if (functions().contains(word)) {
      return "; " + word + " is a function, write " + word + "(...)";
    }
    Optional<String> reason = environment.reason(word);
    if (reason.isPresent()) {
      return "; " + reason.get();
    }
    var element = ELEMENT.matcher(word);
    if (element.matches() && names.contains(element.group(1))) {
      String index = element.group(2) == null ? element.group(3) : element.group(2);
      return "; an element of a vector is written " + element.group(1) + "[" + index + "]";
    }
    return Stream.of(
            Synonyms.hint("name", word),
            Nearest.hint("name", word, names),
            Nearest.hint("name", word, constants),
            Nearest.hint("energy of the library", word, Library.energies()))
        .filter(hint -> !hint.isEmpty())
        .findFirst()
        .orElse(
            "; it must be a coordinate, or declared: parameters: {"
                + Shown.shortened(word)
                + ": 1}");
  }

  /** The beginning of a function's name: grad where there is gradient. */
  private String begun(String word) {
    List<String> longer = functions().stream().filter(name -> name.startsWith(word)).toList();
    return word.length() < 4 ? "" : Nearest.hint("function", word, longer);
  }

  /** For a word that should have been a function. */
  String function(String word) {
    if (names.contains(word) || constants.contains(word)) {
      return "; " + word + " is a value here, not a function";
    }
    if (word.equals("accept")) {
      return "; accept(p, x = y) is a statement of its own in method.step";
    }
    if (DRAWS.contains(word)) {
      return "; " + word + "() draws in method.step, in start and in a method's state";
    }
    String begun = begun(word);
    String answer = begun.isEmpty() ? Synonyms.hint("function", word) : begun;
    return answer.isEmpty()
        ? Nearest.hintOrAll(
            "function", "functions", word, functions(), "; perrin list functions shows all")
        : answer;
  }

  private Set<String> functions() {
    var functions = new TreeSet<>(library.inFormulas());
    functions.addAll(calls);
    return functions;
  }
}
