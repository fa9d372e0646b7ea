package perrin.cli;

import picocli.CommandLine.Option;

/** Every command's {@code --help}. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean asked;
}
