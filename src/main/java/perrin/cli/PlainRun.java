package perrin.cli;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The everyday {@code perrin run FILE}, understood without picocli, which takes longer to get ready
 * than a small run. Whatever is not plain is left to picocli, so that help and complaints have one
 * place.
 */
final class PlainRun {
  private final RunCommand run;
  private final Set<String> given = new HashSet<>();

  private PlainRun(Perrin perrin) {
    run = new RunCommand();
    run.perrin = perrin;
    run.arguments = new ExperimentArguments();
    run.backend = new BackendOptions();
    run.backend.name = "auto";
  }

  /**
   * The command that picocli would make of these words; empty where they are not plain: they name
   * another command, other options than those below, one of them twice, or leave something out.
   */
  static Optional<RunCommand> of(Perrin perrin, String... words) {
    if (words.length < 2 || !words[0].equals("run")) {
      return Optional.empty();
    }
    var plain = new PlainRun(perrin);
    Iterator<String> rest = List.of(words).subList(1, words.length).iterator();
    while (rest.hasNext()) {
      if (!plain.takes(rest.next(), rest)) {
        return Optional.empty();
      }
    }
    return Optional.of(plain.run).filter(command -> command.arguments.file != null);
  }

  private boolean takes(String word, Iterator<String> rest) {
    if (!word.equals("--set") && !given.add(word)) {
      return false;
    }
    switch (word) {
      case "--quiet" -> run.quiet = true;
      case "--force" -> run.force = true;
      case "--no-final" -> run.noFinal = true;
      case "-o" -> {
        Optional<String> name = value(rest);
        name.ifPresent(text -> run.output = new FileName().convert(text));
        return name.isPresent();
      }
      case "--set" -> {
        Optional<String> set = value(rest);
        set.ifPresent(run.arguments.sets::add);
        return set.isPresent();
      }
      default -> {
        if (!isValue(word) || run.arguments.file != null) {
          return false;
        }
        run.arguments.file = new FileName().convert(word);
      }
    }
    return true;
  }

  private static Optional<String> value(Iterator<String> rest) {
    return rest.hasNext() ? Optional.of(rest.next()).filter(PlainRun::isValue) : Optional.empty();
  }

  /** What nobody could take for an option, and every file system for a name. */
  private static boolean isValue(String word) {
    return !word.isBlank() && !word.startsWith("-") && word.indexOf('\0') < 0;
  }
}
