package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import perrin.run.Completion;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The experiment that a command works on. */
final class ExperimentArguments {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      converter = FileName.class,
      description = "The experiment, a YAML file.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "Overrides a key of the experiment, as in --set walkers=1e5 or --set"
              + " histograms.x.bins=50. May be repeated.")
  List<String> sets = new ArrayList<>();

  /** The experiment, with what its file leaves to be chosen. */
  Completion load() {
    return Completion.load(file, sets);
  }
}
