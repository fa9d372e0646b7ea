package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import perrin.calculus.FunctionLibrary;
import perrin.errors.Nearest;
import perrin.errors.Synonyms;
import perrin.experiment.Library;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin list KIND [NAME]}. */
@Command(
    name = "list",
    description = {
      "Lists the methods, energies or functions that an experiment may name; with a NAME, prints"
          + " the file that defines it.",
      ""
    },
    footer = {"", "Examples:", "  perrin list methods", "  perrin list energies muller-brown"})
final class ListCommand implements Callable<Integer> {
  private static final List<String> KINDS = List.of("methods", "energies", "functions");

  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  /** What may stand for KIND. */
  static final class Kinds extends ArrayList<String> {
    Kinds() {
      super(KINDS);
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "methods, energies or functions.")
  String kind;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One of them.")
  String name;

  @Override
  public Integer call() {
    if (!KINDS.contains(kind)) {
      throw refused(
          "there is no list of " + kind, Nearest.hintOrAll("list", "lists", kind, KINDS, ""));
    }
    List<String> names = names();
    if (name == null) {
      int longest = names.stream().mapToInt(String::length).max().orElse(0);
      names.forEach(each -> perrin.terminal().print(row(each, longest)));
    } else if (names.contains(name)) {
      perrin.terminal().print(Library.text(kind, name).stripTrailing());
    } else {
      String answer =
          Synonyms.hint(
              Map.of("methods", "method", "energies", "energy").getOrDefault(kind, "function"),
              name);
      throw refused(
          name + " is not among the " + kind,
          answer.isEmpty() ? Nearest.hintOrAll("one", "ones there", name, names, "") : answer);
    }
    return ExitCode.OK;
  }

  private List<String> names() {
    return switch (kind) {
      case "methods" -> Library.methods();
      case "energies" -> Library.energies();
      default -> FunctionLibrary.standard().inFormulas();
    };
  }

  private String description(String name) {
    return switch (kind) {
      case "methods" -> Library.method(name).description();
      case "energies" -> Library.energy(name).description();
      default -> FunctionLibrary.standard().find(name).orElseThrow().description();
    };
  }

  private String row(String name, int longest) {
    String head = name + " ".repeat(longest + 2 - name.length());
    return head + Paragraph.wrapped(description(name), longest + 2);
  }

  private ParameterException refused(String problem, String hint) {
    return new ParameterException(command.commandLine(), problem + hint);
  }
}
