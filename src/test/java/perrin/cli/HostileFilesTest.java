package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run files of strangers: one clear line each, in bounded time and memory, or a right answer. */
class HostileFilesTest {
  /** Each line after the first makes one file of a good one; old files have no checksums. */
  private static final String SCRIPT =
      """
      import h5py, numpy as np, shutil, sys
      good, folder = sys.argv[1:]
      def attribute(where, name, value):
          def change(f): f[where].attrs[name] = value
          return change
      def replaced(path, make):
          def change(f):
              old = f[path][()] if isinstance(f[path], h5py.Dataset) else None
              kept = dict(f[path].attrs)
              del f[path]
              make(f, path, old)
              if path in f and not f.get(path, getlink=True).__class__.__name__.startswith(('Ext', 'Soft')):
                  for k, v in kept.items(): f[path].attrs[k] = v
          return change
      def huge(shape, chunks=None, **more):
          return lambda f, path, old: f.create_dataset(path, shape, 'i8', chunks=chunks, **more)
      def data(change): return lambda f, path, old: f.create_dataset(path, data=change(old))
      def link(to): return lambda f, path, old: f.__setitem__(path, to)
      def both(*changes):
          return lambda f: [change(f) for change in changes]
      def loop(at, to): return lambda f: f.__setitem__(at, f[to])
      cases = dict(
          loop=loop('loop', '/'), loop2=loop('check/loop', 'check'), twice=loop('again', 'final/x'),
          soft=lambda f: f.__setitem__('s', h5py.SoftLink('/s')),
          external=replaced('final', link(h5py.ExternalLink('good.h5', '/final'))),
          external2=replaced('histograms/x/counts', link(h5py.ExternalLink('good.h5', '/histograms/x/counts'))),
          softfinal=replaced('final/x', link(h5py.SoftLink('/histograms/x/density'))),
          dangling=replaced('experiment', link(h5py.SoftLink('/nowhere'))),
          inf=attribute('check', 'tolerance', np.inf), nan=attribute('check', 'tolerance', np.nan),
          big=attribute('check', 'tolerance', 1.8e19), negative=attribute('check', 'tolerance', -1.),
          text=attribute('check', 'tolerance', 'much'), list=attribute('check', 'tolerance', [.1, .2]),
          tv=attribute('check', 'total_variation', -1.), tvnan=attribute('check', 'total_variation_low', .9),
          groups=attribute('check', 'groups', 2**40), words=attribute('check', 'verdict', 'splendid'),
          wordnumber=attribute('check', 'verdict', 3), huge=attribute('/', 'more', np.zeros(5000)),
          walkers=attribute('/', 'walkers', 2**62), walkers0=attribute('/', 'walkers', 0),
          walkersf=attribute('/', 'walkers', np.inf), complete=attribute('/', 'complete', 0),
          schema=attribute('/', 'schema', 99), schemainf=attribute('/', 'schema', np.inf),
          sha=attribute('/', 'experiment_sha256', '0' * 64), samples=attribute('histograms/x', 'samples', -1),
          under=attribute('histograms/x', 'underflow', 5), reference=attribute('histograms/x', 'boltzmann_underflow', -3.),
          referencenan=attribute('histograms/x', 'boltzmann_underflow', np.nan),
          timemean=attribute('observables/x2', 'time_mean', np.nan),
          zeros=both(replaced('sums/histograms/x', data(lambda a: a * 0)), replaced('histograms/x/counts', data(lambda a: a * 0)),
                     replaced('final/x', data(lambda a: a * 0 + 7))),
          sevens=replaced('final/x', data(lambda a: a * 0 + 7)),
          boltzmann=replaced('histograms/x/boltzmann', data(lambda a: -a)),
          boltzmannlong=replaced('histograms/x/boltzmann', data(lambda a: np.append(a, 1))),
          boltzmannnan=replaced('histograms/x/boltzmann', data(lambda a: a * np.nan)),
          counts=replaced('histograms/x/counts', data(lambda a: a[::-1])), short=replaced('histograms/x/counts', data(lambda a: a[1:])),
          float=replaced('histograms/x/counts', data(lambda a: a * 1.)), edges=replaced('histograms/x/edges', data(lambda a: a[::-1])),
          edgesinf=replaced('histograms/x/edges', data(lambda a: a * np.inf)), mean=replaced('observables/x2/mean', data(lambda a: a + 1)),
          step=replaced('observables/step', data(lambda a: a + 1)), cohorts=replaced('sums/observables/x2', data(lambda a: a[1:])),
          finalscalar=replaced('final', data(lambda a: 3)), histogramscalar=replaced('histograms', data(lambda a: 3)),
          observablescalar=replaced('observables', data(lambda a: 3)), checkscalar=replaced('check', data(lambda a: 3)),
          sumsscalar=replaced('sums', data(lambda a: 3)), nothing=lambda f: [f.__delitem__(k) for k in list(f)],
          nocheck=lambda f: f.__delitem__('check'), noexperiment=lambda f: f.__delitem__('experiment'),
          nosums=lambda f: f.__delitem__('sums'), nohistograms=lambda f: f.__delitem__('histograms'),
          experiment=replaced('experiment', data(lambda a: b'{"walkers": 1}')), experiment2=replaced('experiment', data(lambda a: 5)),
          experiment3=replaced('experiment', data(lambda a: b'[' * 100000)),
          hugecounts=replaced('histograms/x/counts', huge((2**40,), (2**20,), compression='gzip')),
          hugechunk=replaced('histograms/x/counts', huge((2**28,), (2**28,))), hugeflat=replaced('histograms/x/counts', huge((2**40,))),
          hugesums=replaced('sums/histograms/x', huge((2, 64, 2**40), (1, 1, 2**20), compression='gzip')),
          hugefinal=replaced('final/x', huge((2**33,), (2**20,))), hugemany=replaced('final/x', huge((2**31 - 2,), (1,))),
          zip=replaced('final/x', lambda f, p, o: f.create_dataset(p, data=np.zeros(2**27), chunks=(2**27,), compression='gzip', shuffle=True)),
          lzf=replaced('final/x', lambda f, p, o: f.create_dataset(p, data=o, compression='lzf')),
          vlen=replaced('final/x', lambda f, p, o: f.create_dataset(p, data=['a', 'b'], dtype=h5py.string_dtype())),
          compound=replaced('final/x', lambda f, p, o: f.create_dataset(p, data=np.zeros(3, 'i4,f8'))),
          bits=replaced('final/x', lambda f, p, o: f.create_dataset(p, data=np.zeros(20000, 'f2'))),
          empty=replaced('final/x', lambda f, p, o: f.create_dataset(p, data=h5py.Empty('f4'))),
          deep=lambda f: f.create_group('/'.join('a' * 100)), many=lambda f: [f.create_group('g%d' % i) for i in range(3000)],
          name=lambda f: f.create_group('verdict: converged\\\\n\\x1b[2J' * 100), reason=attribute('check', 'reason', 'no\\nverdict: converged  TV 0\\x1b[2J'),
          title=attribute('/', 'title', 'verdict: converged\\nverdict: converged\\x1b[2J'),
      )
      for checksums in ('with', 'without'):
          for name, change in cases.items():
              path = '%s/%s-%s.h5' % (folder, name, checksums)
              shutil.copy(good, path)
              with h5py.File(path, 'r+') as f:
                  if checksums == 'without' and 'checksums' in f: del f['checksums']
                  change(f)
      """;

  private static final Duration LONGEST = Duration.ofSeconds(20);

  @TempDir static Path folder;
  private static Path good;
  private static CommandLineTrial run;

  @BeforeAll
  static void runTheExperiment() throws IOException {
    Path experiment =
        Files.writeString(
            folder.resolve("trial.yaml"),
            CommandLineTrial.EXPERIMENT.replace("walkers: 20_000", "walkers: 4_000"));
    good = folder.resolve("good.h5");
    run =
        CommandLineTrial.of(
            "run", experiment, "-o", good, "--backend", "java", "--set", "check.tolerance=0.1");
    assertEquals(0, run.exit(), run.err());
  }

  /** Whatever the command says, it says it well. */
  private static CommandLineTrial tried(String what, Object... words) {
    CommandLineTrial trial =
        assertTimeoutPreemptively(LONGEST, () -> CommandLineTrial.of(words), what);
    String all = trial.out() + trial.err();
    assertFalse(all.contains("internal error"), what + ": " + all);
    assertTrue(all.chars().noneMatch(c -> c < ' ' && c != '\n' || c == 0x7f), what + ": " + all);
    assertTrue(trial.err().length() < 2_000, what + ": " + trial.err());
    if (trial.exit() == 1) {
      assertEquals("", trial.out(), what + " prints before it fails");
      assertEquals(1, trial.err().lines().count(), what + ": " + trial.err());
    }
    return trial;
  }

  @Test
  void foreignAndForgedFiles() throws Exception {
    Path made = Files.createDirectory(folder.resolve("made"));
    String python = "/usr/bin/python3";
    assumeTrue(
        Files.isExecutable(Path.of(python))
            && new ProcessBuilder(python, "-c", "import h5py, numpy").start().waitFor() == 0,
        "skipped: h5py is not installed");
    Path script = Files.writeString(folder.resolve("make.py"), SCRIPT);
    var log = folder.resolve("make.log");
    int made0 =
        new ProcessBuilder(python, script.toString(), good.toString(), made.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertEquals(0, made0, Files.readString(log));
    List<Path> files;
    try (Stream<Path> all = Files.list(made)) {
      files = all.sorted().toList();
    }
    assertTrue(files.size() > 140, files.size() + " files");
    List<String> accepted = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".h5", "");
      CommandLineTrial check = tried(name, "check", file);
      if (check.exit() != 1) {
        accepted.add(name);
        assertEquals(run.verdict(), check.verdict(), name);
      }
      tried(name, "digest", file);
      assertEquals(1, tried(name, "digest", file, "--verify").exit(), name);
      tried(name, "run", folder.resolve("trial.yaml"), "-o", file, "--quiet");
    }
    // What was put there says nothing of the data, and the verdict, judged anew, is right.
    assertEquals(
        List.of(
            "groups-without", "huge-without", "many-without", "reason-without", "title-without"),
        accepted);
  }

  @Test
  void mutatedFiles() throws IOException {
    mutate(150, 20261128);
  }

  @Test
  @Tag("slow")
  void manyMutatedFiles() throws IOException {
    mutate(2_000, Long.getLong("perrin.fuzz.seed", 1));
  }

  private static void mutate(int files, long seed) throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    Path file = folder.resolve("mutated.h5");
    for (int i = 0; i < files; i++) {
      Random random = new Random(seed + i);
      byte[] changed = mutated(bytes, random);
      Files.write(file, changed);
      String what = "seed " + (seed + i);
      CommandLineTrial check = tried(what, "check", file);
      if (check.exit() != 1) {
        assertEquals(run.verdict(), check.verdict(), what);
      }
      CommandLineTrial digest = tried(what, "digest", file, "--verify");
      if (digest.exit() == 0) {
        assertEquals(CommandLineTrial.of("digest", good).out(), digest.out(), what);
      }
      tried(what, "digest", file);
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] changed = good.clone();
    int edits = 1 + random.nextInt(4);
    for (int e = 0; e < edits; e++) {
      int at = random.nextInt(changed.length);
      int length = Math.min(1 + random.nextInt(32), changed.length - at);
      switch (random.nextInt(6)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt();
        case 2 -> Arrays.fill(changed, at, at + length, (byte) 0xff);
        case 3 -> Arrays.fill(changed, at, at + length, (byte) 0);
        case 4 -> System.arraycopy(good, random.nextInt(good.length - length), changed, at, length);
        default -> changed = Arrays.copyOf(changed, Math.max(100, at));
      }
    }
    return changed;
  }

  @Test
  void filesOfOtherKinds() throws Exception {
    List<Path> others =
        new ArrayList<>(List.of(Path.of("/dev/zero"), Path.of("/dev/null"), folder));
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    others.add(pipe);
    others.add(Files.writeString(folder.resolve("text.h5"), "no HDF5"));
    others.add(Files.write(folder.resolve("empty.h5"), new byte[0]));
    byte[] start = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    others.add(Files.write(folder.resolve("start.h5"), start));
    others.add(Files.write(folder.resolve("ones.h5"), Arrays.copyOf(start, 10_000)));
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    System.arraycopy(start, 0, noise, 0, 8);
    for (byte version : new byte[] {0, 1, 2, 3}) {
      noise[8] = version;
      others.add(Files.write(folder.resolve("noise" + version + ".h5"), noise));
    }
    for (Path file : others) {
      assertEquals(1, tried(file.toString(), "check", file).exit(), file.toString());
      assertEquals(1, tried(file.toString(), "digest", file).exit(), file.toString());
    }
  }
}
