package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed of methods side by side, and of what track-best found. */
class RaceCommandTest {
  private static final String RACE =
      """
      title: Race
      coordinates: [x, y]
      energy: himmelblau
      start: {x: "uniform(-4, 4)", y: "uniform(-4, 4)"}
      sweep:
        method:
          - {name: gradient-descent, dt: 0.005}
          - {name: adam, beta1: 0.5}
      dt: 0.1
      walkers: 64
      steps: 300
      track-best: {minimum: 0, within: 0.01}
      trajectories: {walkers: 2, every: 100}
      """;

  @TempDir Path folder;
  private Path experiment;
  private Path output;

  @BeforeEach
  void writeTheExperiment() throws IOException {
    experiment = Files.writeString(folder.resolve("race.yaml"), RACE);
    output = folder.resolve("race.h5");
  }

  private CommandLineTrial run(String... sets) {
    List<Object> words =
        new java.util.ArrayList<>(
            List.of("run", experiment, "-o", output, "--backend", "java", "--force"));
    for (String set : sets) {
      words.addAll(List.of("--set", set));
    }
    return CommandLineTrial.of(words.toArray());
  }

  @Test
  void aRowForEachMethod() {
    var run = run();
    assertLinesMatch(
        List.of(
            "Race: 2 points × 64 walkers × 300 steps, dt = 0.1",
            "sweep: method = gradient-descent (dt 0.005), adam (beta1 0.5)",
            "backend: java — .*",
            "trajectories: 2 walkers × 4 frames at each point, 0.0 MiB",
            "",
            "method                       lowest +found by  half by",
            "gradient-descent \\(dt 0.005\\)  \\S+ +100 % +\\d+",
            "adam \\(beta1 0.5\\) +\\S+ +100 % +\\d+",
            "",
            "lowest: energy; found by: walkers that came within 0.01 of the known minimum, 0;",
            "half by: the step by which half of these had",
            "",
            "speed: .*",
            ">> the time >>",
            "verdict: not applicable  (no check asked for)"),
        run.outLines());
    assertEquals(0, run.exit());
    var show = CommandLineTrial.of("show", output);
    assertTrue(show.out().contains("\nadam (beta1 0.5) "), show.out());
  }

  @Test
  void aMinimumThatIsNone() {
    String note =
        "Note: the lowest energy at method = gradient-descent (dt 0.005) is 5 below"
            + " track-best.minimum, 5: that is not the minimum of this energy.";
    var run = run("track-best.minimum=5");
    assertTrue(run.out().replace("\n", " ").contains(note), run.out());
    var alone = run("track-best.minimum=5", "sweep={}", "method=adam");
    assertTrue(
        alone.out().replace("\n", " ").contains("Note: the lowest energy is 5 below"), alone.out());
    var right = run("track-best.minimum=0.005");
    assertTrue(!right.out().contains("Note:"), right.out());
  }

  @Test
  void forPrograms() {
    run();
    var json = CommandLineTrial.of("show", output, "--json").out();
    assertTrue(json.contains("\"method\": \"adam (beta1 0.5)\""), json);
    assertEquals(3, json.split("\"half_by_step\": \\d+", -1).length, json);
    assertEquals(3, json.split("\"found\": 64", -1).length, json);
    var csv = CommandLineTrial.of("show", output, "--csv").out();
    assertTrue(csv.startsWith("method,kind,"), csv);
    assertTrue(csv.contains("\n\"adam (beta1 0.5)\",verdict,"), csv);
    var summary = CommandLineTrial.of("summary", output, "--point", "1").out();
    assertTrue(summary.contains("\npoint 1: method = adam (beta1 0.5)\n"), summary);
  }

  @Test
  void thePathsOfOnePoint() {
    run();
    Path paths = folder.resolve("paths.h5md");
    assertEquals(0, CommandLineTrial.of("show", output, "--h5md", paths, "--point", "1").exit());
    try (var alone = new HdfFile(paths);
        var all = new HdfFile(output)) {
      String path = "particles/trajectory/position/value";
      var expected = ((float[][][][]) all.getDatasetByPath(path).getData())[1];
      assertTrue(Arrays.deepEquals(expected, (float[][][]) alone.getDatasetByPath(path).getData()));
      assertTrue(alone.getChildren().containsKey("h5md"));
    }
    var beyond = CommandLineTrial.of("show", output, "--h5md", paths, "--point", "2");
    assertTrue(beyond.err().contains("it has no point 2; choose one from 0 to 1"), beyond.err());
    var nothing = CommandLineTrial.of("show", output, "--point", "1");
    assertEquals(2, nothing.exit());
    assertTrue(nothing.err().contains("--point: says whose paths --h5md writes"), nothing.err());
  }
}
