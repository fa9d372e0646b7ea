package perrin.cli;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import perrin.backend.cpu.CpuBackend;
import perrin.run.text.KernelText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin kernel FILE}. */
@Command(
    name = "kernel",
    description = "Prints the code that an experiment's formulas become.",
    footer = {"", "Example:", "  perrin kernel examples/double-well.yaml --backend cpu"})
final class KernelCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;
  @Mixin ExperimentArguments experiment;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = CpuBackend.NAME,
      completionCandidates = Names.class,
      description =
          "cpu, the default: C++ for vectors of any width; or java: the interpreter's list.")
  String backend;

  /** What may stand behind {@code --backend}. */
  static final class Names extends ArrayList<String> {
    Names() {
      super(KernelText.BACKENDS);
    }
  }

  @Override
  public Integer call() {
    if (!KernelText.BACKENDS.contains(backend)) {
      String must = ", must be " + BackendOptions.oneOf(KernelText.BACKENDS);
      throw new ParameterException(command.commandLine(), "--backend: " + backend + must);
    }
    perrin.terminal().print(KernelText.of(experiment.load().experiment(), backend).stripTrailing());
    return ExitCode.OK;
  }
}
