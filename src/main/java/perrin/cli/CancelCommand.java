package perrin.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import perrin.cluster.Cancellation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code perrin cancel FOLDER}. */
@Command(
    name = "cancel",
    description = {
      "Takes the jobs of a folder of perrin submit out of Slurm's queue. Shards that run keep where"
          + " they are, and go on from there when they are submitted again."
    },
    footer = {"", "Example:", "  perrin cancel well.shards"})
final class CancelCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;

  @Parameters(
      paramLabel = "FOLDER",
      converter = FileName.class,
      description = "The folder that perrin submit has written.")
  Path folder;

  @Override
  public Integer call() {
    Cancellation done = Cancellation.of(folder);
    boolean any = done.running() + done.waiting() > 0 || done.merge();
    perrin
        .terminal()
        .printLine(
            any
                ? "cancelled: "
                    + done.running()
                    + " running and "
                    + done.waiting()
                    + " waiting shards"
                    + (done.merge() ? ", and the merge" : "")
                    + "; checkpoints and finished shards stay"
                : "cancelled: nothing, for nothing of it is in the queue");
    return ExitCode.OK;
  }
}
