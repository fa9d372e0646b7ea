package perrin.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import perrin.backend.BackendException;
import perrin.experiment.Precision;

/**
 * The instructions to compile for.
 *
 * @param width walkers in a vector; 1 is no vector
 * @param instructions their name, for people
 * @param flags for the compiler
 */
public record CpuTarget(int width, String instructions, List<String> flags) {
  /** Widths that may be asked for; others work as well. */
  public static final List<Integer> WIDTHS = List.of(4, 8, 16);

  /** Of a vector. */
  private static final int AVX512_BYTES = 64;

  private static final int AVX2_BYTES = 32;
  private static final int SSE_BYTES = 16;

  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");

  /**
   * Interleaves independent chains of operations before registers are given out; 5–10 % on AVX2 and
   * AVX-512.
   */
  private static final List<String> SCHEDULING = List.of("-fschedule-insns", "-fsched-pressure");

  public CpuTarget {
    flags = List.copyOf(flags);
  }

  /** The widest vectors of this machine. */
  public static CpuTarget best(Precision precision) {
    return ofWidth(AVX512_BYTES / precision.bytes(), precision);
  }

  /**
   * A target of a given width, at most as many walkers as the machine's widest vector holds: wider
   * ones would be slower, and take g++ many times as long to compile. The bits are the same.
   *
   * @throws BackendException where the machine lacks fused multiply-add
   */
  public static CpuTarget ofWidth(int wanted, Precision precision) {
    Set<String> features = features();
    int widest = features.contains("avx512f") ? AVX512_BYTES : X86 ? AVX2_BYTES : SSE_BYTES;
    int width = Math.min(wanted, widest / precision.bytes());
    if (!X86) {
      return new CpuTarget(width, System.getProperty("os.arch"), List.of("-march=native"));
    }
    if (!features.containsAll(Set.of("fma", "avx2"))) {
      throw new BackendException("this processor has no AVX2 with fused multiply-add");
    }
    List<String> flags = new ArrayList<>(SCHEDULING);
    int bytes = width * precision.bytes();
    if (bytes == AVX512_BYTES && features.contains("avx512f")) {
      flags.addAll(List.of("-march=native", "-mtune=skylake-avx512", "-mprefer-vector-width=512"));
      return new CpuTarget(width, "AVX-512", flags);
    }
    flags.addAll(List.of("-march=haswell", "-mtune=haswell"));
    return new CpuTarget(width, bytes <= SSE_BYTES ? "SSE with FMA" : "AVX2", flags);
  }

  /** What of the machine may change the compiled code. */
  static String fingerprint() {
    return System.getProperty("os.arch") + " " + String.join(" ", features());
  }

  private static Set<String> features() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .findFirst()
          .map(line ->
              new TreeSet<>(List.of(line.substring(line.indexOf(':') + 1).strip().split(" "))))
          .orElseGet(TreeSet::new);
    } catch (IOException e) {
      return Set.of();
    }
  }
}
