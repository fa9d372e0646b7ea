package perrin.errors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people write who learned the words elsewhere, and what to write instead: the table {@code
 * synonyms.txt}. It is read when something is unknown, not before.
 */
public final class Synonyms {
  private static final String FILE = "synonyms.txt";

  /** In formulas e and E are two names. */
  private static final Set<String> FORMULAS = Set.of("name", "function");

  private Synonyms() {}

  /** Read at the first question. */
  private static final class Table {
    private static final Map<String, Map<String, String>> ANSWERS = read();
  }

  /**
   * What to write instead of a word.
   *
   * @param kind what the word was to be: {@code key}, {@code method}, {@code function}, …
   */
  public static Optional<String> answer(String kind, String word) {
    var answers = Table.ANSWERS.getOrDefault(kind, Map.of());
    return Optional.ofNullable(answers.get(word))
        .or(() -> Optional.ofNullable(answers.get(FORMULAS.contains(kind) ? word : plain(word))));
  }

  /**
   * Ends a complaint: {@code ; that is the key dt: dt: 0.01}; empty for a word not in the table.
   */
  public static String hint(String kind, String word) {
    return answer(kind, word).map("; "::concat).orElse("");
  }

  /**
   * The words of a kind as the table has them, by what to write instead: in its order, which is by
   * subject.
   */
  public static Map<String, String> words(String kind) {
    var words = new LinkedHashMap<String, String>();
    text()
        .lines()
        .map(line -> line.split("\\|", 3))
        .filter(cells -> cells.length == 3 && cells[0].strip().equals(kind))
        .forEach(cells -> words.merge(cells[2].strip(), cells[1].strip(), (a, b) -> a + ", " + b));
    return words;
  }

  /** All that is in the table, by kind and then by word as it is written there. */
  static Map<String, Map<String, String>> all() {
    return Table.ANSWERS;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<String, Map<String, String>> read() {
    var answers = new HashMap<String, Map<String, String>>();
    text()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> {
          var cells = line.split("\\|", 3);
          var ofKind = answers.computeIfAbsent(cells[0].strip(), _ -> new HashMap<>());
          for (var word : cells[1].split(",")) {
            ofKind.put(word.strip(), cells[2].strip());
            if (!FORMULAS.contains(cells[0].strip())) {
              ofKind.putIfAbsent(plain(word.strip()), cells[2].strip());
            }
          }
        });
    return answers;
  }

  private static String text() {
    try (InputStream file = Synonyms.class.getResourceAsStream(FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }
}
