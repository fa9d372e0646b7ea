package perrin.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code perrin rehearse EXPERIMENT RUN.h5}, for scripts/lib/launch.sh: what Java is to load ahead.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Makes a run and its report in one process, which Java watches.",
    footer = {"", "Example:", "  perrin rehearse start-up.yaml run.h5"})
final class RehearseCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;

  @Parameters(index = "0", paramLabel = "EXPERIMENT", description = "What is run.")
  Path experiment;

  @Parameters(index = "1", paramLabel = "RUN.h5", description = "Where to; the report beside it.")
  Path run;

  @Override
  public Integer call() {
    int ran = Perrin.execute(perrin.terminal(), "run", experiment.toString(), "-o", run.toString());
    String page = run + ".html"; // beside it: a build leaves nothing where it was called
    int reported = Perrin.execute(perrin.terminal(), "report", run.toString(), "-o", page);
    return Math.max(ran, reported);
  }
}
