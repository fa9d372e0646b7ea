package perrin.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.dataset.ContiguousDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was not written is noticed, wherever it stands. */
class ChecksumsTest {
  @TempDir Path folder;

  @Test
  void goodFilesAreGood() {
    Path file = folder.resolve("run.h5");
    for (RunRecord run : new RunRecord[] {Runs.single(), Runs.judged(), Runs.vectors()}) {
      RunFile.write(file, run);
      RunFile.verify(file);
    }
    RunFile.write(file, Runs.grid());
    RunFile.verify(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "histograms/x/counts",
        "histograms/x/density",
        "histograms/plane/edges_0",
        "observables/step",
        "observables/x2/mean",
        "sums/observables/x2",
        "final/x",
        "correlations/c/value",
        "experiment",
        "check/explanation",
        "benchmark/compile"
      })
  void aFlippedBitIsNoticed(String path) throws IOException {
    Path file = folder.resolve("run.h5");
    RunFile.write(file, Runs.judged());
    long address;
    try (var root = new HdfFile(file)) {
      address = ((ContiguousDataset) root.getDatasetByPath(path)).getDataAddress();
    }
    flip(file, address + 3);
    String message = assertThrows(OutputException.class, () -> RunFile.verify(file)).getMessage();
    assertTrue(
        message.contains("the checksum of /" + path + " is not that of what was written"), message);
  }

  /** What HDF5 itself guards, the headers, and what it does not, the data: nothing gets through. */
  @Test
  void anyFlippedBitIsNoticed() throws IOException {
    Path file = folder.resolve("run.h5");
    RunFile.write(file, Runs.judged());
    byte[] good = Files.readAllBytes(file);
    long size = good.length;
    int unnoticed = 0;
    for (long at = 48; at < size; at += 61) {
      Files.write(file, good);
      flip(file, at);
      try {
        RunFile.verify(file);
        unnoticed++; // between the parts of a file there are gaps
      } catch (OutputException e) {
        assertEquals(1, e.getMessage().lines().count());
      }
    }
    assertTrue(unnoticed < 0.2 * size / 61, unnoticed + " of " + size / 61);
  }

  private static void flip(Path file, long at) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 4)).flip();
      channel.write(one, at);
    }
  }
}
