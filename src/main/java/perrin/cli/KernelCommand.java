package perrin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code perrin kernel FILE}. */
@Command(
    name = "kernel",
    description = "Prints the code that an experiment's formulas are turned into.",
    mixinStandardHelpOptions = true)
final class KernelCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin ExperimentArguments experiment;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "cpu (C++; the default) or java (the operations it interprets).")
  String backend;

  @Override
  public Integer call() {
    return ExitCode.OK;
  }
}
