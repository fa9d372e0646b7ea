package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.LoadSettings;

class LibraryTest {

  @Test
  void listsItsFiles() {
    assertTrue(
        Library.methods()
            .containsAll(List.of("euler-maruyama", "gradient-descent", "leimkuhler-matthews")));
    assertTrue(
        Library.energies()
            .containsAll(List.of("double-well", "harmonic", "quartic", "tilted-double-well")));
    assertEquals(Library.methods().stream().sorted().toList(), Library.methods());
  }

  @Test
  void everyMethodIsDescribedAndCited() {
    for (var name : Library.methods()) {
      var method = Library.method(name);
      assertEquals(name, method.name());
      assertFalse(method.description().isBlank(), name);
      assertTrue(method.reference().matches("(?s).*\\d{4}.*"), name + " names a year");
    }
  }

  @Test
  void everyEnergyIsDescribedAndItsMinimaLieInItsDomain() {
    for (var name : Library.energies()) {
      var energy = Library.energy(name);
      assertFalse(energy.description().isBlank(), name);
      assertFalse(energy.reference().isBlank(), name);
      assertFalse(energy.minima().isEmpty(), name);
      for (var minimum : energy.minima()) {
        minimum
            .at()
            .forEach((coordinate, components) -> {
              var range = energy.domain().get(coordinate);
              for (double x : components) {
                assertTrue(range.from() <= x && x <= range.to(), name + " " + coordinate);
              }
            });
      }
    }
  }

  @Test
  void ordersAreThoseOfTheLiterature() {
    assertEquals(1, Library.method("gradient-descent").order());
    assertEquals(1, Library.method("euler-maruyama").order());
    for (var name : List.of("leimkuhler-matthews", "baoab", "aboba", "obabo")) {
      assertEquals(2, Library.method(name).order());
    }
  }

  /** The exact minima of (x² − 1)² + 0.3 x: −1.0355787 (−.3054285) and .9601496 (.2941465). */
  @Test
  void minimaOfTheTiltedWell() {
    for (var minimum : Library.energy("tilted-double-well").minima()) {
      double x = minimum.at().get("x").getFirst();
      assertEquals(0, 4 * x * (x * x - 1) + 0.3, 1e-11);
      assertEquals((x * x - 1) * (x * x - 1) + 0.3 * x, minimum.energy(), 1e-12);
    }
    var minima = Library.energy("tilted-double-well").minima();
    assertEquals(-1.0355787, minima.get(0).at().get("x").getFirst(), 1e-7);
    assertEquals(-0.3054285, minima.get(0).energy(), 1e-7);
    assertEquals(0.9601496, minima.get(1).at().get("x").getFirst(), 1e-7);
    assertEquals(0.2941465, minima.get(1).energy(), 1e-7);
  }

  @Test
  void textIsTheFileAsItIs() throws Exception {
    assertEquals(
        Files.readString(Path.of("kernels/methods/euler-maruyama.yaml")),
        Library.text("methods", "euler-maruyama"));
    assertThrows(IllegalArgumentException.class, () -> Library.text("methods", "nothing"));
  }

  /** Installed, the library is part of the jar and not a folder. */
  @Test
  void isFoundInAJar(@TempDir Path folder) throws Exception {
    var jar = folder.resolve("perrin.jar");
    pack(jar);
    var urls = new URL[] {jar.toUri().toURL(), codeOf(LoadSettings.class)};
    try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      var packed = loader.loadClass(Library.class.getName());
      assertEquals(Library.methods(), packed.getMethod("methods").invoke(null));
      assertEquals(Library.energies(), packed.getMethod("energies").invoke(null));
      assertEquals(
          Library.text("energies", "harmonic"),
          packed
              .getMethod("text", String.class, String.class)
              .invoke(null, "energies", "harmonic"));
    }
  }

  private static void pack(Path jar) throws Exception {
    var classes = Path.of(codeOf(Library.class).toURI());
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(classes)) {
      for (var file : files.filter(f -> !f.equals(classes)).toList()) {
        var name = classes.relativize(file).toString().replace('\\', '/');
        boolean isFolder = Files.isDirectory(file);
        out.putNextEntry(new JarEntry(isFolder ? name + "/" : name));
        if (!isFolder) {
          Files.copy(file, out);
        }
      }
    }
  }

  private static URL codeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
