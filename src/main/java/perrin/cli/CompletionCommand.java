package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import perrin.errors.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin completion SHELL}. */
@Command(
    name = "completion",
    description = {
      "Prints what a shell needs to complete perrin's commands, options, choices and files when Tab"
          + " is pressed.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  perrin completion bash",
      "",
      "To have it in each new shell, add to ~/.bashrc or ~/.zshrc (there behind compinit):",
      "  eval \"$(perrin completion bash)\"",
      "  eval \"$(perrin completion zsh)\"",
      "or, for fish, once:",
      "  perrin completion fish > ~/.config/fish/completions/perrin.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  /** What may stand for SHELL. */
  static final class Shells extends ArrayList<String> {
    Shells() {
      super(SHELLS);
    }
  }

  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash, zsh or fish.")
  String shell;

  @Override
  public Integer call() {
    var words = CommandWords.of(command.root());
    String script =
        switch (shell) {
          case "bash" -> BashCompletion.of(words);
          case "zsh" -> ZshCompletion.of(words);
          case "fish" -> FishCompletion.of(words);
          default ->
              throw new ParameterException(
                  command.commandLine(),
                  "there is no completion for "
                      + shell
                      + Nearest.hintOrAll("shell", "shells", shell, SHELLS, ""));
        };
    perrin.terminal().print(script.stripTrailing());
    return ExitCode.OK;
  }
}
