package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.experiment.Library;
import perrin.run.Version;

class PerrinTest {
  @Test
  void saysItsVersion() {
    var trial = CommandLineTrial.of("--version");
    assertEquals("perrin " + Version.withBuild() + "\n", trial.out());
    assertEquals(0, trial.exit());
  }

  @Test
  void withoutACommandItShowsItsHelp() {
    var help = CommandLineTrial.of("--help");
    assertEquals(0, help.exit());
    assertTrue(help.out().startsWith("Usage: perrin"), help.out());
    var nothing = CommandLineTrial.of();
    assertEquals(2, nothing.exit());
    assertEquals(help.out(), nothing.out());
    assertEquals("", nothing.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "digest",
        "kernel",
        "landscape",
        "list",
        "doctor",
        "submit",
        "status",
        "cancel"
      })
  void everyCommandHasHelp(String command) {
    var help = CommandLineTrial.of(command, "--help");
    assertEquals(0, help.exit());
    assertTrue(help.out().startsWith("Usage: perrin " + command), help.out());
    assertFalse(help.out().contains("--chunk"), "a hidden option");
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
    assertTrue(CommandLineTrial.of("--help").out().contains("  " + command + " "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"methods", "energies", "functions"})
  void listsWhatTheLibraryHas(String kind) {
    var list = CommandLineTrial.of("list", kind);
    assertEquals(0, list.exit());
    assertTrue(list.out().lines().allMatch(line -> line.length() <= 80), list.out());
    String first = list.out().substring(0, list.out().indexOf(' '));
    var one = CommandLineTrial.of("list", kind, first);
    assertEquals(0, one.exit());
    assertEquals(Library.text(kind, first).stripTrailing() + "\n", one.out());
  }

  @Test
  void printsTheKernel(@TempDir Path folder) throws Exception {
    Path experiment = Files.writeString(folder.resolve("trial.yaml"), CommandLineTrial.EXPERIMENT);
    var cpu = CommandLineTrial.of("kernel", experiment);
    assertEquals(0, cpu.exit());
    assertTrue(cpu.out().contains("void step("), cpu.out());
    assertEquals(cpu.out(), CommandLineTrial.of("kernel", experiment, "--backend", "cpu").out());
    var java = CommandLineTrial.of("kernel", experiment, "--backend", "java");
    assertTrue(java.out().contains("\nstep:\n"), java.out());
    var method = CommandLineTrial.of("kernel", experiment, "--set", "method=euler-maruyama");
    assertTrue(method.out().startsWith("// euler-maruyama, "), method.out());
    var noCompiler =
        CommandLineTrial.alone(folder, Map.of("CXX", "/nonexistent"), "kernel", "trial.yaml");
    assertEquals(cpu.out(), noCompiler.out());
  }

  @Test
  void theDoctorFindsWhatIsThere() throws Exception {
    var doctor = CommandLineTrial.of("doctor");
    assertEquals(0, doctor.exit(), doctor.out());
    assertEquals("", doctor.err());
    assertTrue(doctor.out().lines().allMatch(line -> line.matches("(ok|--|  )  \\S.*| {2,}.*")));
    assertTrue(doctor.out().contains("ok  java backend   works"), doctor.out());
    if (CommandLineTrial.hasCompiler()) {
      assertTrue(doctor.out().contains("ok  compiler "), doctor.out());
      assertTrue(doctor.out().contains("ok  cpu, width 16  same bits as java"), doctor.out());
      assertTrue(doctor.out().contains("ok  cpu, double    same bits as java"), doctor.out());
    }
  }

  @Test
  void theDoctorSaysWhatIsMissing(@TempDir Path folder) throws Exception {
    var noCompiler = CommandLineTrial.alone(folder, Map.of("CXX", "/nonexistent"), "doctor");
    assertEquals(0, noCompiler.exit(), "the java backend works without");
    assertTrue(noCompiler.out().contains("--  compiler       CXX=/nonexistent"), noCompiler.out());
    if (CommandLineTrial.hasCompiler()) {
      Path file = Files.writeString(folder.resolve("file"), "");
      var noCache = CommandLineTrial.alone(folder, Map.of("PERRIN_CACHE", file + "/x"), "doctor");
      assertEquals(0, noCache.exit());
      assertTrue(noCache.out().contains("!!  cpu backend "), noCache.out());
      assertTrue(noCache.out().contains("PERRIN_CACHE"), noCache.out());
    }
  }

  @Test
  void theDoctorLeavesNothingInTheCache(@TempDir Path folder) throws IOException {
    // Three kernels, for three widths, and one in double precision; not the text that was compiled
    // for the trial.
    org.junit.jupiter.api.Assumptions.assumeTrue(CommandLineTrial.hasCompiler(), "no compiler");
    for (int i = 0; i < 2; i++) {
      try {
        CommandLineTrial.alone(folder, Map.of("PERRIN_CACHE", folder.toString()), "doctor");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      try (var files = Files.list(folder)) {
        assertEquals(4, files.filter(file -> file.toString().endsWith(".so")).count());
      }
    }
  }
}
