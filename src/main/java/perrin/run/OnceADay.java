package perrin.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;

/** Remembers, in the folder of compiled kernels, what has been said today. */
final class OnceADay {
  private static final Duration DAY = Duration.ofDays(1);

  private OnceADay() {}

  /**
   * Whether a text is to be said: it was not said in the last 24 hours, or something else was
   * since. It then counts as said. Where nothing can be remembered, it is said each time.
   *
   * @param name of the place where it is remembered
   */
  static boolean isDue(String name, String text) {
    try {
      return isDue(CacheFolder.open(), name, text, Instant.now());
    } catch (BackendException e) {
      return true;
    }
  }

  static boolean isDue(CacheFolder cache, String name, String text, Instant now) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    try {
      boolean same = cache.read(name).filter(said -> Arrays.equals(said, content)).isPresent();
      if (same && now.isBefore(Files.getLastModifiedTime(cache.file(name)).toInstant().plus(DAY))) {
        return false;
      }
      cache.keep(name, content);
    } catch (IOException e) {
      return true;
    }
    return true;
  }
}
