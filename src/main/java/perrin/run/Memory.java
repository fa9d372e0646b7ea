package perrin.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import perrin.backend.BackendException;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;

/** What a run takes, so that one that cannot end well is refused before it has cost any time. */
final class Memory {
  private static final double GIBIBYTE = 0x1p30;

  /** Java keeps a third of its memory for short-lived things. */
  private static final double SPARE = 1.5;

  private static final long BASE = 16L << 20;

  private Memory() {}

  /**
   * Refuses a run that this machine, or Java on it, cannot hold.
   *
   * @param keepFinals whether the final states go into the result, and so into Java's memory
   */
  static void check(Experiment experiment, Kernel kernel, boolean keepFinals) {
    double walkers = experiment.walkers();
    double bytes = walkers * kernel.precision().bytes();
    double states = bytes * kernel.rows();
    double sums = walkers / Kernel.COHORT * Double.BYTES * kernel.timeRows();
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    require(walkers, states + sums, machine.getTotalMemorySize(), "this machine has", "");
    double finals = keepFinals ? bytes * kernel.variables().size() : 0;
    double java = SPARE * (sums + finals) + BASE;
    String remedy =
        (keepFinals ? ", or leave the final states out with --no-final" : "")
            + ", or allow Java more: PERRIN_JAVA_OPTS=-Xmx"
            + (long) Math.ceil(java / GIBIBYTE)
            + "g";
    require(walkers, java, Runtime.getRuntime().maxMemory(), "Java may take", remedy);
  }

  private static void require(
      double walkers, double bytes, double most, String whose, String remedy) {
    if (bytes > most) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "%,.0f walkers take %.2f GiB of memory, and %s %.2f GiB; use fewer%s",
              walkers,
              bytes / GIBIBYTE,
              whose,
              most / GIBIBYTE,
              remedy));
    }
  }
}
