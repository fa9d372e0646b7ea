package perrin.cli;

import java.util.concurrent.Callable;
import perrin.errors.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin reference PAGE}, for scripts/docs. */
@Command(
    name = "reference",
    hidden = true,
    description = "Prints a page of docs/reference, made of what this version has.",
    footer = {"", "Example:", "  perrin reference methods"})
final class ReferenceCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(paramLabel = "PAGE", description = "One of those of docs/reference.")
  String page;

  @Override
  public Integer call() {
    if (!ReferencePages.NAMES.contains(page)) {
      throw new ParameterException(
          command.commandLine(),
          "there is no page "
              + page
              + Nearest.hintOrAll("page", "pages", page, ReferencePages.NAMES, ""));
    }
    perrin.terminal().print(ReferencePages.of(page, command.root()).stripTrailing());
    return ExitCode.OK;
  }
}
