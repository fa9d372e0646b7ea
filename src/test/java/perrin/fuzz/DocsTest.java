package perrin.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.kernel.compile.KernelCompiler;
import perrin.run.BackendChoice;
import perrin.run.Progress;
import perrin.run.Runner;
import perrin.yaml.YamlMap;

/** All YAML that the documentation shows is right: it runs, completed where keys are left out. */
class DocsTest {
  /** Where the data files of examples lie. */
  private static final String FOLDER = "src/test/resources/perrin/fuzz/";

  private static final Map<String, String> USUAL = new LinkedHashMap<>();

  static {
    USUAL.put("coordinates", "[x]");
    USUAL.put("energy", "1");
    USUAL.put("method", "euler-maruyama");
    USUAL.put("temperature", "0.5");
    USUAL.put("dt", "0.01");
    USUAL.put("walkers", "64");
    USUAL.put("steps", "20");
  }

  static Stream<Arguments> snippets() throws IOException {
    List<Arguments> all = new ArrayList<>();
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    for (Path page : pages) {
      int number = 0;
      for (String text : Snippets.of(Files.readString(page))) {
        all.add(Arguments.of(FOLDER + page.getFileName() + " " + ++number, text));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("snippets")
  void runs(String name, String snippet) {
    StringBuilder whole = new StringBuilder(snippet);
    YamlMap map = YamlMap.parse(snippet, name);
    USUAL.forEach((key, value) -> {
      if (!map.has(key)) {
        whole.append(key).append(": ").append(value).append("\n");
      }
    });
    if (!map.has("start")) {
      whole.append("start: ").append(start(whole.toString(), name)).append("\n");
    }
    Experiment asShown = ExperimentFile.parse(whole.toString(), name, List.of());
    KernelCompiler.compile(asShown.point(0));
    List<String> fewer = List.of("walkers=64", "steps=20", "burn-in=0", "sample-every=2");
    Experiment small = ExperimentFile.parse(whole.toString(), name, fewer).point(0);
    Runner.Options options = new Runner.Options(new BackendChoice("java", 0), 1, 0, true);
    Runner.run(small, options, Progress.SILENT, notice -> {});
  }

  /** Every coordinate at a place of its own. */
  private static String start(String yaml, String name) {
    YamlMap map = YamlMap.parse(yaml, name);
    List<String> coordinates =
        map.isMap("coordinates")
            ? List.copyOf(YamlMap.parse(yaml, name).map("coordinates").keys())
            : map.texts("coordinates");
    List<String> starts = coordinates.stream().map(c -> c + ": normal()").toList();
    return "{" + String.join(", ", starts) + "}";
  }

  @Test
  void thereAreSome() throws IOException {
    assertTrue(snippets().count() > 10);
  }
}
