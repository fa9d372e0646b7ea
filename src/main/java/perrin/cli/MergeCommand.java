package perrin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.errors.Shown;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.output.RunRecord;
import perrin.run.Merge;
import perrin.run.RunTarget;
import perrin.run.Runner;
import perrin.run.resume.Shard;
import perrin.run.resume.ShardFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin merge FILES|FOLDER -o OUT.h5}. */
@Command(
    name = "merge",
    description = {
      "Makes one run file of all shards of a run, to the bit the one that a single process would have"
          + " written.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  perrin merge well.shards -o well.h5",
      "",
      "Exit codes: those of run; 3 also where shards are missing, which are listed."
    })
final class MergeCommand implements Callable<Integer> {
  private static final Pattern SHARD = Pattern.compile("(.*)\\.shard-\\d+-of-\\d+");

  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "FILES|FOLDER",
      arity = "1..*",
      converter = FileName.class,
      description = "The shards' files, NAME.shard-K-of-N, or a folder with them.")
  List<Path> given = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.h5",
      required = true,
      converter = FileName.class,
      description = "The run file.")
  Path output;

  @Option(names = "--force", description = "Overwrites the run file.")
  boolean force;

  @Option(names = "--quiet", description = "Prints the verdict line and errors only.")
  boolean quiet;

  @Mixin BackendOptions backend;

  @Override
  public Integer call() {
    TreeMap<Integer, Merge.Source> shards = new TreeMap<>();
    for (Path file : files()) {
      Shard.Head head = read(file, ShardFile::head);
      Shard.Head any = shards.isEmpty() ? head : shards.firstEntry().getValue().head();
      if (head.of() != any.of() || !head.experiment().equals(any.experiment())) {
        throw wrong(file + ": is of another run, or of another number of shards, than the others");
      }
      shards.put(
          head.number(),
          new Merge.Source(head, arena -> read(file, f -> ShardFile.read(f, arena))));
    }
    int of = shards.firstEntry().getValue().head().of();
    List<Integer> missing =
        IntStream.range(0, of).filter(k -> !shards.containsKey(k)).boxed().toList();
    if (!missing.isEmpty()) {
      perrin
          .terminal()
          .complain(missing.size() + " of " + of + " shards are missing: " + words(missing));
      return ExitCode.INCOMPLETE;
    }
    return merged(List.copyOf(shards.values()));
  }

  private interface Reader<T> {
    Optional<T> of(Path file) throws IOException;
  }

  private <T> T read(Path file, Reader<T> reader) {
    try {
      return reader
          .of(file)
          .orElseThrow(() ->
              wrong(file + ": is no shard, is damaged, or of another version; make it again"));
    } catch (IOException e) {
      throw wrong(file + ": cannot be read: " + e.getMessage());
    }
  }

  private int merged(List<Merge.Source> shards) {
    Shard.Head any = shards.getFirst().head();
    Experiment experiment =
        ExperimentFile.parse(any.experiment(), any.source(), List.of()).withTitle(any.title());
    var target = RunTarget.of(Path.of(any.source()), experiment, Optional.of(output));
    if (!force && Files.exists(output)) {
      throw wrong(output + ": exists; --force overwrites it, -o names another");
    }
    target.check();
    var report = new RunReport(perrin.terminal(), experiment, quiet);
    var options = new Runner.Options(backend.choice(), backend.threads(), 0, true);
    RunRecord run;
    try (var progress = new RunProgress(report, perrin.terminal(), !quiet)) {
      run = Merge.of(experiment, shards, options, progress, report);
    }
    long writing = System.nanoTime();
    Path written = target.write(RunTarget.Writer.of(run), experiment, force, report::urgent);
    report.end(written, run, (System.nanoTime() - writing) * 1e-9);
    return ExitCode.of(run.verdict().worst());
  }

  /** The files themselves, and those of a folder whose names are of shards. */
  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path each : given) {
      if (!Files.exists(each)) {
        throw wrong(each + ": no such file or folder");
      }
      if (!Files.isDirectory(each)) {
        files.add(each);
        continue;
      }
      files.addAll(shardsIn(each));
    }
    if (files.isEmpty()) {
      throw wrong(given.getFirst() + ": has no shards in it, NAME.shard-K-of-N");
    }
    return files;
  }

  /** Of several runs those that are called as the run file is to be. */
  private List<Path> shardsIn(Path folder) {
    TreeMap<String, List<Path>> byRun = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.sorted()
          .forEach(path -> {
            Matcher name = SHARD.matcher(path.getFileName().toString());
            if (name.matches()) {
              byRun.computeIfAbsent(name.group(1), _ -> new ArrayList<>()).add(path);
            }
          });
    } catch (IOException e) {
      throw wrong(folder + ": cannot be read: " + e.getMessage());
    }
    String wanted = output.getFileName().toString().replaceFirst("(?i)\\.h5$", "");
    if (byRun.size() > 1 && !byRun.containsKey(wanted)) {
      throw wrong(
          folder
              + ": has shards of several runs, "
              + String.join(", ", byRun.keySet().stream().limit(5).map(Shown::shortened).toList())
              + "; name the files, or call the run file as its shards: -o "
              + Shown.shortened(byRun.firstKey())
              + ".h5");
    }
    return byRun.size() == 1
        ? byRun.firstEntry().getValue()
        : byRun.getOrDefault(wanted, List.of());
  }

  /** At most so many that they can be read. */
  private static String words(List<Integer> numbers) {
    String some =
        String.join(", ", numbers.stream().limit(20).map(number -> number.toString()).toList());
    return some + (numbers.size() > 20 ? ", ..." : "");
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
