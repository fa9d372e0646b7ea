package perrin.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.backend.CacheFolder;

/** The two batch scripts of a run folder: they can be submitted by hand, and edited. */
final class SlurmScripts {
  static final String SHARDS = "shards.sbatch";
  static final String MERGE = "merge.sbatch";

  /** What the scripts say themselves. */
  private static final List<String> TAKEN =
      List.of(
          "array",
          "chdir",
          "clusters",
          "dependency",
          "error",
          "job-name",
          "kill-on-invalid-dep",
          "no-requeue",
          "open-mode",
          "output",
          "parsable",
          "requeue",
          "signal",
          "test-only",
          "wait",
          "wrap");

  private static final String TAKEN_LETTERS = "aDMdeJoW";

  /** Of one shard: against a job that comes back for ever. */
  private static final int MOST_RESTARTS = 1000;

  private static final String SHARDS_BODY =
      """
      # One shard goes through as many jobs as it needs. USR1 is Slurm's warning that time is nearly up: Perrin keeps where it is
      # (exit code 85), and this job waits in the queue again. TERM (scancel, scontrol requeue, preemption) is final for this job:
      # Perrin keeps where it is, too, and what has to come back Slurm brings back itself.
      shard=$SLURM_ARRAY_TASK_ID
      job=${SLURM_ARRAY_JOB_ID}_$shard # the SLURM_JOB_ID of one of the tasks is the whole array's
      restarts=${SLURM_RESTART_COUNT:-0}
      say() { echo "== shard $shard of $shards: $*"; }

      stop=0 again=0 pid=''
      forward() { [ -z "$pid" ] || kill -TERM "$pid" 2>/dev/null; }
      trap 'stop=1 again=1; forward' USR1
      trap 'stop=1 again=0; forward' TERM

      say "begins as job $job, restart $restarts, on $HOSTNAME, $(date '+%Y-%m-%d %H:%M:%S')"
      """;

  private static final String WAITING =
      """
      pid=$!
      [ "$stop" = 0 ] || forward # told to end just now
      wait "$pid"
      rc=$?
      while [ "$rc" -gt 128 ] && kill -0 "$pid" 2>/dev/null; do # a trap ends a wait, not Perrin
        wait "$pid"
        rc=$?
      done
      if [ "$rc" -gt 128 ]; then # of a trap still, if Perrin has ended meanwhile
        wait "$pid" 2>/dev/null
        last=$?
        case $last in
          127 | -*) [ "$stop" = 0 ] || rc=85 ;; # bash has lost it; it was told to end, and has
          *) rc=$last ;;
        esac
      fi
      [ ! -f "$folder/run.shard-$shard-of-$shards" ] || rc=0 # whatever it was told in its last moment

      # 143: it was not up yet when it was told to end, and loses nothing.
      if [ "$again" = 1 ] && { [ "$rc" = 85 ] || [ "$rc" = 143 ]; }; then
        if [ "$restarts" -lt "$most_restarts" ]; then
          say "stopped, waits in the queue again"
          scontrol requeue "$job" && exec sleep 60 # Slurm ends this job when it puts it back
        else
          say "stopped after $restarts restarts; perrin submit goes on from there"
        fi
      fi
      say "ended with $rc"
      exit "$rc"
      """;

  private static final String MERGE_BODY =
      """
      echo "== merge: begins as job ${SLURM_JOB_ID:-none} on $HOSTNAME, $(date '+%Y-%m-%d %H:%M:%S')"
      rc=0
      """;

  private static final String MERGED =
      """
      fi
      [ "$rc" = 3 ] && [ -f "$folder/run.h5" ] && rc=0 # the verdict is negative; the run file is there
      echo "== merge: ended with $rc"
      exit "$rc"
      """;

  private static final String SEAL = "# as perrin submit has written it: ";

  private SlurmScripts() {}

  /** The scripts by name. */
  static Map<String, String> of(RunFolder folder, Submission submission, String title) {
    if (folder.path().toString().matches(".*[%\\\\].*")) {
      throw new RefusedException(
          folder.path()
              + ": has % or \\ in it, which Slurm takes for patterns in the names of logs; -o names"
              + " another folder");
    }
    requireFree(submission.slurm(), "--slurm");
    requireFree(submission.merge(), "--slurm-merge");
    Path launcher = Launcher.path();
    Map<String, String> scripts = new LinkedHashMap<>();
    scripts.put(SHARDS, sealed(shards(folder, submission, title, launcher)));
    scripts.put(MERGE, sealed(merge(folder, submission, title, launcher)));
    return scripts;
  }

  /** With a last line that tells whether somebody has edited what is above it. */
  private static String sealed(String text) {
    return text + SEAL + CacheFolder.hash(text) + "\n";
  }

  /** Whether it is not as it was written. */
  static boolean isEdited(String script) {
    int last = script.lastIndexOf(SEAL);
    return last < 0 || !sealed(script.substring(0, last)).equals(script);
  }

  private static String shards(
      RunFolder folder, Submission submission, String title, Path launcher) {
    List<String> words = new ArrayList<>();
    words.add("--job-name=" + submission.shardsJob());
    words.add("--array=0-" + (submission.shards() - 1) + throttle(submission));
    words.add("--chdir=" + folder.path());
    words.add("--output=" + RunFolder.LOGS + "/shard-%a.log");
    words.addAll(List.of("--open-mode=append", "--requeue", "--signal=B:USR1@60"));
    return head(
            "The shards of "
                + Quoted.comment(title)
                + ": one for each task of an array. Submitted by hand (sbatch THIS FILE), those\n"
                + "# that are finished end at once.",
            words,
            submission.slurm())
        + variables(folder, launcher)
        + "shards="
        + submission.shards()
        + "\nmost_restarts="
        + MOST_RESTARTS
        + " # of one shard\n\n"
        + SHARDS_BODY
        + "\"$perrin\" run \"$folder/experiment/experiment.yaml\" --shard \"$shard/$shards\" -o"
        + " \"$folder/run.h5\""
        + options(submission)
        + " &\n"
        + WAITING;
  }

  private static String merge(
      RunFolder folder, Submission submission, String title, Path launcher) {
    List<String> words = new ArrayList<>();
    words.add("--job-name=" + submission.mergeJob());
    words.add("--chdir=" + folder.path());
    words.add("--output=" + RunFolder.LOGS + "/merge.log");
    words.addAll(List.of("--open-mode=append", "--requeue"));
    return head(
            "Makes the run file of the shards of "
                + Quoted.comment(title)
                + ", once all are finished.",
            words,
            submission.merge())
        + variables(folder, launcher)
        + "\n"
        + MERGE_BODY
        + "if [ -f \"$folder/run.h5\" ]; then\n  echo \"run.h5 is there already\"\nelse\n"
        + "  \"$perrin\" merge \"$folder\" -o \"$folder/run.h5\""
        + options(submission)
        + "\n  rc=$?\n"
        + MERGED;
  }

  private static String head(String comment, List<String> ours, List<String> theirs) {
    var text = new StringBuilder("#!/bin/bash\n# " + comment + "\n");
    List<String> lines = new ArrayList<>();
    ours.forEach(word -> lines.add(Quoted.directive(word)));
    for (String word : theirs) {
      if (word.startsWith("-") || lines.size() == ours.size()) {
        lines.add(Quoted.directive(word));
      } else {
        lines.add(lines.removeLast() + " " + Quoted.directive(word)); // -p main
      }
    }
    lines.forEach(line -> text.append("#SBATCH ").append(line).append('\n'));
    return text.append('\n').toString();
  }

  private static String variables(RunFolder folder, Path launcher) {
    return "perrin=" + Quoted.single(launcher) + "\nfolder=" + Quoted.single(folder.path()) + "\n";
  }

  /** What Slurm gives a task are its threads, one at least, unless somebody has said otherwise. */
  private static String options(Submission submission) {
    String run = Quoted.shell(submission.run());
    return (run.isEmpty() ? "" : " " + run)
        + (submission.run().contains("--threads")
            ? ""
            : " --threads \"${SLURM_CPUS_PER_TASK:-${SLURM_CPUS_ON_NODE:-1}}\"");
  }

  /** Ends a list of array indices. */
  static String throttle(Submission submission) {
    return submission.parallel() == 0 ? "" : "%" + submission.parallel();
  }

  /** Slurm takes the beginnings of options for the options. */
  private static void requireFree(List<String> words, String option) {
    if (!words.isEmpty() && !words.getFirst().startsWith("-")) {
      throw new RefusedException(
          option
              + ": "
              + words.getFirst()
              + ", must be options of sbatch, such as --partition=gpu");
    }
    for (String word : words) {
      String name = word.replaceFirst("=.*", "");
      boolean taken =
          name.startsWith("--")
              ? TAKEN.stream().anyMatch(each -> each.startsWith(name.substring(2)))
              : name.startsWith("-")
                  && name.length() > 1
                  && TAKEN_LETTERS.indexOf(name.charAt(1)) >= 0;
      if (taken) {
        throw new RefusedException(
            option + ": " + word + ": is said by the script itself; leave it out");
      }
    }
  }
}
