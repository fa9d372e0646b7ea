package perrin.backend.cuda;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import perrin.backend.BackendException;
import perrin.backend.CacheFolder;

/** Compiled kernels, kept for the next time under the hash of all that went into them. */
final class CubinCache {
  private CubinCache() {}

  /**
   * Machine code from the cache, or compiled now; a cache that cannot be read or written is done
   * without: compiling again takes a tenth of a second.
   *
   * @param key all that decides what the compiler makes
   */
  static byte[] get(String key, Supplier<byte[]> compile) {
    CacheFolder cache;
    try {
      cache = CacheFolder.open();
    } catch (BackendException e) {
      return compile.get();
    }
    String name = CacheFolder.hash(key) + ".cubin";
    Optional<byte[]> kept = cache.read(name);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] image = compile.get();
    try {
      cache.keep(name, image);
    } catch (IOException e) {
      return image;
    }
    return image;
  }
}
