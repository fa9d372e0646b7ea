package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.output.RunFile;
import perrin.report.LandscapeJson;
import perrin.run.landscape.LandscapeSearch;
import perrin.run.landscape.MetMinima;
import perrin.run.look.Completion;
import perrin.run.look.SearchRanges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin landscape FILE}. */
@Command(
    name = "landscape",
    description = {
      "Finds the minima and saddles of an energy of one or two coordinates, at which energy minima"
          + " join, and how slowly one must cool to find the lowest. Of a run of more coordinates: in"
          + " which minima its walkers are.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  perrin landscape examples/muller-brown.yaml",
      "  perrin landscape examples/double-well.yaml --from -2 --to 2",
      "",
      "Exit codes: 0 done, 1 a run file cannot be read, 2 the command or the experiment is wrong."
    })
final class LandscapeCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      converter = FileName.class,
      description =
          "An experiment, of which coordinates and energy are enough; or a run file, whose"
              + " experiment is meant.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Overrides a key of the experiment. May be repeated.")
  List<String> sets = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "A[,B]",
      split = ",",
      description =
          "Where to look from: a number for all coordinates, or one for each, as in --from=-3,-1. By"
              + " default the boundaries, the domain of an energy of the library, or where walkers"
              + " of the temperature are.")
  List<Double> from = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "A[,B]",
      split = ",",
      description = "Where to look to, likewise.")
  List<Double> to = new ArrayList<>();

  @Option(names = "--json", description = "Everything as one JSON object.")
  boolean json;

  @Override
  public Integer call() {
    boolean run = RunFile.isHdf5(file);
    Experiment experiment =
        run
            ? ExperimentFile.parse(RunFile.experiment(file), file.toString(), sets)
                .withTitle(RunFile.summary(file).title())
            : Completion.energyOf(file, sets);
    requireEnds(experiment.coordinates().dimension());
    if (run && !LandscapeSearch.isSearchable(experiment)) {
      met(experiment);
    } else {
      search(experiment);
    }
    return ExitCode.OK;
  }

  private void search(Experiment experiment) {
    LandscapeSearch search = LandscapeSearch.of(experiment, new SearchRanges.Given(from, to));
    if (json) {
      perrin.terminal().print(LandscapeJson.of(search.experiment(), search.map()).stripTrailing());
    } else {
      new LandscapeReport(perrin.terminal(), search).print();
    }
    search.notices().forEach(perrin.terminal()::complain);
  }

  private void met(Experiment experiment) {
    if (!from.isEmpty()) {
      throw wrong("--from: of more than two coordinates descents are made from the run's walkers");
    }
    Experiment point = experiment.sweep().isEmpty() ? experiment : experiment.point(0);
    MetMinima met = MetMinima.of(file, point);
    if (json) {
      List<String> names = point.coordinates().componentNames();
      String text = MetMinimaReport.json(point.title(), names, met);
      perrin.terminal().print(text.stripTrailing());
    } else {
      MetMinimaReport.print(perrin.terminal(), point.title(), met);
    }
    LandscapeSearch.notices(experiment).forEach(perrin.terminal()::complain);
  }

  private void requireEnds(int coordinates) {
    if (from.size() != to.size()) {
      throw wrong("--from and --to: as many numbers each must be given");
    }
    if (from.size() > 1 && from.size() != coordinates) {
      throw wrong(
          "--from: "
              + from.size()
              + " numbers, must be one, or "
              + coordinates
              + ", one for each"
              + " coordinate");
    }
    for (int i = 0; i < from.size(); i++) {
      if (!(from.get(i) < to.get(i)) || Double.isInfinite(to.get(i) - from.get(i))) {
        throw wrong("--from: " + from.get(i) + ", must be less than --to, " + to.get(i));
      }
    }
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
