package perrin.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import perrin.output.Digest;
import perrin.output.RunFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code perrin digest RUN.h5}. */
@Command(
    name = "digest",
    description = {
      "Prints fingerprints of a run's numbers: final states, histograms, observables.",
      "Two runs gave the same bits if these are equal."
    },
    footer = {"", "Example:", "  perrin digest double-well.h5 --verify"})
final class DigestCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;

  @Parameters(paramLabel = "RUN.h5", converter = FileName.class, description = "A run file.")
  Path file;

  @Option(
      names = "--verify",
      description = "First compares all that is in the file with the checksums kept in it.")
  boolean verify;

  @Override
  public Integer call() {
    if (verify) {
      RunFile.verify(file);
    }
    Digest.of(file).lines().forEach(perrin.terminal()::print);
    return ExitCode.OK;
  }
}
