package perrin.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** A run's shards as an Indexed Job of Kubernetes, and the merge as another Job. */
final class KubernetesJobs {
  static final String SHARDS = "shards.yaml";
  static final String MERGE = "merge.yaml";

  /** Of a Job with a limit for each index. */
  private static final int MOST_SHARDS = 100_000;

  private static final int MOST_AT_ONCE = 10_000;
  private static final int RETRIES = 3;

  /** Seconds to keep where a shard is. */
  private static final int GRACE = 120;

  /** Where the claim is mounted. */
  private static final String FOLDER = "/folder";

  private KubernetesJobs() {}

  /** The manifests by name. */
  static Map<String, String> of(Submission submission, Request.Place place) {
    if (submission.shards() > MOST_SHARDS) {
      throw new RefusedException(
          "--shards: " + submission.shards() + ", must be at most 100000 for Kubernetes");
    }
    requireName(place.claim());
    if (place.image().isBlank() || !place.image().matches("\\S+")) {
      throw new RefusedException(
          "--image: must be the name of an image, such as registry/perrin:1");
    }
    int all = submission.shards();
    int atOnce = submission.parallel() == 0 ? Math.min(all, MOST_AT_ONCE) : submission.parallel();
    Map<String, Object> shards = new LinkedHashMap<>();
    shards.put("completions", all);
    shards.put("parallelism", Math.min(all, atOnce));
    shards.put("completionMode", "Indexed");
    shards.put("backoffLimitPerIndex", RETRIES);
    shards.put("maxFailedIndexes", all);
    shards.put("podFailurePolicy", Map.of("rules", rules()));
    List<String> run =
        new ArrayList<>(
            List.of(
                "perrin",
                "run",
                FOLDER + "/experiment/" + RunFolder.EXPERIMENT_FILE,
                "--shard",
                Integer.toString(all)));
    run.addAll(List.of("-o", FOLDER + "/" + RunFolder.RUN_FILE));
    run.addAll(submission.run());
    shards.put("template", pod(run, place));

    Map<String, Object> merge = new LinkedHashMap<>();
    merge.put("backoffLimit", RETRIES);
    // A negative verdict (3) is a result, and a job that is tried again may find it there already.
    List<String> join =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "[ -f \"$5\" ] || \"$@\" || { [ $? = 3 ] && [ -f \"$5\" ]; }",
                "merge",
                "perrin",
                "merge",
                FOLDER,
                "-o",
                FOLDER + "/" + RunFolder.RUN_FILE));
    join.addAll(submission.run());
    merge.put("template", pod(join, place));

    Map<String, String> manifests = new LinkedHashMap<>();
    manifests.put(SHARDS, job(submission.shardsJob(), shards));
    manifests.put(MERGE, job(submission.mergeJob(), merge));
    return manifests;
  }

  /**
   * A shard that was told to end, or whose node goes, begins again and goes on; one that is wrong
   * is not tried again.
   */
  private static List<Map<String, Object>> rules() {
    return List.of(
        exits("Ignore", 85),
        entries(
            "action",
            "Ignore",
            "onPodConditions",
            List.of(entries("type", "DisruptionTarget", "status", "True"))),
        exits("FailIndex", 2));
  }

  private static Map<String, Object> exits(String action, int code) {
    return entries(
        "action",
        action,
        "onExitCodes",
        entries("containerName", "perrin", "operator", "In", "values", List.of(code)));
  }

  private static Map<String, Object> pod(List<String> command, Request.Place place) {
    Map<String, Object> container =
        entries(
            "name",
            "perrin",
            "image",
            place.image(),
            "command",
            command,
            "volumeMounts",
            List.of(entries("name", "folder", "mountPath", FOLDER)));
    Map<String, Object> volume =
        entries("name", "folder", "persistentVolumeClaim", entries("claimName", place.claim()));
    return entries(
        "spec",
        entries(
            "restartPolicy",
            "Never", // which a policy for failures asks for
            "terminationGracePeriodSeconds",
            GRACE,
            "containers",
            List.of(container),
            "volumes",
            List.of(volume)));
  }

  private static String job(String name, Map<String, Object> spec) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setSplitLines(false)
            .setDereferenceAliases(true)
            .build();
    return new Dump(settings, new Yaml11(settings))
        .dumpToString(
            entries(
                "apiVersion",
                "batch/v1",
                "kind",
                "Job",
                "metadata",
                entries("name", name),
                "spec",
                spec));
  }

  /** Kubernetes reads YAML 1.1, in which a plain {@code True} or {@code no} is no text. */
  private static final class Yaml11 extends StandardRepresenter {
    private static final Pattern NO_TEXT = Pattern.compile("(?i)(true|false|yes|no|on|off|y|n)");

    Yaml11(DumpSettings settings) {
      super(settings);
      representers.put(
          String.class,
          data ->
              NO_TEXT.matcher(data.toString()).matches()
                  ? representScalar(Tag.STR, data.toString(), ScalarStyle.DOUBLE_QUOTED)
                  : representScalar(
                      Tag.STR,
                      data.toString(),
                      data.toString().isEmpty() ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN));
    }
  }

  /** In this order. */
  private static Map<String, Object> entries(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static void requireName(String claim) {
    if (claim.length() > 253 || !claim.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw new RefusedException(
          "--claim: must be the name of a PersistentVolumeClaim: small letters, digits, - and .");
    }
  }
}
