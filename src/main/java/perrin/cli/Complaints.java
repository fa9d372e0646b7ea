package perrin.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import perrin.backend.BackendException;
import perrin.backend.NotFiniteException;
import perrin.experiment.ExperimentException;
import perrin.experiment.Nearest;
import perrin.experiment.Shown;
import perrin.language.FormulaException;
import perrin.output.OutputException;
import perrin.run.TargetTakenException;
import perrin.run.Version;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one line: {@code perrin: what; what to do}. */
final class Complaints {
  /** Set to 1, it adds the stack trace. */
  static final String DEBUG = "PERRIN_DEBUG";

  private Complaints() {}

  /** The line, without {@code perrin:}, for any failure. */
  static String line(Throwable failure) {
    String text =
        switch (failure) {
          case ParameterException usage -> usage(usage);
          case ExperimentException e -> e.getMessage();
          case FormulaException e -> e.getMessage();
          case TargetTakenException e -> e.getMessage();
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
    String problem =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(command, unmatched.getUnmatched().getFirst())
            : firstLower(e.getMessage()).replace("'", "");
    return problem + "; see " + command.getCommandSpec().qualifiedName() + " --help";
  }

  private static String unmatched(CommandLine command, String word) {
    if (word.startsWith("-")) {
      List<String> options =
          command.getCommandSpec().options().stream()
              .filter(option -> !option.hidden())
              .map(OptionSpec::longestName)
              .toList();
      return "unknown option " + word + Nearest.hint("option", word, options);
    }
    Set<String> commands = command.getSubcommands().keySet();
    return commands.isEmpty()
        ? "one argument too many: " + word
        : "unknown command " + word + Nearest.hint("command", word, commands);
  }

  private static String firstLower(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
