package perrin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code perrin list}. */
@Command(name = "list", description = "TODO", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;

  @Override
  public Integer call() {
    return ExitCode.OK;
  }
}
