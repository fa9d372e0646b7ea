package perrin.run.selfcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** scripts/gpu-check leaves a report whatever happens: its own tests, in Python. */
class GpuCheckScriptTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @Test
  void itsOwnTestsPass() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PYTHON), "skipped: no " + PYTHON);
    Process tests =
        new ProcessBuilder(PYTHON.toString(), "src/test/python/gpu_check_test.py")
            .redirectErrorStream(true)
            .start();
    String text = new String(tests.getInputStream().readAllBytes());
    assertEquals(0, tests.waitFor(), text);
  }
}
