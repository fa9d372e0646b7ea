package perrin.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import perrin.experiment.Differences;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * An experiment as it is when it is submitted: options applied, all chosen, its data files copied
 * beside it, so that what becomes of the originals changes nothing.
 *
 * @param title of the experiment
 * @param keys all its other keys; data files have the names of their copies
 * @param copies of its data files
 */
record FrozenExperiment(String title, Map<String, Object> keys, List<Copy> copies) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * @param from the data file
   * @param name of the copy, relative to the experiment
   */
  record Copy(Path from, String name) {}

  /**
   * @param file of the experiment, beside which its data are
   */
  static FrozenExperiment of(Path file, Experiment experiment) {
    Map<String, Object> keys = keys(experiment);
    Map<String, Copy> copies = new LinkedHashMap<>();
    List<Map<String, Object>> places = new ArrayList<>();
    if (keys.get("data") instanceof Map<?, ?> data) {
      places.add(cast(data));
    }
    if (keys.get("tables") instanceof Map<?, ?> tables) {
      tables.values().forEach(table -> places.add(cast((Map<?, ?>) table)));
    }
    for (Map<String, Object> place : places) {
      if (place.get("file") instanceof String name) {
        Copy copy =
            copies.computeIfAbsent(
                name, _ -> new Copy(file.resolveSibling(name), copyName(name, copies.size())));
        place.put("file", copy.name());
      }
    }
    return new FrozenExperiment(experiment.title(), keys, List.copyOf(copies.values()));
  }

  /** The same name where that is below the experiment, so that its hash stays, too. */
  private static String copyName(String name, int number) {
    Path path = Path.of(name);
    boolean below = !path.isAbsolute() && !path.normalize().startsWith("..");
    boolean plain = path.normalize().toString().equals(name); // no x/.., where there is no x
    return below && plain && !name.equals(RunFolder.EXPERIMENT_FILE)
        ? name
        : "data-" + number + "-" + path.getFileName();
  }

  @SuppressWarnings("unchecked") // keys of JSON are texts
  private static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  private static Map<String, Object> keys(Experiment experiment) {
    return cast(JSON.readValue(experiment.canonicalJson(), LinkedHashMap.class));
  }

  /** As an experiment file. */
  String yaml() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", title);
    all.putAll(keys);
    var settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.AUTO).setSplitLines(false).build();
    return new Dump(settings).dumpToString(all);
  }

  /** Where it differs from one that was frozen before, in words; empty where it does not. */
  String differences(Experiment before) {
    return Differences.of(before.canonicalJson(), JSON.writeValueAsString(keys));
  }

  /**
   * Writes it and the copies.
   *
   * @param folder an empty one
   */
  void write(Path folder) {
    try {
      for (Copy copy : copies) {
        Path to = folder.resolve(copy.name());
        Files.createDirectories(to.getParent());
        Files.copy(copy.from(), to);
      }
      Path file = folder.resolve(RunFolder.EXPERIMENT_FILE);
      Files.writeString(file, yaml());
      // Data are known by their hash: a file that has just been changed is noticed here.
      String differences = differences(ExperimentFile.load(file, List.of()));
      if (!differences.isEmpty()) {
        throw new IllegalStateException("the experiment is read as another one: " + differences);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
