package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong seconds = new AtomicLong();

  private RunProgress progress(boolean shown) {
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    var log = new Terminal(stream, stream, StandardCharsets.UTF_8, 0, false);
    return new RunProgress(null, log, shown, () -> seconds.get() * 1_000_000_000L);
  }

  private void run(RunProgress progress) {
    for (int second = 0; second <= 150; second++) {
      seconds.set(1000 + second);
      progress.steps(second * 1e9, 200e9);
    }
  }

  @Test
  void aLogGetsALineAMinute() {
    run(progress(true));
    assertEquals(
        """
        perrin: 30 %, 1.00e9 walker-steps/s, 2:20 left
        perrin: 60 %, 1.00e9 walker-steps/s, 1:20 left
        """,
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aQuietRunNone() {
    run(progress(false));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }
}
