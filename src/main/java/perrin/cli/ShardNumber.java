package perrin.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Which of several shards: {@code K/N}, or {@code N} with K from a scheduler's variable.
 *
 * @param number K, from 0 to N − 1
 * @param of N
 */
record ShardNumber(int number, int of) {
  private static final int MOST = 1_000_000;
  private static final Pattern FORM = Pattern.compile("(?:(\\d{1,9})/)?(\\d{1,9})");

  /** Variables by the number of their first job. */
  private static final Map<String, Integer> VARIABLES = variables();

  /** Names of the variables, for people. */
  static final String NAMES =
      "SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX, FLUX_JOB_CC,"
          + " PBS_ARRAY_INDEX, or LSB_JOBINDEX less 1";

  private static Map<String, Integer> variables() {
    Map<String, Integer> variables = new LinkedHashMap<>();
    variables.put("SLURM_ARRAY_TASK_ID", 0);
    variables.put("JOB_COMPLETION_INDEX", 0);
    variables.put("AWS_BATCH_JOB_ARRAY_INDEX", 0);
    variables.put("FLUX_JOB_CC", 0);
    variables.put("PBS_ARRAY_INDEX", 0);
    variables.put("LSB_JOBINDEX", 1); // 0 where the job is of no array
    return variables;
  }

  static ShardNumber of(String text, Map<String, String> environment, CommandSpec command) {
    Matcher given = FORM.matcher(text.strip());
    if (!given.matches()) {
      throw wrong(command, text + ", must be K/N, such as 0/8, or N");
    }
    int of = Integer.parseInt(given.group(2));
    if (of < 1 || of > MOST) {
      throw wrong(command, text + ", must be of 1 to 1000000 shards");
    }
    long number =
        given.group(1) == null
            ? fromScheduler(text, environment, command)
            : Long.parseLong(given.group(1));
    if (number < 0 || number >= of) {
      throw wrong(command, "shard " + number + " of " + of + ", must be from 0 to " + (of - 1));
    }
    return new ShardNumber((int) number, of);
  }

  private static long fromScheduler(
      String text, Map<String, String> environment, CommandSpec command) {
    for (Map.Entry<String, Integer> variable : VARIABLES.entrySet()) {
      String value = environment.getOrDefault(variable.getKey(), "");
      if (value.matches("\\d{1,9}")) {
        return Long.parseLong(value) - variable.getValue();
      }
    }
    throw wrong(command, text + ": which shard? write K/N, or set one of " + NAMES);
  }

  private static ParameterException wrong(CommandSpec command, String problem) {
    return new ParameterException(command.commandLine(), "--shard: " + problem);
  }
}
