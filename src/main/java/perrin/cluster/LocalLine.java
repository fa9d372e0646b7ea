package perrin.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run's shards side by side on one machine, by one line for a shell. */
final class LocalLine {
  static final String SCRIPT = "shards.sh";

  private LocalLine() {}

  /** The script by name. */
  static Map<String, String> of(RunFolder folder, Submission submission) {
    return Map.of(SCRIPT, "#!/bin/sh\n" + text(folder, submission) + "\n");
  }

  static String text(RunFolder folder, Submission submission) {
    Path launcher = Launcher.path();
    int cores = Runtime.getRuntime().availableProcessors();
    int atOnce = submission.parallel() == 0 ? cores : submission.parallel();
    List<String> run = new ArrayList<>(List.of(launcher.toString(), "run"));
    run.add(folder.experimentFile().toString());
    List<String> more = new ArrayList<>(submission.run());
    if (!more.contains("--threads")) {
      more.addAll(List.of("--threads", Integer.toString(Math.max(1, cores / atOnce))));
    }
    List<String> rest = new ArrayList<>(List.of("-o", folder.runFile().toString()));
    rest.addAll(more);
    String number = "{}"; // xargs replaces it wherever it is
    while (run.toString().contains(number) || rest.toString().contains(number)) {
      number = "{" + number + "}";
    }
    run.addAll(List.of("--shard", number + "/" + submission.shards()));
    run.addAll(rest);
    List<String> merge =
        new ArrayList<>(
            List.of(
                launcher.toString(),
                "merge",
                folder.path().toString(),
                "-o",
                folder.runFile().toString()));
    merge.addAll(submission.run());
    return "seq 0 "
        + (submission.shards() - 1)
        + " | xargs -P "
        + atOnce
        + " -I"
        + Quoted.shell(number)
        + " "
        + Quoted.shell(run)
        + " && { [ -f "
        + Quoted.shell(folder.runFile().toString())
        + " ] || "
        + Quoted.shell(merge)
        + "; }";
  }
}
