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
    var log = new Terminal(stream, stream, StandardCharsets.UTF_8, 0, Terminal.Colours.NONE);
    return new RunProgress(null, log, shown, () -> seconds.get() * 1_000_000_000L);
  }

  private void run(RunProgress progress) {
    for (int second = 0; second <= 150; second++) {
      seconds.set(1000 + second);
      progress.steps(second * 1e9, 240.5e9);
    }
  }

  @Test
  void aLogGetsALineAMinute() {
    run(progress(true));
    assertEquals(
        """
        perrin: 25 %, 1.00e9 walker-steps/s, 3:01 left
        perrin: 50 %, 1.00e9 walker-steps/s, 2:01 left
        """,
        err.toString(StandardCharsets.UTF_8));
  }

  /** What was made before it was interrupted took no time now. */
  @Test
  void aRunThatIsTakenUp() {
    var progress = progress(true);
    for (int second = 0; second <= 70; second++) {
      seconds.set(1000 + second);
      progress.steps(120e9 + second * 1e9, 240.5e9);
    }
    assertEquals(
        "perrin: 75 %, 1.00e9 walker-steps/s, 1:01 left\n", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aQuietRunNone() {
    run(progress(false));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }
}
