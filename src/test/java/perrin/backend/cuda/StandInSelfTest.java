package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the stand-in do what CUDA does, and does it find what it is there to find? */
@Tag("stand-in")
class StandInSelfTest {
  @TempDir Path folder;

  @BeforeAll
  static void buildStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  @Test
  void itsOwnTestsPass() throws IOException, InterruptedException {
    String program = folder.resolve("stand_in_test").toString();
    String source = "src/test/native/stand_in_test.cpp";
    run("g++", "-std=c++17", source, "-o", program, "-ldl");
    run(program, StandIn.folder().orElseThrow());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), text);
  }
}
