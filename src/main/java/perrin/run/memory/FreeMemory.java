package perrin.run.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much memory this process may still take: what the machine can give without swapping, or what
 * is left of a container's or job's share (Linux' control groups), whichever is less.
 */
final class FreeMemory {
  /** Groups without a limit say {@code max}, or a number of this size. */
  private static final long NO_LIMIT = 1L << 60;

  private final Path root;

  /**
   * @param root of the file system
   */
  FreeMemory(Path root) {
    this.root = root;
  }

  /** Bytes that this process may take beyond those it has; what Java's heap has it has. */
  static long bytes() {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long free = new FreeMemory(Path.of("/")).available().orElse(machine.getTotalMemorySize());
    return Math.min(free, machine.getTotalMemorySize()) + Runtime.getRuntime().totalMemory();
  }

  /** As the system says; empty where it does not. */
  OptionalLong available() {
    OptionalLong kibibytes = number("proc/meminfo", "MemAvailable:");
    OptionalLong machine =
        kibibytes.isEmpty() ? kibibytes : OptionalLong.of(kibibytes.getAsLong() << 10);
    OptionalLong share = share();
    return machine.isPresent() && share.isPresent()
        ? OptionalLong.of(Math.min(machine.getAsLong(), share.getAsLong()))
        : machine.isPresent() ? machine : share;
  }

  private OptionalLong share() {
    for (String line : lines("proc/self/cgroup")) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[0].equals("0")) {
        OptionalLong left =
            left("sys/fs/cgroup", parts[2], "memory.max", "memory.current", "inactive_file");
        if (left.isPresent()) {
          return left;
        }
      }
      if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
        return left(
            "sys/fs/cgroup/memory",
            parts[2],
            "memory.limit_in_bytes",
            "memory.usage_in_bytes",
            "total_inactive_file");
      }
    }
    return OptionalLong.empty();
  }

  /**
   * What is left of a group's memory; its file cache gives way.
   *
   * @param group its path; within a container it may be the root
   */
  private OptionalLong left(String base, String group, String limit, String usage, String cache) {
    for (String folder : List.of(base + group + "/", base + "/")) {
      OptionalLong most = number(folder + limit, "");
      OptionalLong used = number(folder + usage, "");
      if (most.isPresent() && used.isPresent() && most.getAsLong() < NO_LIMIT) {
        long givesWay = number(folder + "memory.stat", cache + " ").orElse(0);
        return OptionalLong.of(Math.max(0, most.getAsLong() - used.getAsLong() + givesWay));
      }
    }
    return OptionalLong.empty();
  }

  /** The first number behind a word at the beginning of a line. */
  private OptionalLong number(String file, String word) {
    Optional<String> found = lines(file).stream().filter(line -> line.startsWith(word)).findFirst();
    try {
      return found.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(
              Long.parseLong(found.get().substring(word.length()).strip().split("\\s+")[0]));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException _) {
      return List.of(); // another system, or a group that may not be looked at
    }
  }
}
