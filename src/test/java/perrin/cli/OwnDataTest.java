package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table as people have it, from its file to the run. */
class OwnDataTest {
  private static final String IRIS =
      """
      # of 1936
      "petal length (cm)";species;iq;% damaged;big;n
      1,5;setosa;100;3;1;1
      4,5;virginica;90;NA;1e39;2
      1,4;setosa;98;4;2;1
      """;

  private static final String EXPERIMENT =
      """
      coordinates: {a: 2}
      energy: "ENERGY"
      data: {file: iris.csv}
      start: {a: 0}
      method: euler-maruyama
      temperature: 0.5
      dt: 0.01
      walkers: 64
      steps: 10
      """;

  private static final String OBSERVED = "observables: {first: \"a[0]\", second: \"a[1]\"}\n";

  @TempDir Path folder;

  private CommandLineTrial trial(String command, String energy, String data, String more)
      throws IOException {
    Files.writeString(folder.resolve("iris.csv"), IRIS);
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            EXPERIMENT.replace("ENERGY", energy).replace("iris.csv", "iris.csv" + data) + more);
    return command.equals("run")
        ? CommandLineTrial.of(
            "run", file, "--backend", "java", "--force", "-o", folder.resolve("a.h5"))
        : CommandLineTrial.of(command, file, "--backend", "java");
  }

  @Test
  void categoriesAreIndices() throws IOException {
    String mean = "sum(r in rows: (length[r] - a[kind[r]])^2)/rows";
    var run =
        trial(
            "run", mean, ", columns: {length: petal length (cm), kind: factor(species)}", OBSERVED);
    assertEquals(ExitCode.OK, run.exit(), run.err());
    assertTrue(
        run.out().contains("data: iris.csv, 3 rows; kind 0 = setosa, 1 = virginica\n"), run.out());
    List<String> digests = digests();
    assertTrue(digests.size() == 3, digests.toString());
    Path file =
        Files.writeString(
            folder.resolve("b.yaml"),
            EXPERIMENT
                    .replace("ENERGY", mean)
                    .replace("file: iris.csv", "arrays: {length: [1.5, 4.5, 1.4], kind: [0, 1, 0]}")
                + OBSERVED);
    CommandLineTrial.of("run", file, "--backend", "java", "--force", "-o", folder.resolve("a.h5"));
    assertEquals(digests, digests());
  }

  private List<String> digests() {
    return CommandLineTrial.of("digest", folder.resolve("a.h5")).outLines().stream()
        .filter(line -> !line.startsWith("experiment"))
        .toList();
  }

  /** A column that no formula names does not matter; one that is named tells why it is none. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iq[r] | ''
          species[r] | energy: unknown array "species" at position 21 of "a[0]*sum(r in rows: species[r])"; iris.csv:3: column 2 (species): "setosa", must be a number, such as 0.5; for categories write columns: {species: factor(species)}, for columns of numbers columns: [iq, big]
          a[species[r]] | energy: species is not an array at position 23 of "a[0]*sum(r in rows: a[species[r]])"; iris.csv:3: column 2 (species): "setosa", must be a number, such as 0.5; for categories write columns: {species: factor(species)}, for columns of numbers columns: [iq, big]
          species | energy: unknown name "species" at position 21 of "a[0]*sum(r in rows: species)"; iris.csv:3: column 2 (species): "setosa", must be a number, such as 0.5; for categories write columns: {species: factor(species)}, for columns of numbers columns: [iq, big]
          damaged[r] | energy: unknown array "damaged" at position 21 of "a[0]*sum(r in rows: damaged[r])"; iris.csv:4: column 4 (% damaged): "NA", must be a number; remove the row, or fill in what is missing
          petal_length_cm[r] | energy: unknown array "petal_length_cm" at position 21 of "a[0]*sum(r in rows: petal_length_cm[r])"; "petal length (cm)", a column of iris.csv, is no name for formulas; give it one: columns: {petal_length_cm: "petal length (cm)"}
          n[r] | energy: unknown array "n" at position 21 of "a[0]*sum(r in rows: n[r])"; n, a column of iris.csv, is no name for formulas; give it one: columns: {data_n: n}
          mom.iq[r] | energy: unexpected "." at position 24 of "a[0]*sum(r in rows: mom.iq[r])"; a name has no points (a column of data gets one without: columns: {mom_iq: mom.iq}), and a function is written f(x)
          big[r] | energy: big has 1.0E39 as its element 1, must be from -3.4e38 to 3.4e38, as single precision is; choose another unit, or write precision: double at position 21 of "a[0]*sum(r in rows: big[r])"
          """)
  void columnsThatFormulasName(String term, String problem) throws IOException {
    var trial = trial("kernel", "a[0]*sum(r in rows: " + term + ")", "", "");
    String said = trial.err().strip().replace(folder + "/", "");
    assertEquals(problem.isEmpty() ? "" : "perrin: a.yaml:2: " + problem, said);
    assertEquals(problem.isEmpty() ? ExitCode.OK : ExitCode.USAGE, trial.exit());
  }

  @Test
  void doublePrecisionHoldsMore() throws IOException {
    var trial = trial("kernel", "a[0]*sum(r in rows: big[r])", "", "precision: double\n");
    assertEquals(ExitCode.OK, trial.exit(), trial.err());
  }

  /** Told before it is tried; and fewer columns take less. */
  @Test
  void columnsThatMemoryDoesNotHold() throws Exception {
    Files.writeString(
        folder.resolve("iris.csv"),
        "a,b,c,d,e,f,g,h,iq,j\n" + "1,2,3,4,5,6,7,8,9,0\n".repeat(600_000));
    String energy = "a[0]^2 + a[1]^2 + iq[0]";
    String yaml = EXPERIMENT.replace("ENERGY", energy);
    Files.writeString(folder.resolve("all.yaml"), yaml);
    Files.writeString(
        folder.resolve("one.yaml"), yaml.replace("iris.csv", "iris.csv, columns: [iq]"));
    var all = alone("all.yaml");
    assertEquals(
        "perrin: iris.csv: 10 columns of some 600002 rows take 57 MiB, must be at most 48; name those"
            + " that are needed, columns: [a, b], or allow Java more memory:"
            + " PERRIN_JAVA_OPTS=-Xmx1g\n",
        all.err());
    assertEquals(ExitCode.USAGE, all.exit());
    var one = alone("one.yaml");
    assertEquals(ExitCode.OK, one.exit(), one.err());
  }

  private CommandLineTrial alone(String file) throws Exception {
    return CommandLineTrial.alone(folder, Map.of(), "kernel", file, "--backend", "java");
  }

  @Test
  void anArrayOfTheWrongShape() throws IOException {
    try (var file = io.jhdf.HdfFile.write(folder.resolve("d.h5"))) {
      file.putDataset("y", new double[][] {{1, 2}, {3, 4}});
    }
    Path file =
        Files.writeString(
            folder.resolve("b.yaml"),
            EXPERIMENT.replace("ENERGY", "a[0]*sum(r in rows: y[r])").replace("iris.csv", "d.h5"));
    var trial = CommandLineTrial.of("kernel", file, "--backend", "java");
    assertEquals(
        "perrin: b.yaml:2: energy: y takes 2 indices, not 1 at position 21 of \"a[0]*sum(r in rows:"
            + " y[r])\"\n",
        trial.err().replace(folder + "/", ""));
  }
}
