package perrin.run.selfcheck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import perrin.backend.BackendException;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.cuda.CudaInspection;
import perrin.experiment.MathMode;

/**
 * Measures the cuda backend on demand, so that other programs can take turns with it: each line
 * {@code MATH COORDINATES WALKERS STEPS} is answered by the seconds that the device took.
 */
public final class SpeedService implements AutoCloseable {
  private final Map<String, Speed> kept = new HashMap<>();

  /**
   * @throws BackendException where there is no GPU
   */
  public SpeedService() {
    try (CudaInspection inspection = new CudaInspection()) {
      if (inspection.facts().standIn()) {
        throw new BackendException("no speed: there is no GPU, but the tests' stand-in for one");
      }
    }
  }

  /** Answers until there are no more lines. */
  public void serve(Reader in, Consumer<String> out) throws IOException {
    BufferedReader lines = new BufferedReader(in);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.strip().split(" ");
      MathMode math = MathMode.valueOf(words[0].toUpperCase(Locale.ROOT));
      int coordinates = Integer.parseInt(words[1]);
      long walkers = Long.parseLong(words[2]);
      long steps = Long.parseLong(words[3]);
      String key = math + " " + coordinates + " " + walkers;
      Speed speed =
          kept.computeIfAbsent(key, _ -> new Speed(CudaBackend.NAME, coordinates, math, walkers));
      out.accept(Double.toString(walkers * (double) steps / speed.measure(steps).device()));
    }
  }

  @Override
  public void close() {
    kept.values().forEach(Speed::close);
  }
}
