package perrin.backend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import perrin.experiment.MathMode;

/**
 * Several devices that share the walkers of a run, each with as many cohorts as the others: where
 * they are unlike, the slowest decides.
 */
public final class SplitBackend implements Backend {
  private final List<Backend> devices;

  /**
   * @param devices of one kind of backend, at least one; each makes one ensemble at a time
   */
  public SplitBackend(List<Backend> devices) {
    this.devices = List.copyOf(devices);
  }

  @Override
  public String name() {
    return devices.getFirst().name();
  }

  /** How many of which: {@code 2 × NVIDIA H200, …}. */
  @Override
  public String device() {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    devices.forEach(each -> kinds.merge(each.device(), 1, Integer::sum));
    return kinds.entrySet().stream()
        .map(kind -> kind.getValue() + " × " + kind.getKey())
        .collect(Collectors.joining("; "));
  }

  @Override
  public MathMode math(MathMode asked) {
    return devices.getFirst().math(asked);
  }

  @Override
  public boolean isSlow() {
    return devices.getFirst().isSlow();
  }

  /**
   * Makes an ensemble on each device that there are cohorts for.
   *
   * @throws BackendException also where several devices cannot keep the promise of the same bits
   */
  @Override
  public Ensemble open(Program program, int threads) {
    requireSameBits(program);
    List<WalkerRange> ranges = program.walkers().parts(devices.size());
    List<Ensemble> parts = new ArrayList<>();
    try {
      for (WalkerRange range : ranges) {
        parts.add(devices.get(parts.size()).open(program.of(range), threads));
      }
    } catch (RuntimeException | Error e) {
      try {
        SplitEnsemble.closeAll(parts);
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
    String of = parts.size() < devices.size() ? parts.size() + " of " : "";
    return new SplitEnsemble(program, ranges, parts, of + devices.size() + " devices");
  }

  private void requireSameBits(Program program) {
    if (program.curand().isPresent()) {
      throw new BackendException(
          "noise: source curand draws one sequence for all walkers, which several devices cannot"
              + " share; use one");
    }
    boolean unlike = devices.stream().map(Backend::device).distinct().count() > 1;
    if (math(program.math()) == MathMode.FAST && unlike) {
      throw new BackendException(
          "math: fast has the same bits on devices of one kind only, and these are "
              + device()
              + "; use devices of one kind, or math: portable");
    }
  }
}
