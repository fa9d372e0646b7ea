package perrin.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;

/** The tutorial's commands are real, and pages, pictures and examples name what is there. */
class TutorialTest {
  private static final Path TUTORIAL = Path.of("docs/tutorial.md");

  /** `[text](target)` and `![text](target)`, with what stands before. */
  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");

  /** A command with a file, in a block or in backticks. */
  private static final Pattern RUN = Pattern.compile("\\./perrin (?:run|landscape) (\\S+\\.yaml)");

  private static final Pattern SETTING = Pattern.compile("--set (?:\"([^\"]+)\"|([^\\s\"`]+))");

  static List<Path> experiments() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs/tutorial"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void experimentsRun(Path file) {
    Experiment all = ExperimentFile.load(file, List.of());
    List<String> fewer = new ArrayList<>(List.of("walkers=64", "burn-in=0", "sample-every=1"));
    fewer.add("steps=60");
    if (all.sweep().axes().stream().anyMatch(axis -> axis.name().equals("dt"))) {
      fewer.addAll(List.of("time=null"));
    }
    Experiment small = ExperimentFile.load(file, fewer);
    for (int p = 0; p < small.sweep().points(); p++) {
      Runner.Options options = new Runner.Options(new BackendChoice("java", 0), 1, 0, true);
      Runner.run(small.point(p), options, Progress.SILENT, notice -> {});
    }
  }

  /** Each experiment of the tutorial has a command there, and each command's file exists. */
  @Test
  void commandsNameExperiments() throws IOException {
    String text = Files.readString(TUTORIAL);
    List<Path> named = RUN.matcher(text).results().map(m -> Path.of(m.group(1))).toList();
    assertTrue(named.size() >= 10, named::toString);
    named.forEach(file -> assertTrue(Files.isRegularFile(file), file::toString));
    experiments().forEach(file -> assertTrue(named.contains(file), file::toString));
  }

  /** What commands and exercises set is a change that the last experiment named before allows. */
  @Test
  void settingsAreValid() throws IOException {
    String text = Files.readString(TUTORIAL);
    Matcher commands = RUN.matcher(text);
    int from = 0;
    int tried = 0;
    Path file = null;
    while (commands.find()) {
      tried += tried(file, text.substring(from, commands.start()));
      file = Path.of(commands.group(1));
      from = commands.end();
    }
    tried += tried(file, text.substring(from));
    assertTrue(tried >= 12, "only " + tried + " settings");
  }

  private static int tried(Path file, String text) {
    int tried = 0;
    for (String line : text.split("\n\n")) {
      List<String> settings = new ArrayList<>();
      Matcher setting = SETTING.matcher(line);
      while (setting.find()) {
        settings.add(setting.group(1) != null ? setting.group(1) : setting.group(2));
      }
      if (!settings.isEmpty()) {
        ExperimentFile.load(fileOf(file, settings), settings);
        tried += settings.size();
      }
    }
    return tried;
  }

  /**
   * An exercise on the penguins stands in the section after theirs, where another file is named.
   */
  private static Path fileOf(Path last, List<String> settings) {
    boolean penguins = settings.stream().anyMatch(s -> s.startsWith("minibatch.size=256"));
    return penguins ? Path.of("examples/sgd-is-langevin.yaml") : last;
  }

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    pages.add(Path.of("ARCHITECTURE.md"));
    for (String folder : List.of("docs", "examples")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(f -> f.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  /** Links to files lead to files; those to headings within pages to headings. */
  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    List<String> lost = new ArrayList<>();
    String text =
        Files.readString(page).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      String target = link.group(1);
      if (target.matches("[a-z]+:.*")) {
        continue;
      }
      String[] parts = target.split("#", 2);
      Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
      if (!Files.exists(file)) {
        lost.add(target + ": no such file");
      } else if (parts.length == 2 && !anchors(file).contains(parts[1])) {
        lost.add(target + ": no such heading");
      }
    }
    assertEquals(List.of(), lost, page.toString());
  }

  /** Headings as GitHub makes anchors of them: small letters, blanks as hyphens. */
  private static List<String> anchors(Path page) throws IOException {
    List<String> anchors = new ArrayList<>();
    for (String line : Files.readString(page).replaceAll("(?s)```.*?```", "").split("\n")) {
      if (line.matches("#{1,6} .*")) {
        String words = line.replaceFirst("#+ ", "").toLowerCase(java.util.Locale.ROOT);
        anchors.add(words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
      }
    }
    return anchors;
  }

  @Test
  void pageAndPicturesNameEachOther() throws Exception {
    assertEquals("", checked(Path.of("")));
  }

  /** The check itself sees what is missing, left over, or not drawn. */
  @Test
  void checkSees(@TempDir Path folder) throws Exception {
    for (String part : List.of("README.md", "scripts", "examples", "docs")) {
      copy(Path.of(part), folder.resolve(part));
    }
    assertEquals("", checked(folder));
    Files.copy(Path.of("examples/harmonic.yaml"), folder.resolve("examples/new.yaml"));
    Files.delete(folder.resolve("docs/pictures/harmonic-histograms-x.svg"));
    Files.writeString(folder.resolve("docs/pictures/left-over.svg"), "<svg/>");
    String said = checked(folder);
    for (String part :
        List.of(
            "examples/new.yaml has no row",
            "examples/new.yaml is not in docs/gallery.md",
            "harmonic has no picture of histograms.x",
            "docs/pictures/left-over.svg is on no page",
            "docs/gallery.md: pictures/harmonic-histograms-x.svg does not exist")) {
      assertTrue(said.contains(part), said);
    }
  }

  private static String checked(Path root) throws Exception {
    Process check =
        new ProcessBuilder("bash", root.resolve("scripts/pictures").toString(), "--check")
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(said.isEmpty() ? 0 : 1, check.waitFor());
    return said;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
