package perrin.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.files.Ownership;

/** What is in the folder is run: it is taken from nobody else, and only as it was written. */
class CacheFolderTest {
  private static final byte[] CONTENT = "a kernel".getBytes(StandardCharsets.UTF_8);

  /** Of a user. */
  private static final int NOBODY = 65534;

  @TempDir Path folder;
  private CacheFolder cache;

  @BeforeEach
  void openIt() {
    cache = open(folder.resolve("cache"));
  }

  private CacheFolder open(Path path) {
    return CacheFolder.open(
        Map.of("PERRIN_CACHE", path.toString()), "?", folder.resolve("temporary"));
  }

  private static Path path(Map<String, String> environment, String userHome) {
    return CacheFolder.path(environment, userHome, Path.of("/tmp/perrin-7"));
  }

  @Test
  void ownThenSharedThenHomeThenTemporary() {
    String home = "/home/jean";
    Map<String, String> both = Map.of("PERRIN_CACHE", "/own", "XDG_CACHE_HOME", "/shared");
    assertEquals(Path.of("/own"), path(both, home));
    Map<String, String> shared = Map.of("PERRIN_CACHE", " ", "XDG_CACHE_HOME", "/shared");
    assertEquals(Path.of("/shared/perrin"), path(shared, home));
    assertEquals(Path.of("/home/jean/.cache/perrin"), path(Map.of(), home));
    assertEquals(Path.of("/other/.cache/perrin"), path(Map.of("HOME", "/other"), home));
    // Java's ? for a user who is in no list, and nothing relative to wherever we are
    assertEquals(Path.of("/tmp/perrin-7"), path(Map.of(), "?"));
    assertEquals(Path.of("/tmp/perrin-7"), path(Map.of("HOME", "x", "XDG_CACHE_HOME", "y"), "?"));
  }

  @Test
  void forThisUserOnly() throws IOException {
    cache.keep("a", CONTENT);
    assertArrayEquals(CONTENT, cache.read("a").orElseThrow());
    assertEquals("rwx------", permissions(cache.path()));
    assertEquals("rw-------", permissions(cache.file("a")));
    assertEquals(List.of("a"), names(cache.path()));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void whatIsNotAsItWasWrittenIsNotTaken() throws IOException {
    cache.keep("a", CONTENT);
    byte[] whole = Files.readAllBytes(cache.file("a"));
    for (int length = 0; length < whole.length; length++) {
      Files.write(cache.file("a"), Arrays.copyOf(whole, length));
      assertTrue(cache.read("a").isEmpty(), "cut after " + length);
    }
    for (int i = 0; i < 8 * whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i / 8] ^= (byte) (1 << i % 8);
      Files.write(cache.file("a"), flipped);
      assertTrue(cache.read("a").isEmpty(), "bit " + i);
    }
    Files.write(cache.file("a"), "no kernel at all".repeat(1000).getBytes(StandardCharsets.UTF_8));
    assertTrue(cache.read("a").isEmpty());
    cache.keep("a", CONTENT);
    assertArrayEquals(CONTENT, cache.read("a").orElseThrow());
  }

  @Test
  void onlyAFileIsOpened() throws IOException, InterruptedException {
    cache.keep("a", CONTENT);
    Files.createSymbolicLink(cache.file("link"), cache.file("a"));
    Files.createDirectory(cache.file("folder"));
    assertTrue(cache.read("link").isEmpty());
    assertTrue(cache.read("folder").isEmpty());
    assertTrue(cache.read("none").isEmpty());
    assumeTrue(
        new ProcessBuilder("mkfifo", cache.file("pipe").toString()).start().waitFor() == 0,
        "skipped: needs mkfifo");
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertTrue(cache.read("pipe").isEmpty()));
    cache.keep("pipe", CONTENT);
    assertTrue(cache.read("pipe").isPresent());
  }

  /** A link that somebody has put there is replaced; what it points to stays as it is. */
  @Test
  void aLinkIsNotWrittenThrough() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine"), "precious");
    Files.createSymbolicLink(cache.file("a"), mine);
    cache.keep("a", CONTENT);
    assertEquals("precious", Files.readString(mine));
    assertTrue(cache.read("a").isPresent());
  }

  @Test
  void whatOthersMayWriteIsNotTaken() throws IOException {
    cache.keep("a", CONTENT);
    Files.setPosixFilePermissions(cache.file("a"), PosixFilePermissions.fromString("rw-rw-r--"));
    assertTrue(cache.read("a").isEmpty());
  }

  @Test
  void whatIsSomebodyElsesIsNotTaken() throws IOException {
    assumeTrue(Ownership.me() == 0, "skipped: needs root");
    cache.keep("a", CONTENT);
    Files.setAttribute(cache.file("a"), "unix:uid", NOBODY);
    assertTrue(cache.read("a").isEmpty());
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    Files.setAttribute(theirs, "unix:uid", NOBODY);
    var refused = assertThrows(BackendException.class, () -> open(theirs));
    assertTrue(refused.getMessage().contains("PERRIN_CACHE"), refused.getMessage());
  }

  /** As in /tmp, where everybody may write but nobody may rename what is another's. */
  @Test
  void inASharedFolderAFolderOfOnesOwn() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", 01777);
    CacheFolder own = open(shared);
    assertEquals(shared.toRealPath().resolve("perrin-" + Ownership.me()), own.path());
    assertEquals("rwx------", permissions(own.path()));
    Files.setAttribute(shared, "unix:mode", 0777);
    assertThrows(BackendException.class, () -> open(shared));
    Files.setAttribute(shared, "unix:mode", 01777);
    Files.delete(own.path());
    Files.createSymbolicLink(own.path(), folder);
    assertThrows(BackendException.class, () -> open(shared));
  }

  @Test
  void aHomeThatCannotBeWrittenIsDoneWithout() throws IOException {
    Path temporary = folder.resolve("temporary");
    Path file = Files.createFile(folder.resolve("file"));
    CacheFolder instead = CacheFolder.open(Map.of("HOME", file.toString()), "?", temporary);
    assertEquals(temporary.toRealPath(), instead.path());
    var refused = assertThrows(BackendException.class, () -> open(file.resolve("x")));
    assertTrue(refused.getMessage().contains("PERRIN_CACHE"), refused.getMessage());
  }

  @Test
  void theRemedyForAFullDiskIsSpace() {
    String full = cache.notWritable("it", new IOException("No space left on device")).getMessage();
    assertTrue(full.contains("free some space"), full);
    assertFalse(cache.notWritable("it", new IOException("Denied")).getMessage().contains("free"));
  }

  @Test
  void namesByTheirEnds() throws IOException {
    for (String name : List.of("k-b.so", "k-a.so", "k-a.slow", "l-a.so")) {
      cache.keep(name, CONTENT);
    }
    assertEquals(List.of("k-a.so", "k-b.so"), cache.names("k-", ".so"));
    assertEquals(Optional.empty(), cache.read("k-c.so"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
