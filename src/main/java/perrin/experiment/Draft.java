package perrin.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import perrin.errors.ExperimentException;
import perrin.errors.Nearest;
import perrin.yaml.YamlMap;
import perrin.yaml.YamlNode;
import perrin.yaml.YamlParser;

/** An experiment file that may lack what an experiment must have. */
public final class Draft {
  private static final Pattern TIME_STEP = Pattern.compile("\\bdt\\b");

  private final YamlNode root;
  private final String source;
  private final List<String> sets;
  private final YamlMap file;

  Draft(String yaml, String source, List<String> sets) {
    this.root = YamlParser.parse(yaml, source);
    this.source = source;
    this.sets = List.copyOf(sets);
    // Read once without the options: an option cannot repair a file that is no map.
    YamlMap.of(root);
    this.file = YamlMap.of(SweepKeys.completed(Overrides.apply(root, sets)));
  }

  /**
   * Refuses keys that there are not, and a file that lacks energy, coordinates or, unless it gives
   * a method, temperature: for then nothing can be chosen for the others.
   */
  public void requireLeast() {
    new ExperimentKeys(file).requireLeast();
  }

  /** Refuses keys that there are not, and a file that lacks energy or coordinates. */
  public void requireEnergy() {
    new ExperimentKeys(file).requireEnergy();
  }

  /** Whether a key is given. */
  public boolean has(String key) {
    return file.has(key);
  }

  /** Whether the experiment says how long it lasts. */
  public boolean lasts() {
    return has("steps") || has("time");
  }

  /** The value of a key that is written as a number; empty where it is missing or is not one. */
  public OptionalDouble number(String key) {
    if (!file.has(key) || !file.isText(key)) {
      return OptionalDouble.empty();
    }
    return Formulas.read(file, key).number().map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  /** Whether a method is given whose steps and state know no dt: then it only counts time. */
  public boolean ignoresTimeStep() {
    if (!file.has("method")) {
      return false;
    }
    Method method = MethodKeys.read(file);
    return Stream.concat(
            Stream.of(method.step()), method.state().values().stream().map(StateVariable::start))
        .noneMatch(formula -> TIME_STEP.matcher(formula.text()).find());
  }

  public Coordinates coordinates() {
    return EnergyKeys.read(file).coordinates();
  }

  /** A complaint that some keys are missing. */
  public ExperimentException missing(List<String> keys, String why) {
    var words =
        keys.size() == 1 ? " is missing; it must be given" : " are missing; they must be given";
    return new ExperimentException(file.where(), "", Nearest.listed(keys) + words + why);
  }

  /**
   * The experiment.
   *
   * @param more options {@code key=value} besides those that the draft has
   */
  public Experiment read(List<String> more) {
    var whole =
        more.isEmpty()
            ? file
            : YamlMap.of(
                SweepKeys.completed(Overrides.apply(Overrides.apply(root, sets), more, "chosen ")));
    return new ExperimentKeys(whole).read(Path.of(source).getFileName().toString());
  }
}
