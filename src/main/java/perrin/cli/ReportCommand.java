package perrin.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import perrin.output.Digest;
import perrin.output.MadeFile;
import perrin.output.RunContents;
import perrin.output.RunFile;
import perrin.output.RunHeader;
import perrin.output.RunRecord;
import perrin.report.figures.RunFigures;
import perrin.report.page.ReportPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code perrin report RUN.h5}. */
@Command(
    name = "report",
    description = {
      "Makes a page of a run that any browser shows, without a network: its verdict, pictures with"
          + " their numbers, and where it comes from.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  perrin report double-well.h5 -o double-well.html",
      "",
      "Exit codes: 0 the page is written, whatever the verdict; 1 the file cannot be read or"
          + " written, 2 the command is wrong."
    })
final class ReportCommand implements Callable<Integer> {
  /** Points of a sweep that have pictures of their own: more would make the page slow. */
  private static final int MOST_POINTS = 10;

  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;

  @Parameters(paramLabel = "RUN.h5", converter = FileName.class, description = "A run file.")
  Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "REPORT.html",
      converter = FileName.class,
      description =
          "The page; replaced where it exists. By default the run file's name with .html, in the"
              + " current folder.")
  Path output;

  @Override
  public Integer call() {
    var digest = CompletableFuture.supplyAsync(() -> Digest.of(file)); // it takes as long
    String html = RunFile.open(file, contents -> page(contents, contents.withoutWalkers(), digest));
    Path page = output == null ? FileName.ofRun(file, ".html") : output;
    MadeFile.write(page, html.getBytes(StandardCharsets.UTF_8));
    perrin.terminal().printLine("report: " + page);
    return ExitCode.OK;
  }

  /** The verdict is the run's own: to judge anew is what check does. */
  private String page(RunContents contents, RunRecord run, CompletableFuture<Digest> digest) {
    RunHeader.Platform platform = run.header().platform();
    return ReportPage.of(
        new ReportPage.Content(
            file.getFileName().toString(),
            RunHead.of(run.header(), contents.outline())
                .sentences(platform.backend(), platform.device()),
            run,
            RunFigures.of(file, contents, run, MOST_POINTS),
            digest.join().lines(),
            notices(contents)));
  }

  private static List<String> notices(RunContents contents) {
    return contents.hasChecksums()
        ? List.of()
        : List.of("the file has no checksums: whether it is as it was written is unknown");
  }
}
