package perrin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code perrin doctor}. */
@Command(name = "doctor", description = "TODO", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;

  @Override
  public Integer call() {
    return ExitCode.OK;
  }
}
