package perrin.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  private static final Path HOME = Path.of("/home/jean");

  @TempDir Path folder;

  @Test
  void ownThenSharedThenHome() {
    Map<String, String> both = Map.of("PERRIN_CACHE", "/own", "XDG_CACHE_HOME", "/shared");
    assertEquals(Path.of("/own"), CacheFolder.path(both, HOME));
    Map<String, String> shared = Map.of("PERRIN_CACHE", " ", "XDG_CACHE_HOME", "/shared");
    assertEquals(Path.of("/shared/perrin"), CacheFolder.path(shared, HOME));
    assertEquals(Path.of("/home/jean/.cache/perrin"), CacheFolder.path(Map.of(), HOME));
  }

  @Test
  void aFileIsWholeOrNotThere() throws IOException {
    Path file = folder.resolve("a");
    assertThrows(
        IOException.class,
        () ->
            CacheFolder.put(
                file,
                fresh -> {
                  Files.writeString(fresh, "half");
                  throw new IOException("full");
                }));
    assertEquals(List.of(), names());
    CacheFolder.put(file, fresh -> Files.writeString(fresh, "one"));
    CacheFolder.put(file, fresh -> Files.writeString(fresh, "two"));
    assertEquals("two", Files.readString(file));
    assertEquals(List.of("a"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
