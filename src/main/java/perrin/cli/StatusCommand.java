package perrin.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import perrin.cluster.FolderStatus;
import perrin.cluster.FolderStatus.Phase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code perrin status FOLDER}. */
@Command(
    name = "status",
    description = {"Says how far the shards of a folder of perrin submit are.", ""},
    footer = {
      "",
      "Example:",
      "  perrin status well.shards",
      "",
      "Exit codes: 0 the run file is there; 4 jobs wait or run; 3 a shard has failed, or something is"
          + " missing and nothing of it is in the queue: submit it again; 1 the same, where the queue"
          + " cannot be asked."
    })
final class StatusCommand implements Callable<Integer> {
  private static final int MOST_LISTED = 20;

  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;

  @Parameters(
      paramLabel = "FOLDER",
      converter = FileName.class,
      description = "The folder that perrin submit has written.")
  Path folder;

  @Override
  public Integer call() {
    FolderStatus status = FolderStatus.of(folder);
    line(folder + ": " + status.title());
    line("shards: " + counts(status));
    for (Phase phase : List.of(Phase.RUNNING, Phase.WAITING, Phase.STOPPED)) {
      status
          .byWords(phase)
          .forEach((words, shards) ->
              line(
                  "  "
                      + word(phase)
                      + ": "
                      + numbers(shards)
                      + (words.isEmpty() ? "" : " (" + words + ")")));
    }
    checkpoints(status);
    List<Integer> failed = status.in(Phase.FAILED);
    failed.stream()
        .limit(MOST_LISTED)
        .forEach(k ->
            line(
                "  failed: "
                    + k
                    + ": "
                    + status.shards().get(k).words()
                    + " (logs/shard-"
                    + k
                    + ".log)"));
    if (failed.size() > MOST_LISTED) {
      line("  failed: and " + (failed.size() - MOST_LISTED) + " more");
    }
    String words = status.merge().words();
    line("merge: " + word(status.merge().phase()) + (words.isEmpty() ? "" : " (" + words + ")"));
    if (status.queue().isEmpty() && !status.isMerged()) {
      line("queue: not known: " + status.unknown());
    }
    return exit(status);
  }

  private static int exit(FolderStatus status) {
    if (status.isMerged()) {
      return ExitCode.OK;
    }
    if (status.isUnderway()) {
      return ExitCode.UNDERWAY;
    }
    boolean known = status.queue().isPresent() || !status.in(Phase.FAILED).isEmpty();
    return known ? ExitCode.INCOMPLETE : ExitCode.FAILED;
  }

  private static String counts(FolderStatus status) {
    var text = new StringBuilder();
    text.append(status.in(Phase.FINISHED).size()).append(" of ");
    text.append(status.shards().size()).append(" finished");
    for (Phase phase :
        List.of(Phase.RUNNING, Phase.WAITING, Phase.STOPPED, Phase.FAILED, Phase.MISSING)) {
      int count = status.in(phase).size();
      if (count > 0) {
        text.append(", ").append(count).append(' ').append(word(phase));
      }
    }
    return text.toString();
  }

  private void checkpoints(FolderStatus status) {
    status.kept().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MOST_LISTED)
        .forEach(entry -> {
          String words = entry.getValue().words();
          line(
              "  checkpoint: "
                  + entry.getKey()
                  + (words.isEmpty() ? "" : ": " + words)
                  + ", "
                  + Numbers.clock(entry.getValue().age())
                  + " ago");
        });
    int more = status.kept().size() - MOST_LISTED;
    if (more > 0) {
      line("  checkpoint: and " + more + " more");
    }
  }

  private static String word(Phase phase) {
    return switch (phase) {
      case FINISHED -> "finished";
      case RUNNING -> "running";
      case WAITING -> "waiting";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
      case MISSING -> "not begun";
    };
  }

  private static String numbers(List<Integer> shards) {
    String some =
        String.join(", ", shards.stream().limit(MOST_LISTED).map(k -> k.toString()).toList());
    return some + (shards.size() > MOST_LISTED ? ", ..." : "");
  }

  private void line(String text) {
    perrin.terminal().printLine(text);
  }
}
