package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.backend.cuda.StandIn;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/** {@code perrin run --devices}, {@code perrin doctor}, on two devices of the stand-in. */
@Tag("stand-in")
class DevicesCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void twoDevices() throws IOException, InterruptedException {
    StandIn.load();
    StandIn.environment("PERRIN_STAND_IN_DEVICES", "2");
    Files.writeString(folder.resolve("e.yaml"), CommandLineTrial.EXPERIMENT);
  }

  @AfterEach
  void oneDevice() {
    StandIn.environment("PERRIN_STAND_IN_DEVICES", "");
  }

  private CommandLineTrial run(String out, String... more) {
    Object[] words = new Object[4 + more.length];
    Object[] first = {"run", folder.resolve("e.yaml"), "-o", folder.resolve(out)};
    System.arraycopy(first, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return CommandLineTrial.of(words);
  }

  private RunRecord read(String file) {
    return RunFile.read(folder.resolve(file));
  }

  @Test
  void theRunFileIsThatOfOneDevice() {
    var whole = run("java.h5", "--backend", "java");
    assertEquals(0, whole.exit(), whole.err());
    RunRecord expected = read("java.h5");
    for (String devices : new String[] {"0,1", "1,0", "all", "1"}) {
      var trial = run("on " + devices + ".h5", "--devices", devices);
      assertEquals(0, trial.exit(), trial.err());
      String words = devices.equals("1") ? "Perrin stand-in" : "2 × Perrin stand-in";
      assertTrue(trial.out().contains("backend: cuda — " + words), trial.out());
      RunRecord found = read("on " + devices + ".h5");
      assertEquals(expected.points(), found.points());
      assertEquals(expected.header().experimentSha256(), found.header().experimentSha256());
      assertTrue(found.header().platform().device().startsWith(words), found.header().toString());
    }
  }

  @Test
  void shardsOfSeveralDevicesAreMerged() {
    assertEquals(0, run("e.h5", "--devices", "0,1", "--shard", "0/2").exit());
    assertEquals(0, run("e.h5", "--devices", "all", "--shard", "1/2").exit());
    Path merged = folder.resolve("merged.h5");
    var trial = CommandLineTrial.of("merge", folder, "--devices", "0,1", "-o", merged);
    assertEquals(0, trial.exit(), trial.err());
    run("java.h5", "--backend", "java");
    assertEquals(read("java.h5").points(), read("merged.h5").points());
  }

  @Test
  void aDeviceThatIsNotThere() {
    var trial = run("none.h5", "--devices", "0,2");
    assertEquals(1, trial.exit());
    assertEquals(
        "perrin: cuda: there is no device 2; there are 0 to 1; without --devices, a run takes what"
            + " is there\n",
        trial.err());
    StandIn.environment("PERRIN_STAND_IN_DEVICES", "0");
    trial = run("none.h5", "--devices", "all");
    assertEquals(1, trial.exit());
    assertTrue(trial.err().contains("no device"), trial.err());
    assertTrue(!Files.exists(folder.resolve("none.h5")));
  }

  @Test
  void theDoctorTriesEach() {
    var doctor = CommandLineTrial.of("doctor");
    assertEquals(0, doctor.exit(), doctor.out());
    String out = doctor.out().replaceAll("\\s+", " ");
    for (String subject :
        new String[] {
          "ok cuda, Perrin stand-in (no GPU) (device 0) same bits as java",
          "ok cuda, Perrin stand-in (no GPU) (device 1) same bits as java",
          "ok cuda, all 2 devices same bits as java"
        }) {
      assertTrue(out.contains(subject), doctor.out());
    }
  }
}
