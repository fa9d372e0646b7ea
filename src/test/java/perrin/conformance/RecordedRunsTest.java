package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;

/**
 * What runs computed when the model was changed last is what they compute. Where numbers must
 * change (and CHANGES.md says so), {@code -Dperrin.record=FILE} writes them anew.
 */
class RecordedRunsTest {
  @Test
  void runsComputeWhatIsWrittenDown() throws IOException {
    assumeTrue(Trial.hasCompiler());
    List<String> computed = new ArrayList<>();
    List<String> elsewhere = new ArrayList<>();
    int turn = 0;
    for (var recorded : RecordedRuns.cases().entrySet()) {
      Experiment experiment = recorded.getValue().experiment();
      computed.add(RecordedRuns.line(recorded.getKey(), experiment, "java", 0));
      int widest = experiment.precision() == Precision.SINGLE ? 16 : 8;
      int width = widest >> turn++ % 3; // each width has its turn
      elsewhere.add(RecordedRuns.line(recorded.getKey(), experiment, "cpu", width));
    }
    assertEquals(String.join("\n", computed), String.join("\n", elsewhere), "java and cpu");
    for (var recorded : RecordedRuns.files().entrySet()) {
      Experiment experiment = RecordedRuns.cut(recorded.getValue());
      computed.add(RecordedRuns.line(recorded.getKey(), experiment, "cpu", 0));
    }
    String wanted = System.getProperty("perrin.record", "");
    if (!wanted.isEmpty()) {
      Files.write(Path.of(wanted), computed);
    }
    assertEquals(RecordedRuns.recorded(), String.join("\n", computed));
  }
}
