package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.output.RunFile;
import perrin.run.look.Completion;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The experiment that a command works on. */
final class ExperimentArguments {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      converter = FileName.class,
      description = "The experiment, a YAML file; or a run file, whose experiment is meant.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "Overrides a key of the experiment, as in --set walkers=1e5 or --set"
              + " histograms.x.bins=50. May be repeated.")
  List<String> sets = new ArrayList<>();

  /** The experiment, with what its file leaves to be chosen; of a run file what it holds. */
  Completion load() {
    if (!RunFile.isHdf5(file)) {
      return Completion.load(file, sets);
    }
    Experiment held = ExperimentFile.parse(RunFile.experiment(file), file.toString(), sets);
    boolean titled = sets.stream().anyMatch(set -> set.strip().startsWith("title="));
    return Completion.of(titled ? held : held.withTitle(RunFile.summary(file).title()));
  }
}
