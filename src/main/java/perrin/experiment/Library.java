package perrin.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import perrin.errors.Location;
import perrin.errors.Nearest;
import perrin.errors.Synonyms;
import perrin.yaml.YamlMap;

/**
 * The methods, energies and functions that come with the program: one YAML file each under {@code
 * kernels/} on the class path. There is no index: a file that is put there is found.
 */
public final class Library {
  private static final String ROOT = "kernels/";
  private static final String SUFFIX = ".yaml";
  private static final Map<String, List<String>> NAMES = new ConcurrentHashMap<>();

  private Library() {}

  /** Whether a place is in one of its files. */
  public static boolean has(Location where) {
    return where.source().startsWith(ROOT);
  }

  /** Names of all methods, in alphabetical order. */
  public static List<String> methods() {
    return names("methods");
  }

  /** Names of all energies, in alphabetical order. */
  public static List<String> energies() {
    return names("energies");
  }

  /** Names of all functions, in alphabetical order. */
  public static List<String> functions() {
    return names("functions");
  }

  /**
   * Ends a complaint about a name that is not in the library: what to write instead.
   *
   * @param kind {@code method} or {@code energy}
   */
  static String instead(String kind, String word, List<String> names) {
    var answer = Synonyms.hint(kind, word);
    var plural = kind.equals("energy") ? "energies" : kind + "s";
    return answer.isEmpty()
        ? Nearest.hintOrAll(kind, plural, word, names, "; perrin list " + plural + " shows all")
        : answer;
  }

  /** A method with its default parameters. */
  public static Method method(String name) {
    return MethodKeys.readFile(name, open("methods", name));
  }

  public static EnergyFile energy(String name) {
    return EnergyFile.read(name, open("energies", name));
  }

  /**
   * One file of the library as a strict map.
   *
   * @param kind {@code methods}, {@code energies}, {@code functions} or {@code draws}
   */
  public static YamlMap open(String kind, String name) {
    return YamlMap.parse(text(kind, name), path(kind, name));
  }

  /**
   * The text of one file of the library.
   *
   * @param kind {@code methods}, {@code energies}, {@code functions} or {@code draws}
   */
  public static String text(String kind, String name) {
    try (InputStream file = Library.class.getResourceAsStream("/" + path(kind, name))) {
      if (file == null) {
        throw new IllegalArgumentException(path(kind, name) + " is not in the library");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path(kind, name), e);
    }
  }

  private static String path(String kind, String name) {
    return ROOT + kind + "/" + name + SUFFIX;
  }

  private static List<String> names(String kind) {
    return NAMES.computeIfAbsent(kind, Library::list);
  }

  private static List<String> list(String kind) {
    var names = new TreeSet<String>();
    try {
      for (URL folder : Collections.list(loader().getResources(ROOT + kind))) {
        for (var file : filesIn(folder, ROOT + kind + "/")) {
          if (file.endsWith(SUFFIX) && file.indexOf('/') < 0) {
            names.add(file.substring(0, file.length() - SUFFIX.length()));
          }
        }
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the library of " + kind + " cannot be listed", e);
    }
    return List.copyOf(names);
  }

  private static ClassLoader loader() {
    return Library.class.getClassLoader();
  }

  /** Names below a folder of a jar or of the disk, relative to it. */
  private static Set<String> filesIn(URL folder, String prefix)
      throws IOException, URISyntaxException {
    var names = new TreeSet<String>();
    if (folder.openConnection() instanceof JarURLConnection connection) {
      connection.setUseCaches(false);
      try (var jar = connection.getJarFile()) {
        jar.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.startsWith(prefix))
            .forEach(name -> names.add(name.substring(prefix.length())));
      }
    } else {
      URI place = folder.toURI();
      try (var files = Files.list(Path.of(place))) {
        files.forEach(file -> names.add(file.getFileName().toString()));
      }
    }
    return names;
  }
}
