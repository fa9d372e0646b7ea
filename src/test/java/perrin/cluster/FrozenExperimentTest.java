package perrin.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.run.look.Completion;

/** What is written is read as the same experiment, of every example. */
class FrozenExperimentTest {
  @TempDir Path folder;

  static List<Path> examples() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("examples"))) {
      return all.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesStayWhatTheyAre(Path file) {
    Experiment experiment = Completion.load(file, List.of()).experiment();
    FrozenExperiment.of(file, experiment).write(folder);
    Experiment read = ExperimentFile.load(folder.resolve("experiment.yaml"), List.of());
    assertEquals(experiment.canonicalJson(), read.canonicalJson());
    assertEquals(experiment.title(), read.title());
  }

  @Test
  void thereAreExamples() throws IOException {
    assertTrue(examples().size() > 20);
  }

  /** Numbers to the last bit, formulas with signs of YAML, and any title. */
  @Test
  void valuesThatYamlCouldTakeForOthers() throws IOException {
    String yaml =
        """
        title: "- 'null': {x} # \\"y\\" \\u00fc  z"
        coordinates: [y, yes, x]
        energy: "0.1*sum(i in 0..2: w[i]*(x - w[i])^2) + y^2 + yes^2"
        data: {arrays: {w: [1e-320, 0.1, 1.7976931348623157e308]}}
        start: {y: -0.0, yes: 1e-7, x: "if(1 > 0, 1, 2)"}
        method: leimkuhler-matthews
        precision: double
        temperature: 0.5
        dt: 1e-5
        walkers: 100
        steps: 10
        observables: {on: y, no: "yes", "null": x}
        seed: 18446744073709551615
        """;
    Path file = Files.writeString(folder.resolve("e.yaml"), yaml);
    Experiment experiment = ExperimentFile.load(file, List.of());
    Path to = Files.createDirectory(folder.resolve("to"));
    FrozenExperiment.of(file, experiment).write(to);
    Experiment read = ExperimentFile.load(to.resolve("experiment.yaml"), List.of());
    assertEquals(experiment.canonicalJson(), read.canonicalJson());
    assertEquals(experiment.title(), read.title());
  }
}
