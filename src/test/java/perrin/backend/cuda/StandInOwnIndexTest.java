package perrin.backend.cuda;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.backend.java.JavaBackend;
import perrin.backend.nvidia.CudaLibraries;
import perrin.experiment.Experiment;
import perrin.experiment.Precision;
import perrin.kernel.compile.OwnIndexTest;

/** Elements by indices of the walkers' own in the emitted CUDA text: the java backend's bits. */
@Tag("stand-in")
class StandInOwnIndexTest {
  @BeforeAll
  static void loadStandIn() throws IOException, InterruptedException {
    StandIn.load();
  }

  @ParameterizedTest(name = "{0}, {1} more, group {2}")
  @CsvSource({
    "SINGLE, 0, 0", "SINGLE, 12, 1", "SINGLE, 0, 2", "SINGLE, 12, 3",
    "DOUBLE, 12, 0", "DOUBLE, 0, 1", "DOUBLE, 12, 2", "DOUBLE, 0, 3"
  })
  void bits(Precision precision, int more, int group) {
    assertAgrees(precision, more, group);
  }

  static void assertAgrees(Precision precision, int more, int group) {
    Experiment experiment = OwnIndexTest.group(precision, more, group).experiment();
    var expected = OwnIndexTest.INDICES.run(experiment, new JavaBackend(), 0);
    for (long chunk : List.of(0L, 7L)) {
      CudaBackend cuda = new CudaBackend(0, CudaLibraries::find);
      var found = OwnIndexTest.INDICES.run(experiment, cuda, chunk);
      OwnIndexTest.assertSame(expected, found, "cuda, chunk " + chunk);
    }
  }
}
