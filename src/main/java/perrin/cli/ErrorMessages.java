package perrin.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import perrin.backend.BackendException;
import perrin.backend.NotFiniteException;
import perrin.cluster.RefusedException;
import perrin.cluster.SchedulerException;
import perrin.errors.ExperimentException;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.errors.Synonyms;
import perrin.experiment.ExperimentFile;
import perrin.language.FormulaException;
import perrin.output.OutputException;
import perrin.run.Version;
import perrin.run.resume.TargetTakenException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one line: {@code perrin: what; what to do}. */
final class ErrorMessages {
  /** Set to 1, it adds the stack trace. */
  static final String DEBUG = "PERRIN_DEBUG";

  private ErrorMessages() {}

  /** The line, without {@code perrin:}, for any failure. */
  static String line(Throwable failure) {
    String text =
        switch (failure) {
          case ParameterException usage -> usage(usage);
          case ExperimentException e -> e.getMessage();
          case FormulaException e -> e.getMessage();
          case TargetTakenException e -> e.getMessage();
          case RefusedException e -> e.getMessage();
          case SchedulerException e -> e.getMessage();
          case OutputException e -> e.getMessage();
          case BackendException e -> e.getMessage();
          case NotFiniteException e -> e.getMessage();
          default -> unexpected(failure);
        };
    return Shown.joined(text);
  }

  /** The stack trace where the environment asks for it. */
  static String trace(Throwable failure) {
    if (!"1".equals(System.getenv(DEBUG))) {
      return "";
    }
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static String unexpected(Throwable failure) {
    if (chain(failure).anyMatch(OutOfMemoryError.class::isInstance)) {
      return "out of memory: Java may take "
          + (Runtime.getRuntime().maxMemory() >> 20)
          + " MiB here; use fewer walkers, samples or bins, or allow it more: PERRIN_JAVA_OPTS=-Xmx8g";
    }
    return "internal error: "
        + failure
        + "; please report it, with the experiment and what "
        + DEBUG
        + "=1 adds (perrin "
        + Version.TEXT
        + ")";
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause);
  }

  private static String usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    List<String> unmatched = unmatched(e);
    String problem =
        unmatched.isEmpty()
            ? firstLower(e.getMessage().replaceFirst("^Error: ", "")).replace("'", "")
            : unmatched(command, unmatched);
    String help = command.getCommandSpec().qualifiedName() + " --help";
    return problem.endsWith(help) ? problem : problem + "; see " + help;
  }

  /**
   * Words without a meaning. Where a required option is missing it is most often there, misspelt.
   */
  private static List<String> unmatched(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched.getUnmatched();
      case MissingParameterException _ -> {
        List<String> left = e.getCommandLine().getUnmatchedArguments();
        yield left.stream().dropWhile(word -> !word.startsWith("-")).toList();
      }
      default -> List.of();
    };
  }

  /**
   * @param words the first that has no meaning, and those behind it
   */
  private static String unmatched(CommandLine command, List<String> words) {
    String word = words.getFirst();
    Set<String> commands = commands(command);
    if (!commands.isEmpty() && !Synonyms.hint("command", word).isEmpty()) {
      return "unknown command " + word + Synonyms.hint("command", word);
    }
    if (word.startsWith("-")) {
      return option(command, word, words.size() > 1 ? words.get(1) : "VALUE");
    }
    if (commands.isEmpty()) {
      return "one argument too many: " + word + set(command, word);
    }
    return "unknown command "
        + word
        + (word.matches(".*\\.(ya?ml|json)")
            ? "; write perrin run " + word
            : word.endsWith(".h5")
                ? "; write perrin show " + word
                : Nearest.hintOrAll("command", "commands", word, commands, all(commands)));
  }

  /** Those that are not hidden. */
  private static Set<String> commands(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** However many there are. */
  private static String all(Set<String> commands) {
    return "; the commands are " + Nearest.listed(commands.stream().sorted().toList());
  }

  /** What somebody means who writes {@code walkers=100} alone or {@code --set walkers 100}. */
  private static String set(CommandLine command, String word) {
    if (word.contains("=")) {
      return "; a key is set with --set " + word;
    }
    List<String> all = command.getParent().getParseResult().originalArgs();
    int at = all.indexOf(word);
    return at > 1 && all.get(at - 2).equals("--set")
        ? "; write --set " + all.get(at - 1) + "=" + word
        : "";
  }

  /** A key of the experiment is most often meant where no option is. */
  private static String option(CommandLine command, String word, String next) {
    String known = Synonyms.hint("option", word.replaceFirst("=.*", ""));
    if (!known.isEmpty()) {
      return "unknown option " + word + known;
    }
    int equals = word.indexOf('=');
    String key = word.substring(0, equals < 0 ? word.length() : equals).replaceFirst("^-+", "");
    String value = equals < 0 ? next : word.substring(equals + 1);
    if (ExperimentFile.isKey(key)) {
      return "unknown option " + word + "; write --set " + key + "=" + value;
    }
    List<String> options =
        command.getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .map(OptionSpec::longestName)
            .toList();
    String near = Nearest.hint("option", word, options);
    String renamed = near.isEmpty() ? Synonyms.hint("key", key) : "";
    return "unknown option "
        + word
        + near
        + (renamed.isEmpty() ? "" : renamed + ", or --set KEY=VALUE");
  }

  private static String firstLower(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
