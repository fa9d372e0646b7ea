package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.errors.ExperimentException;

/** What is read has an end: of files, of texts, of recursions over them. */
class BoundedReadingTest {
  @TempDir Path folder;

  private static String complaint(Runnable reading) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThrows(ExperimentException.class, reading::run).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null"})
  void devicesAreNoFiles(String device) {
    assertEquals(
        device + ": is not a regular file",
        complaint(() -> ExperimentFile.load(Path.of(device), List.of())));
    assertEquals(
        "a.yaml:17: data.file: " + device + ": is not a regular file",
        complaint(() -> Sample.with("seed: 7", "data: {file: " + device + "}")));
  }

  @Test
  void pipesDoNotHang() throws Exception {
    var pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertTrue(Files.exists(pipe));
    assertEquals(
        pipe + ": is not a regular file", complaint(() -> ExperimentFile.load(pipe, List.of())));
  }

  /** Whatever the user may read may be named; none of it is told. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret\nhunter2\n",
        "secret,other\nhunter2,swordfish\n",
        "root:x:0:0:root:/root:/bin/bash\nsecret:x:1:1\n",
        "secret\nhunter2",
        "[secret]\nhunter2 = 1\n",
        "secret secret2\n1 2\n"
      })
  void noLineOfWhatIsNoTableIsQuoted(String text) throws Exception {
    var file = Files.writeString(folder.resolve("d.csv"), text);
    var data = "data: {file: " + file + ", sha256: '0'}";
    var message = complaint(() -> Sample.with("seed: 7", data)).replace(folder.toString(), "");
    assertFalse(message.matches(".*(secret|hunter2|swordfish|root).*"), message);
  }

  /** Files of the kernel say that they have no bytes, and give some. */
  @Test
  void filesThatHideTheirSize() {
    var message = complaint(() -> ExperimentFile.load(Path.of("/proc/self/cmdline"), List.of()));
    assertTrue(message.startsWith("/proc/self/cmdline:1: not YAML"), message);
  }

  @Test
  void longTexts() {
    var digits = "1".repeat(2_900_000);
    assertEquals(
        "a.yaml:17: seed: " + "1".repeat(59) + "…, must be an integer, such as 1000, 1_000 or 1e3",
        complaint(() -> Sample.with("seed: 7", "seed: " + digits)));
    for (var number : List.of(digits + "x", "1_".repeat(1_400_000) + "1", "0.".repeat(1_400_000))) {
      var message = complaint(() -> Sample.with("seed: 7", "seed: " + number));
      assertTrue(message.length() < 200, message);
      complaint(() -> Sample.with("tolerance: 0.05", "tolerance: " + number));
    }
    complaint(() -> Sample.with("seed: 7", "s" + "e".repeat(2_900_000) + ": 7"));
    complaint(() -> Sample.with("euler-maruyama", "euler".repeat(500_000)));
    complaint(() -> Sample.with("euler-maruyama", "a-".repeat(1_400_000) + "a"));
    complaint(() -> Sample.with("seed: 7", "title: {x: f(" + "a,".repeat(1_000_000) + "}"));
  }

  @Test
  void longEnergies() {
    var words = IntStream.range(0, 1_500).mapToObj(i -> "x").collect(Collectors.joining("-"));
    assertEquals(
        words, Sample.with("energy: a*x^2 + b*y^2", "energy: " + words).energy().formula().text());
    var groups = IntStream.range(0, 2_000).mapToObj(i -> "000").collect(Collectors.joining("_"));
    complaint(() -> Sample.with("seed: 7", "seed: " + groups));
  }
}
