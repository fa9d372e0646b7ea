package perrin.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.backend.CacheFolder;

class OnceADayTest {
  @Test
  void isSaidOnceADayAndWhenItIsNew(@TempDir Path folder) {
    CacheFolder cache = CacheFolder.at(folder);
    Instant now = Instant.now();
    assertTrue(OnceADay.isDue(cache, "cuda-notice", "no driver", now));
    assertFalse(OnceADay.isDue(cache, "cuda-notice", "no driver", now.plusSeconds(5)));
    assertTrue(OnceADay.isDue(cache, "cuda-notice", "no device", now.plusSeconds(10)));
    assertFalse(OnceADay.isDue(cache, "cuda-notice", "no device", now.plusSeconds(15)));
    Instant tomorrow = now.plus(Duration.ofHours(25));
    assertTrue(OnceADay.isDue(cache, "cuda-notice", "no device", tomorrow));
  }
}
