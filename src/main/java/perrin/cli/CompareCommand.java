package perrin.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import perrin.report.ComparisonJson;
import perrin.report.RunComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code perrin compare A.h5 B.h5 …}. */
@Command(
    name = "compare",
    description = {
      "Says whether runs agree, and by how many standard errors they do not: averages and histograms"
          + " of each against those of the first. Of runs that differ in dt it fits the order of"
          + " convergence. Of a single run it compares the points of a sweep over dt or method.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  perrin compare seed1.h5 seed2.h5",
      "  perrin compare dt-sweep.h5 --json",
      "",
      "Exit codes: 0 they agree, or are identical; 1 a file cannot be read or has nothing in common"
          + " with the first; 2 the command is wrong; 3 they differ, or errors are not known."
    })
final class CompareCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;

  @Parameters(
      paramLabel = "RUN.h5",
      arity = "1..*",
      converter = FileName.class,
      description = "Run files; all are compared with the first.")
  List<Path> files;

  @Option(names = "--json", description = "Everything as one JSON object.")
  boolean json;

  @Override
  public Integer call() {
    RunComparison comparison = RunComparison.of(files);
    if (json) {
      perrin.terminal().print(ComparisonJson.of(comparison).stripTrailing());
    } else {
      new CompareReport(perrin.terminal(), comparison).print();
    }
    return comparison.agreement().outcome().exitCode();
  }
}
