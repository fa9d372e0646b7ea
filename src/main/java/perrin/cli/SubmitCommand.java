package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import perrin.cluster.Engine;
import perrin.cluster.Request;
import perrin.cluster.Submitter;
import perrin.run.Version;
import perrin.run.look.Completion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin submit FILE --shards N}. */
@Command(
    name = "submit",
    description = {
      "Runs an experiment as jobs of a cluster: writes a folder with the experiment, its data and"
          + " scripts, and submits the shards that are not finished, and their merge, to Slurm. The"
          + " same command once more submits what is missing then.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  perrin submit well.yaml --shards 100 --slurm \"--partition=cpu --time=1:00:00\""
    })
final class SubmitCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;
  @Mixin ExperimentArguments arguments;

  @Option(
      names = "--shards",
      paramLabel = "N",
      required = true,
      description = "How many parts of the walkers, each a job.")
  int shards;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      converter = FileName.class,
      description = "The folder. Else FILE's name with .shards, in the current folder.")
  Path output;

  @Option(
      names = "--slurm",
      paramLabel = "WORDS",
      description =
          "Options for sbatch, as one word: --slurm \"--partition=gpu --gres=gpu:1 --time=2:00:00\".")
  String slurm;

  @Option(
      names = "--slurm-merge",
      paramLabel = "WORDS",
      description = "The same for the merge; else those of the shards.")
  String slurmMerge;

  @Option(
      names = "--parallel",
      paramLabel = "P",
      description = "At most so many shards at once. Else as many as there is room for.")
  Integer parallel;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "slurm",
      completionCandidates = Engines.class,
      description =
          "slurm; kubernetes, which writes the manifests of an Indexed Job; or xargs, which writes a"
              + " line for this machine.")
  String engine;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "For Kubernetes: a container image with perrin. Default: perrin:VERSION.")
  String image = "perrin:" + Version.TEXT;

  @Option(
      names = "--claim",
      paramLabel = "NAME",
      description =
          "For Kubernetes: the PersistentVolumeClaim that holds the folder's content. Default:"
              + " perrin-folder.")
  String claim = "perrin-folder";

  @Option(names = "--dry-run", description = "Prints what would be done, and does nothing.")
  boolean dryRun;

  @Mixin BackendOptions backend;

  /** What may stand behind {@code --engine}. */
  static final class Engines extends ArrayList<String> {
    Engines() {
      for (Engine each : Engine.values()) {
        add(each.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  @Override
  public Integer call() {
    List<String> run = run();
    Engine by = engine();
    if (by != Engine.SLURM && (slurm != null || slurmMerge != null)) {
      throw new ParameterException(
          command.commandLine(), "--slurm, --slurm-merge: are for Slurm, not for " + engine);
    }
    Completion completion = arguments.load();
    var request =
        new Request(
            arguments.file,
            completion.experiment(),
            folder(),
            shards,
            parallel(),
            run,
            Optional.ofNullable(slurm),
            Optional.ofNullable(slurmMerge),
            new Request.Place(by, image, claim));
    if (dryRun) {
      Submitter.rehearse(request, perrin.terminal()::printLine);
    } else {
      Submitter.submit(request, perrin.terminal()::printLine);
    }
    return ExitCode.OK;
  }

  private Path folder() {
    if (output != null) {
      return output;
    }
    String name = arguments.file.getFileName().toString();
    return Path.of(name.replaceFirst("(?i)\\.(ya?ml|json|h5)$", "") + ".shards");
  }

  private int parallel() {
    if (parallel != null && parallel < 1) {
      throw new ParameterException(
          command.commandLine(), "--parallel: " + parallel + ", must be at least 1");
    }
    return parallel == null ? 0 : parallel;
  }

  private Engine engine() {
    var names = new Engines();
    int found = names.indexOf(engine);
    if (found >= 0) {
      return Engine.values()[found];
    }
    throw new ParameterException(
        command.commandLine(), "--engine: " + engine + ", must be " + BackendOptions.oneOf(names));
  }

  /** What to compute with, as words for the jobs. */
  private List<String> run() {
    backend.choice();
    List<String> words = new ArrayList<>();
    if (!backend.name.equals("auto")) {
      words.addAll(List.of("--backend", backend.name));
    }
    add(words, "--width", backend.width);
    if (backend.threads != null) {
      add(words, "--threads", backend.threads());
    }
    add(words, "--device", backend.device);
    add(
        words,
        "--cuda-libraries",
        backend.cudaLibraries == null ? null : backend.cudaLibraries.toAbsolutePath());
    return words;
  }

  private static void add(List<String> words, String option, Object value) {
    if (value != null) {
      words.addAll(List.of(option, value.toString()));
    }
  }
}
