package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.output.RunContents;
import perrin.output.RunFile;
import perrin.output.RunRecord;

/**
 * What a sweep's file takes to be read grows with the file. Who unpacks all points anew for each of
 * them makes room for all of them each time, so that room, which does not depend on other
 * processes, tells how often that was.
 */
class ManyPointsTest {
  private static final int FEW = 25;
  private static final int MANY = 4 * FEW;

  @TempDir Path folder;

  private RunRecord write(int points) {
    String temperatures =
        IntStream.range(1, points + 1).mapToObj(t -> t + "e-3").collect(Collectors.joining(","));
    RunRecord run =
        Trial.of(
                Trial.SMALL,
                "energy=x^2/2",
                "walkers=64",
                "histograms={x: {of: x, from: -1, to: 1.5, bins: 100},"
                    + " y: {of: x^2, from: 0, to: 2, bins: 100}}",
                "observables={x2: x^2, E: energy, x4: x^4}",
                "correlations.x={of: x, lags: 2}",
                "sweep={temperature: [" + temperatures + "]}")
            .record("java", 0, 1, 0);
    RunFile.write(file(points), run);
    return run;
  }

  private Path file(int points) {
    return folder.resolve(points + ".h5");
  }

  /** Bytes that this thread asks for to read a file. */
  private long room(int points) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    RunFile.open(file(points), RunContents::withoutWalkers);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void readingGrowsWithTheFile() {
    write(FEW);
    RunRecord many = write(MANY);
    assertEquals(many, RunFile.read(file(MANY)));
    room(FEW); // classes are loaded and made
    double growth = (double) room(MANY) / room(FEW);
    assertTrue(growth < 5, "of 4 times as many points: " + growth + " times the room");
  }
}
