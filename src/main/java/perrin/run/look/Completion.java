package perrin.run.look;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import perrin.errors.ExperimentException;
import perrin.experiment.Draft;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.kernel.compile.KernelCompiler;
import perrin.kernel.landscape.LocalEnergy;
import perrin.output.RunFile;

/**
 * An experiment whose file may leave out all but coordinates, energy and temperature: what is
 * missing is chosen from a look at the energy, and is then as if it had been written.
 *
 * @param chosen the keys that were missing, in order, with the values chosen, in YAML's flow style
 */
public record Completion(Experiment experiment, Map<String, String> chosen) {
  /** What an experiment must have, and may leave to be chosen. */
  private static final List<String> CHOOSABLE =
      List.of("start", "method", "dt", "walkers", "steps");

  private static final List<String> OUTPUTS =
      List.of("histograms", "observables", "correlations", "trajectories");

  /** What a method is chosen from, the best first. */
  private static final List<String> METHODS = List.of("leimkuhler-matthews", "euler-maruyama");

  /** The same where gradients are of mini-batches, whose noise comes on top. */
  private static final List<String> BATCH_METHODS = List.of("sgld");

  private static final int WIDTH = 76;

  /** The first and the last points of a sweep are looked at, and as many between. */
  private static final int MOST_POINTS = 9;

  /**
   * Reads an experiment and chooses what it lacks.
   *
   * @param sets options {@code key=value} that replace or add values
   * @throws ExperimentException for what cannot be read, and where nothing can be chosen
   */
  public static Completion load(Path file, List<String> sets) {
    Draft draft = draft(file, sets);
    List<String> missing = CHOOSABLE.stream().filter(key -> !given(draft, key)).toList();
    if (missing.isEmpty()) {
      return of(draft.read(List.of()));
    }
    if (missing.equals(List.of("dt")) && draft.ignoresTimeStep()) {
      return new Completion(draft.read(List.of("dt=1")), Map.of("dt", "1"));
    }
    draft.requireLeast();
    Experiment trial = trial(draft, missing);
    Choices choices = new Choices(draft, looks(trial, draft, missing), trial.sweep().largest("dt"));
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String key : missing) {
      chosen.put(key, choices.of(key));
    }
    for (String key : List.of("burn-in", "sample-every")) {
      if (!draft.has(key)) {
        chosen.put(key, choices.of(key));
      }
    }
    if (!draft.has("precision") && !draft.has("math") && choices.needsDouble()) {
      chosen.put("precision", "double");
    }
    if (OUTPUTS.stream().noneMatch(draft::has)) {
      for (String key : List.of("histograms", "observables")) {
        choices.output(key).ifPresent(value -> chosen.put(key, value));
      }
      if (!draft.has("check")) {
        choices.output("check").ifPresent(value -> chosen.put("check", value));
      }
    }
    List<String> all = new ArrayList<>();
    chosen.forEach((key, value) -> all.add(key + "=" + value));
    return new Completion(draft.read(all), chosen);
  }

  /**
   * Reads an experiment of which the energy alone is wanted: it may lack all the rest, and what it
   * would measure is left out.
   *
   * @param sets options {@code key=value} that replace or add values
   */
  public static Experiment energyOf(Path file, List<String> sets) {
    Draft draft = draft(file, sets);
    draft.requireEnergy();
    return trial(draft, CHOOSABLE.stream().filter(key -> !given(draft, key)).toList());
  }

  /**
   * Reads an experiment whose other keys are given.
   *
   * @param sets options {@code key=value} that replace or add values
   * @param more the same, by the program
   */
  public static Experiment with(Path file, List<String> sets, List<String> more) {
    return draft(file, sets).read(more);
  }

  /** Of an experiment file, or of what a run file holds. */
  private static Draft draft(Path file, List<String> sets) {
    return RunFile.isHdf5(file)
        ? ExperimentFile.draft(RunFile.experiment(file), file.toString(), sets)
        : ExperimentFile.draft(file, sets);
  }

  /** An experiment that lacks nothing. */
  public static Completion of(Experiment experiment) {
    return new Completion(experiment, Map.of());
  }

  /** What was chosen as lines of a file, cut after commas where they are long. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    chosen.forEach((key, value) -> {
      String line = key + ":";
      for (String piece : (" " + value).split("(?<=,)(?= )")) {
        if (line.length() + piece.length() > WIDTH && !line.endsWith(":")) {
          lines.add(line);
          line = "   ";
        }
        line += piece;
      }
      lines.add(line);
    });
    return lines;
  }

  /** What a method is chosen from, the best first. */
  static List<String> methods(Draft draft) {
    return draft.has("minibatch") ? BATCH_METHODS : METHODS;
  }

  private static boolean given(Draft draft, String key) {
    return key.equals("steps") ? draft.lasts() : draft.has(key);
  }

  /** The experiment with placeholders for what is missing, and without outputs. */
  private static Experiment trial(Draft draft, List<String> missing) {
    List<String> trial = new ArrayList<>();
    missing.forEach(key -> trial.add(key + "=" + placeholder(key, draft)));
    trial.addAll(List.of("time=null", "steps=1", "burn-in=0", "sample-every=1"));
    trial.add("check=null");
    OUTPUTS.forEach(key -> trial.add(key + "=null"));
    return missing.contains("method") ? withMethod(draft, trial) : draft.read(trial);
  }

  /** What the energy looks like at some points of the sweep. */
  private static List<Look> looks(Experiment whole, Draft draft, List<String> missing) {
    int points = whole.sweep().points();
    int several = Math.min(points, MOST_POINTS);
    List<Look> looks = new ArrayList<>();
    for (int k = 0; k < several; k++) {
      int number = several == 1 ? 0 : (int) ((long) k * (points - 1) / (several - 1));
      looks.add(look(whole.point(number), draft, missing));
    }
    return looks;
  }

  /** With the first method whose state and parameters have names that the file does not use. */
  private static Experiment withMethod(Draft draft, List<String> trial) {
    ExperimentException taken = null;
    for (String method : methods(draft)) {
      List<String> more = new ArrayList<>(trial);
      more.add("method=" + method);
      try {
        return draft.read(more);
      } catch (ExperimentException e) {
        if (!e.field().startsWith("method.")) {
          throw e;
        }
        taken = e;
      }
    }
    throw draft.missing(
        List.of("method"), ", for none can be chosen: " + taken.field() + ": " + taken.problem());
  }

  private static Look look(Experiment trial, Draft draft, List<String> missing) {
    KernelCompiler.Compiled compiled = KernelCompiler.compile(trial);
    OptionalDouble kT = compiled.schedule().constantTemperature();
    if (kT.isEmpty() || !(kT.getAsDouble() > 0)) {
      String of = kT.isEmpty() ? "that is the same in all steps" : "above 0";
      throw draft.missing(missing, ", for only a temperature " + of + " tells what to choose");
    }
    LocalEnergy energy = LocalEnergy.of(trial);
    try {
      EnergyScan scan = new EnergyScan(trial, energy, compiled.energy(), kT.getAsDouble());
      return new Look(trial, energy, compiled.energy(), kT.getAsDouble(), scan);
    } catch (NothingToChooseBy e) {
      throw draft.missing(missing, ", for " + e.getMessage());
    }
  }

  private static String placeholder(String key, Draft draft) {
    return switch (key) {
      case "start" -> Choices.map(draft.coordinates().names(), name -> "0");
      case "method" -> methods(draft).getFirst();
      case "dt" -> "1e-9";
      default -> "1";
    };
  }
}
