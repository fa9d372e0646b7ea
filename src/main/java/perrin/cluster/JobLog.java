package perrin.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the jobs of a shard, or of the merge, have written into their log, the last of them at its
 * end.
 *
 * @param there whether there is one: whether any job has begun
 * @param exit code of the last job; empty where it has not said one
 * @param complaint its last line of an error
 */
record JobLog(boolean there, OptionalInt exit, String complaint) {
  private static final int TAIL = 1 << 16;
  private static final Pattern ENDED =
      Pattern.compile("== .*: (?:ended with (\\d{1,3})|stopped.*)");

  /** Perrin's when it was told to end. */
  static final int STOPPED = 85;

  private static final Pattern PROGRESS = Pattern.compile("perrin: \\d+ %.*");

  static JobLog read(Path file) {
    if (!Files.isRegularFile(file)) {
      return new JobLog(false, OptionalInt.empty(), "");
    }
    List<String> lines = tail(file).lines().map(String::strip).toList();
    int begin = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("== ") && lines.get(i).contains(": begins as job ")) {
        begin = i + 1;
      }
    }
    OptionalInt exit = OptionalInt.empty();
    String error = "";
    String any = "";
    String memory = "";
    for (String line : lines.subList(begin, lines.size())) {
      Matcher ended = ENDED.matcher(line);
      if (ended.matches()) {
        exit = OptionalInt.of(ended.group(1) == null ? STOPPED : Integer.parseInt(ended.group(1)));
      } else if (line.startsWith("slurmstepd") && line.contains("oom")) {
        memory = line; // Slurm says so last
      } else if (exit.isEmpty() && !line.isEmpty() && !PROGRESS.matcher(line).matches()) {
        any = line;
        error = line.startsWith("perrin: ") ? line : error;
      }
    }
    boolean killed = exit.isPresent() && exit.getAsInt() > 128; // then Perrin has said nothing
    String complaint = killed || error.isEmpty() ? any : error;
    return new JobLog(true, exit, memory.isEmpty() ? complaint : memory);
  }

  /** Its last lines. */
  private static String tail(Path file) {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(TAIL, log.length())];
      log.seek(log.length() - bytes.length);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "the log cannot be read: " + e.getMessage();
    }
  }
}
