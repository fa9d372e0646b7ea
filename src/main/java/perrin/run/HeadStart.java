package perrin.run;

import java.util.Locale;
import perrin.backend.CacheFolder;
import perrin.backend.cpu.CpuBackend;
import perrin.statistics.verdict.Digits;

/**
 * What Java gets ready when it is first needed, and takes long over for a small run: calls of
 * native code, digests, decimal numbers. Nothing depends on it; it is only there sooner.
 */
public final class HeadStart {
  private HeadStart() {}

  /** Gets all that ready on another core, while this one reads the experiment. */
  public static void begin() {
    Thread.ofPlatform().daemon().name("head start").start(HeadStart::run);
  }

  private static void run() {
    try {
      CpuBackend.prepareCalls();
      CacheFolder.hash("");
      Digits.plain(0.5);
      String.format(Locale.ROOT, "%.1f", 0.5);
    } catch (RuntimeException | LinkageError _) {
      // whoever needs it will meet it again, and can say what for
    }
  }
}
