package perrin.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perrin.backend.Backend;
import perrin.backend.SplitBackend;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Precision;
import perrin.run.BackendChoice;
import perrin.run.Devices;
import perrin.run.EnsembleOpener;

/** Where the walkers of a test are. */
public final class Places {
  /** {@code 3 × java}, with walkers in three parts. */
  private static final Pattern SPLIT = Pattern.compile("(\\d) × (java|cpu)");

  /** {@code cuda 0,1}, on these devices. */
  private static final Pattern DEVICES = Pattern.compile("cuda ([\\d,]+)");

  private Places() {}

  /**
   * A backend by its name; or several of it, among which the walkers are shared.
   *
   * @param width of the cpu backend
   */
  public static EnsembleOpener of(String name, int width) {
    Matcher split = SPLIT.matcher(name);
    if (split.matches()) {
      int parts = Integer.parseInt(split.group(1));
      return (program, threads, notice) -> {
        Precision precision = program.kernel().precision();
        List<Backend> each = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
          each.add(
              split.group(2).equals("cpu")
                  ? new CpuBackend(width, precision, () -> {})
                  : new JavaBackend());
        }
        Backend backend = new SplitBackend(each);
        return new EnsembleOpener.Opened(backend, backend.open(program, threads));
      };
    }
    Matcher devices = DEVICES.matcher(name);
    if (devices.matches()) {
      List<Integer> numbers =
          Arrays.stream(devices.group(1).split(",")).map(Integer::valueOf).toList();
      return new BackendChoice("cuda", 0, new Devices(numbers, true), Optional.empty());
    }
    return new BackendChoice(name, width);
  }
}
