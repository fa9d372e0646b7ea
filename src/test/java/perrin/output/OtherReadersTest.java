package perrin.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HDF5's own library reads what jHDF wrote: through h5py and h5dump, where they are installed. */
class OtherReadersTest {
  /** Prints what a reader needs, and the digests put together from docs/run-file.md. */
  private static final String SCRIPT =
      """
      import h5py, hashlib, numpy as np, sys
      f = h5py.File(sys.argv[1], 'r')
      f.visititems(lambda name, node: node[()] if isinstance(node, h5py.Dataset) else None)
      def text(s): return s.decode() if isinstance(s, bytes) else s
      print(text(f.attrs['title']), f.attrs['walkers'], f.attrs['complete'])
      print(text(f['experiment'][()]))
      t = f['particles/trajectory']
      assert (f['h5md'].attrs['version'] == [1, 1]).all() and text(f['h5md/creator'].attrs['name']) == 'Perrin'
      assert 'name' in f['h5md/author'].attrs and 'version' in f['h5md/creator'].attrs
      assert t['box'].attrs['dimension'] == 2
      assert [text(b) for b in t['box'].attrs['boundary']] == ['none', 'periodic']
      assert (t['position/value'][:] == np.arange(1, 13).reshape(3, 2, 2)).all()
      assert (t['position/step'][:] == [0, 10, 20]).all() and (t['position/time'][:] == [0, .1, .2]).all()
      for name, h in f['histograms'].items():
          inside = h['counts'][:].sum()
          assert (h['groups'][:].sum(axis=0) == h['counts'][:]).all()
          assert inside + h.attrs['underflow'] + h.attrs['overflow'] \\
              == f.attrs['walkers'] * h.attrs['samples']
          cells = f['sums/histograms'][name][:]
          assert (cells.sum(axis=0)[:, 1:-1] == h['groups'][:].reshape(64, -1)).all()
      def canonical(a):
          a = np.array(a)
          a[np.isnan(a)] = np.nan
          return a.astype(a.dtype.newbyteorder('<')).tobytes()
      final, histograms, observables = (hashlib.sha256() for _ in range(3))
      for name in sorted(f['final']): final.update(canonical(f['final'][name][:]))
      for name in sorted(f['histograms']):
          h = f['histograms'][name]
          for part in [h.attrs['underflow']], h['counts'][:], [h.attrs['overflow']]:
              histograms.update(np.array(part, '<i8').tobytes())
      for name in sorted(f['observables']):
          o = f['observables'][name]
          if isinstance(o, h5py.Group):
              observables.update(canonical(o['mean'][:]) + canonical(o['variance'][:]))
      print('final', final.hexdigest())
      print('histograms', histograms.hexdigest())
      print('observables', observables.hexdigest())
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("run.h5");
    RunFile.write(file, Runs.single());
  }

  private record Answer(int exit, String text) {}

  private static Answer run(String... command) throws IOException, InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), text);
    } catch (IOException _) {
      return new Answer(-1, "");
    }
  }

  private static void skipWithout(boolean found, String what) {
    if (!found) {
      System.out.println("skipped: " + what + " is not installed, run files not read with it");
    }
    assumeTrue(found, "skipped: " + what + " is not installed");
  }

  @Test
  void h5pyReadsEverythingAndComputesTheSameDigests() throws IOException, InterruptedException {
    String python = "/usr/bin/python3";
    skipWithout(run(python, "-c", "import h5py, numpy").exit == 0, "h5py");
    Path script = Files.writeString(folder.resolve("read.py"), SCRIPT);
    var answer = run(python, "-X", "utf8", script.toString(), file.toString());
    assertEquals(0, answer.exit, answer.text);
    String expected =
        "Tilted “double well” – kT = ½ 70 1\n{\"walkers\":70}\n"
            + String.join("\n", Digest.of(file).lines())
            + "\n";
    assertEquals(expected, answer.text);
  }

  /** The digests of docs/run-file.md put together from a file with a sweep's axes in front. */
  @Test
  void sweepsAreReadByOthersToo() throws IOException, InterruptedException {
    RunFile.write(file, Runs.grid());
    String python = "/usr/bin/python3";
    skipWithout(run(python, "-c", "import h5py, numpy").exit == 0, "h5py");
    int digests = SCRIPT.indexOf("def canonical");
    String script =
        "import h5py, hashlib, numpy as np, sys\nf = h5py.File(sys.argv[1], 'r')\n"
            + SCRIPT
                .substring(digests)
                .replace("[h.attrs['underflow']]", "h.attrs['underflow']")
                .replace("[h.attrs['overflow']]", "h.attrs['overflow']")
            + """
            print(f['check'].attrs['verdict'][1, 2].decode(), f['final/x'].shape)
            """;
    Path reader = Files.writeString(folder.resolve("read.py"), script);
    var answer = run(python, "-X", "utf8", reader.toString(), file.toString());
    String expected = String.join("\n", Digest.of(file).lines()) + "\ntoo few samples (2, 3, 70)\n";
    assertEquals(expected, answer.text);
    skipWithout(run("octave", "--version").exit == 0, "Octave");
    var octave =
        "r = load('-hdf5', '%s'); disp(r.sweep.method_friction); disp(size(r.final.x))"
            .formatted(file);
    answer = run("octave", "--no-gui", "--quiet", "--eval", octave);
    assertTrue(answer.text.startsWith("   3   2   1\n   70    3    2\n"), answer.text);
  }

  /** The whole file; Octave stops at the first dataset that it cannot take. */
  @Test
  void octaveLoadsTheWholeFile() throws IOException, InterruptedException {
    skipWithout(run("octave", "--version").exit == 0, "Octave");
    String script =
        "r = load('-hdf5', '%s'); disp(r.experiment); disp(r.benchmark.compile); disp(r.check.explanation)";
    var answer = run("octave", "--no-gui", "--quiet", "--eval", script.formatted(file));
    assertTrue(answer.text.contains("{\"walkers\":70}\n0.2000\nNothing was compared"), answer.text);
  }

  /**
   * A verdict with all of its evidence: h5py walks through it, Octave and netCDF4 take it whole.
   */
  @Test
  void everyReaderTakesTheEvidence() throws IOException, InterruptedException {
    RunFile.write(file, Runs.judged());
    String python = "/usr/bin/python3";
    skipWithout(run(python, "-c", "import h5py, netCDF4").exit == 0, "h5py and netCDF4");
    String script =
        """
        import h5py, netCDF4
        with h5py.File('%1$s') as r:
            r['check'].visititems(lambda name, node: [node.attrs[a] for a in node.attrs])
            print(r['check/rhat/x'][()], r['check/rhat/x'].attrs['limit'])
            print(r['check/identities/x*dE|dy'].attrs['name'].decode(), r['check/notes'][()].decode())
        print(netCDF4.Dataset('%1$s')['check']['bias']['dt'][...])
        """
            .formatted(file);
    var answer = run(python, "-c", script);
    assertEquals("1.2 1.025\nx*dE/dy the first\nthe second\n0.005\n", answer.text);
    skipWithout(run("octave", "--version").exit == 0, "Octave");
    var octave = "r = load('-hdf5', '%s'); disp(r.check.rhat.x)".formatted(file);
    answer = run("octave", "--no-gui", "--quiet", "--eval", octave);
    assertTrue(answer.text.contains("1.2000"), answer.text);
  }

  @Test
  void netCdfOpensEveryGroup() throws IOException, InterruptedException {
    String python = "/usr/bin/python3";
    skipWithout(run(python, "-c", "import netCDF4").exit == 0, "netCDF4");
    String script =
        "import netCDF4; r = netCDF4.Dataset('%s'); print(r['benchmark']['compile'][...], list(r.groups))";
    var answer = run(python, "-c", script.formatted(file));
    assertEquals(0, answer.exit, answer.text);
    assertTrue(answer.text.startsWith("0.2 ['benchmark', 'check', "), answer.text);
  }

  /** Texts say that they are ASCII, which the title, an attribute, need not be. */
  @Test
  void h5dumpTellsAscii() throws IOException, InterruptedException {
    skipWithout(run("h5dump", "--version").exit == 0, "h5dump");
    assertTrue(run("h5dump", "-a", "title", file.toString()).text.contains("H5T_CSET_UTF8"));
    RunFile.write(file, Runs.judged());
    List<String> texts = new ArrayList<>(RunLayout.texts(Runs.judged()));
    texts.remove("check/causes"); // has none
    for (String text : texts) {
      var answer = run("h5dump", "-d", text, file.toString());
      assertTrue(answer.text.contains("H5T_CSET_ASCII"), answer.text);
    }
  }

  /** A text that is not ASCII stays as it is: UTF-8, and said to be. */
  @Test
  void otherTextStaysUtf8() throws IOException, InterruptedException {
    skipWithout(run("h5dump", "--version").exit == 0, "h5dump");
    var base = Runs.single();
    var run =
        new RunRecord(
            base.header(),
            "{\"title\":\"½\"}",
            base.sweep(),
            base.checked(),
            base.benchmark(),
            base.points());
    RunFile.write(file, run);
    var answer = run("h5dump", "-d", "experiment", file.toString());
    assertTrue(answer.text.contains("H5T_CSET_UTF8"), answer.text);
  }

  @Test
  void h5dumpWalksThroughEverything() throws IOException, InterruptedException {
    skipWithout(run("h5dump", "--version").exit == 0, "h5dump");
    var answer = run("h5dump", file.toString());
    assertEquals(0, answer.exit, answer.text);
    for (String part : new String[] {"walker_steps_per_second", "explanation", "boltzmann"}) {
      assertTrue(answer.text.contains(part), part);
    }
  }
}
