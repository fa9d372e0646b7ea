package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.KeyTable;
import perrin.experiment.Library;

/** The pages of docs/reference are what the sources give: run scripts/docs where they are not. */
class ReferencePagesTest {
  private static final Path FOLDER = Path.of("docs/reference");

  static Stream<String> pages() {
    return ReferencePages.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pagesAreUpToDate(String page) throws IOException {
    var trial = CommandLineTrial.of("reference", page);
    assertEquals(0, trial.exit(), trial.err());
    assertEquals(
        trial.out(), Files.readString(FOLDER.resolve(page + ".md")), "scripts/docs makes it anew");
  }

  @Test
  void thereAreNoOthers() throws IOException {
    try (var files = Files.list(FOLDER)) {
      Set<String> found = files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
      assertEquals(pages().map(page -> page + ".md").collect(Collectors.toSet()), found);
    }
  }

  @Test
  void everyMethodAndEnergyHasAHeading() throws IOException {
    for (String kind : List.of("methods", "energies")) {
      String page = Files.readString(FOLDER.resolve(kind + ".md"));
      for (String name : kind.equals("methods") ? Library.methods() : Library.energies()) {
        assertTrue(page.contains("\n## " + name + "\n"), name);
      }
    }
  }

  /** The reader's keys and those of the page that explains them are the same. */
  @Test
  void everyKeyIsExplained() throws IOException {
    String page = Files.readString(Path.of("docs/experiment-file.md"));
    KeyTable.all().values().stream()
        .flatMap(List::stream)
        .filter(key -> key.need() != KeyTable.Need.LATER)
        .forEach(key -> assertTrue(page.contains("| `" + key.name() + "` "), key.name()));
  }

  @Test
  void otherPagesAreRefused() {
    var trial = CommandLineTrial.of("reference", "method");
    assertEquals(2, trial.exit());
    assertEquals(
        "perrin: there is no page method; the nearest page is methods; see perrin reference"
            + " --help\n",
        trial.err());
  }
}
