package perrin.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import perrin.run.selfcheck.Doctor;
import perrin.run.selfcheck.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code perrin doctor}. */
@Command(
    name = "doctor",
    description = {
      "Looks at what this machine has for Perrin, tries it out, and says what to do.",
      "Each line begins with ok, -- (not there, but runs are possible) or !! (wrong)."
    },
    footer = {"", "Example:", "  perrin doctor"})
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;

  @Override
  public Integer call() {
    boolean possible = Doctor.examine(this::print);
    boolean unicode = perrin.terminal().unicode();
    print(
        new Finding(
            unicode ? Finding.Mark.OK : Finding.Mark.ABSENT,
            "terminal",
            perrin.terminal().charset()
                + (unicode ? "" : "; for finer pictures choose UTF-8, such as LC_ALL=C.UTF-8")));
    return possible ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(Finding finding) {
    String head =
        String.format(Locale.ROOT, "%s  %-13s  ", finding.mark().sign(), finding.subject());
    perrin.terminal().print(head + Paragraph.wrapped(finding.text(), head.length()));
  }
}
