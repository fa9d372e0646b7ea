package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What may be written behind {@code perrin}, for shells to complete. Hidden commands and options
 * are left out.
 *
 * @param options of perrin itself
 */
record CommandWords(List<Option> options, List<Command> commands) {

  /** A command, what it takes, and its description in a sentence. */
  record Command(String name, String description, List<Option> options, List<Value> places) {
    /** Those that take a value. */
    List<Option> valued() {
      return options.stream().filter(option -> !(option.value() instanceof Value.None)).toList();
    }
  }

  /**
   * An option.
   *
   * @param names such as -o and --output
   * @param repeated whether it may be given more than once
   */
  record Option(List<String> names, String description, boolean repeated, Value value) {}

  /** What stands behind an option, or in a place of its own. */
  sealed interface Value {
    /** Nothing. */
    record None() implements Value {}

    /** Anything. */
    record Free(String label) implements Value {}

    /** One of these words. */
    record Choice(String label, List<String> words) implements Value {}

    /**
     * The name of a file with one of these endings, or of a folder on the way to it.
     *
     * @param endings without a dot; none where any file may be meant
     * @param many whether more follow
     */
    record File(String label, List<String> endings, boolean many) implements Value {}

    /** The name of a folder. */
    record Folder(String label) implements Value {}
  }

  /** Of the command {@code perrin}. */
  static CommandWords of(CommandSpec perrin) {
    List<Command> commands =
        perrin.subcommands().values().stream()
            .map(each -> each.getCommandSpec())
            .filter(each -> !each.usageMessage().hidden())
            .map(CommandWords::command)
            .toList();
    return new CommandWords(options(perrin), commands);
  }

  private static Command command(CommandSpec command) {
    List<Value> places = new ArrayList<>();
    for (PositionalParamSpec place : command.positionalParameters()) {
      if (!place.hidden()) {
        places.add(value(place));
      }
    }
    return new Command(
        command.name(), sentence(command.usageMessage().description()), options(command), places);
  }

  private static List<Option> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .map(CommandWords::option)
        .toList();
  }

  private static Option option(OptionSpec option) {
    return new Option(
        List.of(option.names()),
        sentence(option.description()),
        option.isMultiValue(),
        option.arity().max() == 0 ? new Value.None() : value(option));
  }

  /** What a file is to end in stands in its label: {@code RUN.h5}; a FILE is an experiment. */
  private static Value value(ArgSpec word) {
    String label = word.paramLabel();
    if (word.completionCandidates() != null) {
      List<String> words = new ArrayList<>();
      word.completionCandidates().forEach(words::add);
      return new Value.Choice(label, words);
    }
    boolean isFile =
        word.type() == Path.class || List.of(word.auxiliaryTypes()).contains(Path.class);
    if (!isFile) {
      return new Value.Free(label);
    }
    if (label.equals("FOLDER") || label.equals("DIR")) {
      return new Value.Folder(label);
    }
    boolean many = word.isMultiValue();
    if (label.equals("FILE")) {
      return new Value.File(label, List.of("yaml", "yml", "json", "h5"), many);
    }
    if (label.equals("FILES|FOLDER")) {
      return new Value.File(label, List.of("h5"), many);
    }
    int dot = label.indexOf('.');
    String ending = dot < 0 ? "" : label.substring(dot + 1).replaceFirst("[^a-z0-9].*", "");
    return new Value.File(label, ending.isEmpty() ? List.of() : List.of(ending), many);
  }

  /** The first sentence, without its full stop. */
  private static String sentence(String[] description) {
    String text = String.join(" ", description).strip();
    int end = text.indexOf(". ");
    int colon = text.indexOf(": ");
    int cut = end < 0 || colon > 0 && colon < end ? colon : end;
    return (cut < 0 ? text : text.substring(0, cut)).replaceFirst("\\.$", "");
  }
}
