package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Paths as atoms: in the run file through h5py, and in a file of their own through MDAnalysis; each
 * where it is installed (Debian: python3-h5py, python3-mdanalysis; tried with 2.4.2).
 */
class MdAnalysisTest {
  private static final String H5PY =
      """
      import h5py, numpy as np, sys
      f = h5py.File(sys.argv[1], 'r')
      p = f['particles/trajectory/position/value']
      x = np.stack([f['final'][name][:, 0] for name in 'xyz'], axis=1)
      assert (p[-1] == x).all() and p[0].shape == (13, 3)
      print(p.shape, 'edges' in f['particles/trajectory/box'])
      """;

  private static final String MDANALYSIS =
      """
      import warnings
      warnings.simplefilter('ignore')
      import sys, h5py, MDAnalysis
      atoms = int(sys.argv[2])
      u = MDAnalysis.Universe.empty(atoms, trajectory=False).load_new(sys.argv[1], convert_units=False)
      p = h5py.File(sys.argv[1], 'r')['particles/trajectory/position/value']
      for ts in u.trajectory:
          assert (ts.positions == p[ts.frame]).all()
      ts = u.trajectory[-1]
      box = None if ts.dimensions is None else [float(d) for d in ts.dimensions]
      print(u.atoms.n_atoms, len(u.trajectory), box, round(ts.time, 6), ts.data['step'])
      """;

  @TempDir Path folder;

  private String python(String script, Object... words) throws Exception {
    String[] command = new String[3 + words.length];
    command[0] = "/usr/bin/python3";
    command[1] = "-c";
    command[2] = script;
    for (int i = 0; i < words.length; i++) {
      command[3 + i] = words[i].toString();
    }
    Path err = folder.resolve("err");
    var process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), Files.readString(err));
    return text.strip();
  }

  private static boolean has(String module) {
    try {
      var nowhere = ProcessBuilder.Redirect.DISCARD;
      return new ProcessBuilder("/usr/bin/python3", "-c", "import " + module)
              .redirectOutput(nowhere)
              .redirectError(nowhere)
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException _) {
      return false;
    }
  }

  private Path exported(Path run) {
    Path paths = folder.resolve("paths.h5md");
    var show = CommandLineTrial.of("show", run, "--h5md", paths);
    assertEquals(0, show.exit(), show.err());
    var again = CommandLineTrial.of("show", run, "--h5md", paths);
    assertEquals(1, again.exit());
    assertTrue(again.err().contains("it is there already; choose another name"), again.err());
    assertEquals("", again.out());
    return paths;
  }

  private Path run(Object... words) {
    Path run = folder.resolve("run.h5");
    Object[] all = new Object[words.length + 6];
    all[0] = "run";
    System.arraycopy(words, 0, all, 1, words.length);
    Object[] rest = {"-o", run, "--backend", "java", "--quiet"};
    System.arraycopy(rest, 0, all, 1 + words.length, rest.length);
    var trial = CommandLineTrial.of(all);
    assertEquals(0, trial.exit(), trial.err());
    return run;
  }

  /** Thirteen atoms from the vectors x, y and z of thirteen components. */
  @Test
  void theClusterIsAtoms() throws Exception {
    Path run =
        run(
            "examples/lennard-jones.yaml",
            "--set",
            "walkers=32",
            "--set",
            "steps=40",
            "--set",
            "burn-in=0",
            "--set",
            "sample-every=20",
            "--set",
            "trajectories={walkers: 1, every: 10, atoms: 13}");
    Path paths = exported(run);
    assumeTrue(has("h5py"), "python3-h5py is not installed");
    assertEquals("(5, 13, 3) False", python(H5PY, run));
    assumeTrue(has("MDAnalysis"), "python3-mdanalysis is not installed");
    assertEquals("13 5 None 0.4 40", python(MDANALYSIS, paths, 13));
  }

  /** Two atoms of three components each, one behind the other in one vector; two walkers. */
  @Test
  void aPeriodicBoxHasEdges() throws Exception {
    Path experiment =
        Files.writeString(
            folder.resolve("box.yaml"),
            """
            coordinates: {x: 6}
            energy: "0*sum(i in 0..5: x[i])"
            start: {x: i}
            boundaries: {x: periodic(0, 2*4)}
            method: euler-maruyama
            temperature: 1
            dt: 0.01
            walkers: 4
            steps: 20
            trajectories: {walkers: 2, every: 10, atoms: 2}
            """);
    Path run = run(experiment);
    Path paths = exported(run);
    assumeTrue(has("MDAnalysis"), "python3-mdanalysis is not installed");
    assertEquals("4 3 [8.0, 8.0, 8.0, 90.0, 90.0, 90.0] 0.2 20", python(MDANALYSIS, paths, 4));
  }

  @Test
  void aRunWithoutPathsHasNone() throws IOException {
    Path experiment = Files.writeString(folder.resolve("t.yaml"), CommandLineTrial.EXPERIMENT);
    var show = CommandLineTrial.of("show", run(experiment), "--h5md", folder.resolve("paths.h5md"));
    assertEquals(1, show.exit());
    assertTrue(show.err().contains("it has no paths of walkers; run the experiment"), show.err());
  }
}
