package perrin.cli;

import java.io.PrintWriter;
import java.util.Optional;
import perrin.errors.Shown;
import perrin.run.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The command {@code perrin}. A new command is one class, and its name in the list below. */
@Command(
    name = "perrin",
    subcommands = {
      RunCommand.class,
      InitCommand.class,
      ShowCommand.class,
      SummaryCommand.class,
      ReportCommand.class,
      PlotCommand.class,
      AnimateCommand.class,
      CheckCommand.class,
      CompareCommand.class,
      DigestCommand.class,
      KernelCommand.class,
      LandscapeCommand.class,
      MergeCommand.class,
      MinimizeCommand.class,
      SubmitCommand.class,
      StatusCommand.class,
      CancelCommand.class,
      ListCommand.class,
      DoctorCommand.class,
      GpuCheckCommand.class,
      CompletionCommand.class,
      ReferenceCommand.class,
      RehearseCommand.class
    },
    description = {
      "Simulates Langevin dynamics in any energy landscape, and checks that what comes out is"
          + " Boltzmann's distribution."
    },
    footer = {
      "",
      "Begin with an example:",
      "  perrin run examples/double-well.yaml",
      "",
      "Exit codes: 0 done, the verdict is not negative; 1 failed; 2 the command or the experiment"
          + " is wrong; 3 the verdict is negative, or something is missing; 85 stopped on demand, the"
          + " same command goes on."
    },
    versionProvider = Perrin.Versions.class)
public final class Perrin {
  private final Terminal terminal;

  @Mixin private HelpOption help;

  @Option(
      names = "--version",
      versionHelp = true,
      description = "Prints version, commit and build.")
  private boolean version;

  Perrin(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    System.exit(execute(Terminal.system(), args));
  }

  /**
   * Carries out a command line.
   *
   * @return the exit code
   */
  static int execute(Terminal terminal, String... args) {
    var perrin = new Perrin(terminal);
    int exit;
    try {
      Optional<RunCommand> plain = PlainRun.of(perrin, args);
      exit = plain.isPresent() ? plain.get().call() : perrin.parseAndExecute(args);
    } catch (Throwable e) { // errors of the virtual machine, such as a memory that is full, too
      exit = complain(terminal, e);
    }
    if (!terminal.isComplete()) {
      terminal.complain(
          "the output cannot be written; is the disk full, or its reader gone? run files are whole");
      return ExitCode.FAILED;
    }
    return exit;
  }

  private int parseAndExecute(String... args) {
    var out = new PrintWriter(terminal.out(), true, terminal.charset());
    int exit =
        new CommandLine(this)
            .setExpandAtFiles(false)
            .setOut(out)
            .setExecutionStrategy(Perrin::carryOut)
            .setParameterExceptionHandler((e, _) -> complain(terminal, e))
            .setExecutionExceptionHandler((e, _, _) -> complain(terminal, e))
            .execute(args);
    out.flush();
    return exit;
  }

  private static int carryOut(ParseResult parsed) {
    boolean helpAsked = parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    if (!parsed.hasSubcommand() && !helpAsked) {
      CommandLine perrin = parsed.commandSpec().commandLine();
      perrin.usage(perrin.getOut());
      return ExitCode.USAGE;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int complain(Terminal terminal, Throwable failure) {
    terminal.complain(ErrorMessages.line(failure));
    terminal.err().print(Shown.printable(ErrorMessages.trace(failure)));
    terminal.err().flush();
    return ExitCode.of(failure);
  }

  Terminal terminal() {
    return terminal;
  }

  /** What {@code --version} prints. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"perrin " + Version.withBuild()};
    }
  }
}
