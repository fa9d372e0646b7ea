package perrin.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import perrin.run.selfcheck.GpuCheck;
import perrin.run.selfcheck.SpeedService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin gpu-check}. */
@Command(
    name = "gpu-check",
    description = {
      "Tries the cuda backend out: the same bits as the processor's, correct roots, converging"
          + " experiments, and its speed. scripts/gpu-check adds what other programs have to say.",
      ""
    },
    footer = {"", "Example:", "  perrin gpu-check examples/double-well.yaml --seconds 10"})
final class GpuCheckCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      converter = FileName.class,
      description = "Experiments that must converge on the GPU.")
  List<Path> examples = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "400",
      description = "After so many seconds no check is begun any more; 400 where not given.")
  double seconds;

  @Option(
      names = "--json",
      paramLabel = "OUT",
      converter = FileName.class,
      description = "Writes a report for programs.")
  Path json;

  @Option(names = "--serve", hidden = true, description = "Answers scripts/gpu-check.")
  boolean serve;

  @Override
  public Integer call() throws IOException {
    if (serve) {
      try (var service = new SpeedService()) {
        perrin.terminal().print("ready");
        var in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        service.serve(in, perrin.terminal()::print);
      }
      return ExitCode.OK;
    }
    GpuCheck.Report report = GpuCheck.run(new GpuCheck.Options(seconds, examples), this::tell);
    return report.passed() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** After each check, so that a report remains if a later one ends the program. */
  private void tell(GpuCheck.Report soFar) {
    GpuCheck.Result result = soFar.results().getLast();
    String head =
        String.format(Locale.ROOT, "%-7s  %-26s  ", result.outcome().word(), result.check());
    perrin.terminal().print(head + Paragraph.wrapped(result.text(), head.length()));
    if (json != null) {
      try {
        Files.writeString(json, soFar.json());
      } catch (IOException e) {
        String problem = "--json: " + json + ": cannot be written";
        throw new ParameterException(command.commandLine(), problem, e);
      }
    }
  }
}
