package perrin.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Slurm by its commands: sbatch, squeue, scancel and scontrol. */
final class Slurm {
  private static final Pattern LARGEST_ARRAY = Pattern.compile("MaxArraySize\\s*=\\s*(\\d+)");

  /** Fields with widths, so that each is a word; the reason may have several and is the last. */
  private static final String FIELDS = "JobArrayID:40,State:20,RestartCnt:10,Name:60,Reason:80";

  private Slurm() {}

  /**
   * A job in the queue.
   *
   * @param id of a task of an array {@code 12_3}
   * @param state as Slurm has it, such as PENDING
   * @param restarts how often it has been put back
   * @param reason why it waits
   */
  record Job(String id, String state, int restarts, String name, String reason) {
    /** The job, or the whole array. */
    String whole() {
      return id.replaceFirst("_.*", "");
    }

    /** Number in an array; −1 where there is none. */
    int task() {
      return id.matches("\\d+_\\d{1,9}") ? Integer.parseInt(id.substring(id.indexOf('_') + 1)) : -1;
    }

    boolean isWaiting() {
      return state.equals("PENDING");
    }
  }

  /**
   * Submits a script.
   *
   * @param options for sbatch
   * @return the job's number
   */
  static String submit(List<String> options, Path script) {
    List<String> words = new ArrayList<>(List.of("sbatch", "--parsable"));
    words.addAll(options);
    words.add(script.toString());
    String answer = answer(words).replaceFirst(";.*", "").strip();
    if (!answer.matches("\\d+")) {
      throw new SchedulerException("sbatch: has not told a job's number but: " + answer);
    }
    return answer;
  }

  /** The jobs of these names that wait or run. */
  static List<Job> queue(List<String> names) {
    String answer =
        answer(
            List.of(
                "squeue",
                "--noheader",
                "--array",
                "--name=" + String.join(",", names),
                "--Format=" + FIELDS));
    return answer.lines().filter(line -> !line.isBlank()).map(Slurm::job).toList();
  }

  private static Job job(String line) {
    String[] fields = line.strip().split("\\s+", 5);
    if (fields.length < 5 || !fields[2].matches("\\d{1,9}")) {
      throw new SchedulerException("squeue: an answer that is not understood: " + line.strip());
    }
    return new Job(fields[0], fields[1], Integer.parseInt(fields[2]), fields[3], fields[4]);
  }

  /** Takes jobs out of the queue and ends those that run. */
  static void cancel(List<Job> jobs) {
    List<String> words = new ArrayList<>(List.of("scancel"));
    words.addAll(
        jobs.stream().map(Job::whole).collect(Collectors.toCollection(java.util.TreeSet::new)));
    answer(words);
  }

  /** How many tasks an array may have; empty where Slurm does not say. */
  static Optional<Integer> largestArray() {
    try {
      Commands.Answer config = Commands.run(List.of("scontrol", "show", "config"));
      Matcher found = LARGEST_ARRAY.matcher(config.out());
      return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // sbatch will say what is wrong
    }
  }

  private static String answer(List<String> words) {
    Commands.Answer answer;
    try {
      answer = Commands.run(words);
    } catch (IOException _) {
      throw new SchedulerException(words.getFirst() + ": is not found; is Slurm on this machine?");
    }
    if (answer.exit() != 0) {
      String said = answer.err().lines().findFirst().orElse("exit code " + answer.exit());
      throw new SchedulerException(
          words.getFirst() + ": " + said.replaceFirst("^" + words.getFirst() + ": (error: )?", ""));
    }
    return answer.out();
  }
}
