package perrin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import perrin.output.OutputException;
import perrin.output.RunFile;
import perrin.run.look.Completion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin init FILE}. */
@Command(
    name = "init",
    description = {
      "Begins an experiment. Where FILE does not exist, writes one of three keys to start from."
          + " Where it does, prints it with all that run would choose for the keys that it lacks.",
      ""
    },
    footer = {"", "Example:", "  perrin init well.yaml"})
final class InitCommand implements Callable<Integer> {
  private static final List<String> BEGINNING =
      List.of(
          "# A walker moves in an energy landscape E(x), at a temperature kT. These three keys are all that",
          "# a run needs; perrin init FILE shows what is chosen for the others.",
          "coordinates: [x]",
          "energy: (x^2 - 1)^2 + 0.3*x",
          "temperature: 0.5");

  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;
  @Mixin ExperimentArguments arguments;

  @Override
  public Integer call() {
    Path file = arguments.file;
    if (!arguments.sets.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--set: init prints a file as it is; write the value into it");
    }
    if (!Files.exists(file)) {
      write(file);
      perrin.terminal().print("written: " + file + "; next: perrin run " + file);
      return ExitCode.OK;
    }
    if (RunFile.isHdf5(file)) {
      perrin.terminal().print(RunFile.experiment(file));
      return ExitCode.OK;
    }
    Completion completion = arguments.load();
    List<String> lines = lines(file, completion.lines());
    boolean flow =
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .findFirst()
            .filter(line -> line.startsWith("{"))
            .isPresent();
    perrin
        .terminal()
        .print(flow ? completion.experiment().canonicalJson() : String.join("\n", lines));
    return ExitCode.OK;
  }

  private static void write(Path file) {
    try {
      Files.write(file, BEGINNING, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw OutputException.unwritable(
          file, "its folder does not exist, or is not writable", "choose another FILE");
    }
  }

  /** The file as it is, and what was chosen. */
  private static List<String> lines(Path file, List<String> chosen) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      if (!chosen.isEmpty()) {
        lines.add("# chosen:");
        lines.addAll(chosen);
      }
      return lines;
    } catch (IOException e) {
      throw OutputException.unreadable(file, e);
    }
  }
}
