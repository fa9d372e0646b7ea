package perrin.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import perrin.calculus.FunctionLibrary;
import perrin.errors.Synonyms;
import perrin.experiment.KeyTable;
import perrin.experiment.Library;
import perrin.yaml.YamlMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The pages of docs/reference, made of the library's files and of what the program itself knows.
 */
final class ReferencePages {
  /** All pages, each in a file of this name. */
  static final List<String> NAMES =
      List.of("methods", "energies", "functions", "experiment-keys", "commands");

  private ReferencePages() {}

  /**
   * A page, in Markdown.
   *
   * @param name one of {@link #NAMES}
   * @param perrin the root command
   */
  static String of(String name, CommandSpec perrin) {
    String page =
        switch (name) {
          case "methods" -> library(name, Library.methods(), METHODS);
          case "energies" -> library(name, Library.energies(), ENERGIES);
          case "functions" -> functions();
          case "experiment-keys" -> keys();
          case "commands" -> commands(perrin);
          default -> throw new IllegalArgumentException("no page " + name);
        };
    return page.replaceFirst(
        "\n", "\n\n<!-- Made by scripts/docs of the program's own sources; do not edit. -->\n");
  }

  private static final String METHODS =
      """
      # Methods

      What `method: NAME` may be. A method is a file in [`kernels/methods/`](../../kernels/methods): its step is the program that runs, in the language of
      [formulas and step programs](../language.md), where `n` counts steps, `kT` is the temperature and `normal()` a Gaussian number. A key of its `parameters` is set by
      `method: {name: NAME, key: value}`. `order` is the power of dt with which averages approach their limit; `stability` the largest dt where the energy has the curvature k.
      """;

  private static final String ENERGIES =
      """
      # Energies

      What `energy: NAME` may be; `energy: {name: NAME, key: value}` sets its parameters. An energy is a file in [`kernels/energies/`](../../kernels/energies). `minima` are exact to
      the last digit of double precision (a test holds them), and `domain` is where one usually looks. Any other energy is written as a [formula](../language.md).
      """;

  /** A table of all, then each with its definition. */
  private static String library(String kind, List<String> names, String head) {
    StringBuilder page = new StringBuilder(head).append("\n| | |\n|---|---|\n");
    for (String name : names) {
      String description = Library.open(kind, name).text("description");
      page.append(row("[`" + name + "`](#" + name + ")", cell(sentence(description))));
    }
    for (String name : names) {
      YamlMap file = Library.open(kind, name);
      page.append("\n## ").append(name).append("\n\n");
      page.append(prose(file.text("description"))).append("\n\n");
      page.append("Source: ").append(prose(file.text("reference"))).append("\n\n");
      page.append("```\n").append(definition(Library.text(kind, name))).append("```\n");
    }
    return page.toString();
  }

  /** A file without the keys that are printed as prose: a key and the lines that belong to it. */
  private static String definition(String yaml) {
    return yaml.replaceAll("(?m)^(description|reference):.*\\n((?![a-z#]).*\\n)*", "");
  }

  private static String functions() {
    StringBuilder page =
        new StringBuilder(
            """
            # Functions

            What formulas may call, besides `+ - * / ^`, comparisons, `if`, sums and what [the language](../language.md) has of its own. Each is a file in
            [`kernels/functions/`](../../kernels/functions), defined once for each precision, so that all backends give the same bits. Errors are in units of the last place (ulp), in single and
            in double precision; [functions and their errors](../functions.md) has what was measured, and where.

            | function | | single | double | derivatives |
            |---|---|---|---|---|
            """);
    for (String name : FunctionLibrary.standard().inFormulas()) {
      YamlMap file = Library.open("functions", name);
      String derivatives =
          file.map("derivatives").keys().stream()
              .map(each -> "`d/d" + each + ": " + file.map("derivatives").text(each) + "`")
              .collect(Collectors.joining(", "));
      page.append(
          row(
              "`" + name + "(" + String.join(", ", file.map("arguments").keys()) + ")`",
              cell(file.text("description")),
              file.map("error").text("single"),
              file.map("error").text("double"),
              cell(derivatives)));
    }
    page.append("\nWhere they come from:\n\n");
    for (String name : FunctionLibrary.standard().inFormulas()) {
      String reference = Library.open("functions", name).text("reference");
      page.append("* `" + name + "`: " + prose(reference) + "\n");
    }
    return page.toString();
  }

  private static String keys() {
    StringBuilder page =
        new StringBuilder(
            """
            # Keys of an experiment

            All keys that the program knows. What each means, its type, default and limits: [the experiment file](../experiment-file.md#keys).

            | about | key | |
            |---|---|---|
            """);
    KeyTable.all()
        .forEach((group, keys) ->
            keys.forEach(
                key -> page.append(row(group, "`" + key.name() + "`", key.need().words()))));
    page.append(
        """

        ## Other programs' words

        What people write who come from elsewhere, and what is answered.
        """);
    words(page, "Keys", "key");
    words(page, "Methods", "method");
    words(page, "Parameters of methods", "parameter");
    words(page, "Energies", "energy");
    words(page, "Functions", "function");
    words(page, "Commands", "command");
    words(page, "Options", "option");
    return page.toString();
  }

  private static void words(StringBuilder page, String head, String kind) {
    page.append("\n### ").append(head).append("\n\n| word | here |\n|---|---|\n");
    for (Map.Entry<String, String> each : Synonyms.words(kind).entrySet()) {
      page.append(row(cell(each.getValue()), cell(each.getKey())));
    }
  }

  private static String commands(CommandSpec perrin) {
    StringBuilder page =
        new StringBuilder(
            """
            # Commands

            What `--help` prints. In a checkout the program is `./perrin`.
            """);
    usage(page, "perrin", perrin.commandLine());
    for (var each : perrin.subcommands().entrySet()) {
      if (!each.getValue().getCommandSpec().usageMessage().hidden()) {
        usage(page, "perrin " + each.getKey(), each.getValue());
      }
    }
    return page.toString();
  }

  private static void usage(StringBuilder page, String name, CommandLine command) {
    String text = command.getUsageMessage(Ansi.OFF).replaceAll("(?m) +$", "").strip();
    page.append("\n## ").append(name).append("\n\n```\n").append(text).append("\n```\n");
  }

  /** A row of a table. */
  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String sentence(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text.strip() : text.substring(0, end + 1);
  }

  /** Text in which no character means anything to Markdown. */
  private static String prose(String text) {
    return text.strip().replaceAll("[*_<>\\[\\]`]", "\\\\$0");
  }

  private static String cell(String text) {
    return text.startsWith("`") ? text.replace("|", "\\|") : prose(text).replace("|", "\\|");
  }
}
