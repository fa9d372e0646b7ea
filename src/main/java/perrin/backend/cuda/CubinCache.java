package perrin.backend.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import perrin.backend.CacheFolder;

/** Compiled kernels, kept for the next time under the hash of all that went into them. */
final class CubinCache {
  private CubinCache() {}

  /**
   * Machine code from the cache, or compiled now; a cache that cannot be read or written is done
   * without.
   *
   * @param key all that decides what the compiler makes
   */
  static byte[] get(String key, Supplier<byte[]> compile) {
    Path kept = CacheFolder.path().resolve(CacheFolder.hash(key) + ".cubin");
    try {
      if (Files.isRegularFile(kept)) {
        return Files.readAllBytes(kept);
      }
    } catch (IOException e) {
      return compile.get();
    }
    byte[] image = compile.get();
    try {
      Files.createDirectories(kept.getParent());
      CacheFolder.put(kept, file -> Files.write(file, image));
    } catch (IOException e) {
      return image; // not kept: compiled again the next time, which takes a tenth of a second
    }
    return image;
  }
}
