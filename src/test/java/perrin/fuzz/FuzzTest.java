package perrin.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import perrin.backend.cxx.CxxSource;
import perrin.errors.ExperimentException;
import perrin.experiment.ExperimentFile;
import perrin.kernel.compile.KernelCompiler;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;

/**
 * Whatever is written into an experiment file: a kernel or a complaint with its place, soon. In CI
 * 100,000 inputs of a fixed seed; {@code scripts/soak} tries more, of a new one.
 */
@Tag("slow")
class FuzzTest {
  /** Formulas and step programs on their whole way: reading, gradient, lowering. */
  @Test
  void formulasAndPrograms() {
    Fuzzing.Case formulas =
        new Fuzzing.Case() {
          @Override
          public String input(Random random) {
            RandomExperiment experiments = new RandomExperiment(random);
            Mutation mutation = new Mutation(random);
            int edits = random.nextInt(4);
            return random.nextInt(3) > 0
                ? mutation.of(experiments.energy(), edits) + "\u0001x = x - dt*gradient(x)"
                : "s^2 + sum(i in 0..4: x[i]^2)\u0001" + mutation.of(experiments.program(), edits);
          }

          @Override
          public boolean accepts(String input) {
            String energy = input.substring(0, input.indexOf(1));
            String step = input.substring(input.indexOf(1) + 1);
            return readable(energy, step)
                && compiles(RandomExperiment.with(quoted(energy), quoted(step)));
          }
        };
    long cases = Fuzzing.cases(50_000);
    long accepted = Fuzzing.run(formulas, cases);
    assertTrue(accepted > cases / 10, "the mutations spoil too much: " + accepted);
  }

  /** Most mutations end here, with a place in the formula. */
  private static boolean readable(String energy, String step) {
    String text = energy;
    try {
      FormulaReader.formula(energy);
      text = step;
      FormulaReader.program(step);
      return true;
    } catch (FormulaException e) {
      assertTrue(e.at() >= 0 && e.at() <= text.length(), "a place outside the text");
      assertTrue(e.picture().endsWith("^"));
      return false;
    }
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r")
        .replace("\u0000", "\\0")
        .replace("\u0007", "\\a")
        .replace("\uFEFF", "\\uFEFF");
  }

  @Test
  void files() {
    List<String> good = goodFiles();
    Fuzzing.Case files =
        new Fuzzing.Case() {
          @Override
          public String input(Random random) {
            int which = random.nextInt(2 * good.size());
            String text =
                which < good.size() ? good.get(which) : new RandomExperiment(random).file();
            return new Mutation(random).of(text, random.nextInt(5));
          }

          @Override
          public boolean accepts(String input) {
            return compiles(input);
          }
        };
    long cases = Fuzzing.cases(50_000);
    long accepted = Fuzzing.run(files, cases);
    assertTrue(accepted > cases / 20, "the mutations spoil too much: " + accepted);
  }

  private static boolean compiles(String yaml) {
    try {
      var experiment = ExperimentFile.parse(yaml, "fuzz.yaml", List.of());
      var compiled = KernelCompiler.compile(experiment.point(experiment.sweep().points() - 1));
      compiled.schedule().ofRun();
      if (yaml.hashCode() % 8 == 0 && experiment.coordinates().dimension() < 100) {
        new CxxSource(compiled.kernel()).complete("cpu/frame.h");
      }
      // Its resolved form is the same experiment.
      var json = experiment.canonicalJson();
      assertEquals(json, ExperimentFile.parse(json, "fuzz.json", List.of()).canonicalJson());
      return true;
    } catch (ExperimentException e) {
      check(e);
      return false;
    }
  }

  /** One line, with a place and without a trace of what Java calls things. */
  private static void check(ExperimentException e) {
    String message = e.getMessage();
    assertTrue(message.startsWith("fuzz.yaml"), message);
    assertFalse(message.contains("\n"), message);
    assertTrue(message.length() < 900, "a long message: " + message);
    assertFalse(
        message.matches("(?s).*(java\\.|perrin\\.[a-z]+\\.[A-Z]|Exception|null;|: null$).*"),
        message);
    assertEquals(message.strip(), message);
  }

  /** The examples and what docs/ shows. */
  private static List<String> goodFiles() {
    List<String> files = new ArrayList<>();
    try (Stream<Path> examples = Files.list(Path.of("examples"));
        Stream<Path> docs = Files.list(Path.of("docs"))) {
      for (Path file : examples.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(Files.readString(file));
      }
      for (Path page : docs.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        files.addAll(Snippets.of(Files.readString(page)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
