package perrin.cluster;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import perrin.run.Version;

/** Puts the shards of a run into a scheduler's hands: those that are not finished yet. */
public final class Submitter {
  private final Request request;
  private final Consumer<String> tell;
  private final RunFolder folder;
  private final FrozenExperiment frozen;
  private final Submission submission;
  private final Map<String, String> scripts;

  private Submitter(Request request, Consumer<String> tell) {
    this.request = request;
    this.tell = tell;
    folder = RunFolder.at(request.folder());
    frozen = FrozenExperiment.of(request.file(), request.experiment());
    Optional<Submission> before =
        folder.isThere() ? Optional.of(folder.submission()) : Optional.empty();
    before.ifPresent(this::requireSame);
    submission = submission(before);
    scripts =
        switch (request.place().engine()) {
          case SLURM -> SlurmScripts.of(folder, submission, frozen.title());
          case KUBERNETES -> KubernetesJobs.of(submission, request.place());
          case XARGS -> LocalLine.of(folder, submission);
        };
  }

  /**
   * Writes the run folder unless it is there, and submits what is missing.
   *
   * @param tell is told what is done, line by line
   */
  public static void submit(Request request, Consumer<String> tell) {
    new Submitter(request, tell).submit();
  }

  /** Tells what {@link #submit} would do, and does nothing. */
  public static void rehearse(Request request, Consumer<String> tell) {
    new Submitter(request, tell).rehearse();
  }

  private void requireSame(Submission before) {
    if (!before.folder().equals(folder.path().toString())) {
      throw new RefusedException(
          folder.path()
              + ": was "
              + before.folder()
              + " when it was written, and its jobs know it by that name; move it back, or submit to"
              + " another with -o");
    }
    if (before.shards() != request.shards()) {
      throw new RefusedException(
          folder.path()
              + ": is of "
              + before.shards()
              + " shards, not "
              + request.shards()
              + "; -o names another folder");
    }
    String differences = frozen.differences(folder.experiment());
    if (!differences.isEmpty()) {
      throw new RefusedException(
          folder.path()
              + ": belongs to another experiment: "
              + differences
              + "; -o names another folder");
    }
  }

  private Submission submission(Optional<Submission> before) {
    List<String> slurm =
        request
            .slurm()
            .map(text -> Quoted.words("--slurm", text))
            .or(() -> before.map(Submission::slurm))
            .orElse(List.of());
    List<String> merge =
        request
            .merge()
            .map(text -> Quoted.words("--slurm-merge", text))
            .or(() ->
                request.slurm().isPresent() ? Optional.empty() : before.map(Submission::merge))
            .orElse(slurm);
    return new Submission(
        Version.TEXT,
        before.map(Submission::id).orElseGet(this::id),
        folder.path().toString(),
        request.file().toAbsolutePath().toString(),
        request.shards(),
        request.parallel(),
        request.run(),
        slurm,
        merge);
  }

  /** Tells the jobs of this folder from those of others. */
  private String id() {
    String text = folder.path() + "\n" + request.shards() + "\n" + frozen.yaml();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 5);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private void rehearse() {
    tell.accept("nothing is written or submitted (--dry-run)");
    tell.accept("folder: " + folder.path() + (folder.isThere() ? ", is there" : ", new"));
    scripts.forEach((name, text) -> {
      tell.accept("");
      tell.accept(name + ":");
      text.lines().forEach(line -> tell.accept("  " + line));
    });
    tell.accept("");
    if (request.place().engine() == Engine.SLURM) {
      List<Integer> missing = folder.missing(submission.shards());
      if (!missing.isEmpty()) {
        tell.accept(
            "sbatch " + Quoted.shell(shardsOptions(missing)) + " " + script(SlurmScripts.SHARDS));
      }
      List<String> after = missing.isEmpty() ? List.of() : after("JOB");
      tell.accept("sbatch " + Quoted.shell(after) + " " + script(SlurmScripts.MERGE));
    } else {
      byHand();
    }
  }

  private String script(String name) {
    return Quoted.shell(folder.file(name).toString());
  }

  private void submit() {
    if (folder.isThere()) {
      folder.alone(this::submitMissing);
    } else {
      if (Files.exists(folder.path()) && !isEmpty()) {
        throw new RefusedException(
            folder.path() + ": exists and is no folder of perrin submit; -o names another");
      }
      if (request.place().engine() == Engine.SLURM) {
        requireArray();
      }
      folder.create(frozen, submission, scripts);
      tell.accept("folder: " + folder.path());
      folder.alone(this::submitMissing);
    }
  }

  private boolean isEmpty() {
    String[] names = folder.path().toFile().list();
    return names != null && names.length == 0;
  }

  private void submitMissing() {
    List<Integer> missing = folder.missing(submission.shards());
    if (folder.isMerged()) {
      tell.accept("merged: " + folder.runFile() + " is there already");
      return;
    }
    if (request.place().engine() != Engine.SLURM) {
      folder.put(submission, scripts);
      byHand();
      return;
    }
    requireArray();
    List<Slurm.Job> queue = queue();
    if (!queue.isEmpty()) {
      throw new RefusedException(
          folder.path()
              + ": "
              + queue.size()
              + (queue.size() == 1 ? " job of it is" : " jobs of it are")
              + " in the queue still; perrin status tells how far they are, perrin cancel takes them"
              + " out");
    }
    folder.put(submission, notEdited());
    bySlurm(missing);
  }

  /** What a user has made of a script stays. */
  private Map<String, String> notEdited() {
    Map<String, String> ours = new LinkedHashMap<>(scripts);
    for (String name : scripts.keySet()) {
      Optional<String> there = folder.text(name);
      if (there.filter(SlurmScripts::isEdited).isPresent()) {
        if (request.slurm().isPresent() || request.merge().isPresent()) {
          throw new RefusedException(
              folder.file(name)
                  + ": has been edited, and --slurm would write it anew; edit it further, or delete"
                  + " it");
        }
        tell.accept(name + ": has been edited, and is submitted as it is");
        ours.remove(name);
      }
    }
    return ours;
  }

  private List<Slurm.Job> queue() {
    try {
      return Slurm.queue(List.of(submission.shardsJob(), submission.mergeJob()));
    } catch (SchedulerException e) {
      throw new SchedulerException(
          e.getMessage()
              + "; the folder is written: submit it where Slurm is, by sbatch "
              + script(SlurmScripts.SHARDS)
              + " and, after it, "
              + SlurmScripts.MERGE
              + "; or run it here, with --engine xargs");
    }
  }

  private void requireArray() {
    Optional<Integer> largest = Slurm.largestArray();
    if (largest.isPresent() && submission.shards() > largest.get()) {
      throw new RefusedException(
          "--shards: "
              + submission.shards()
              + ", but arrays of this Slurm have at most "
              + largest.get()
              + " tasks (MaxArraySize); take fewer shards, which may be larger");
    }
  }

  private void bySlurm(List<Integer> missing) {
    List<String> after = List.of();
    String said = "";
    if (!missing.isEmpty()) {
      String job = Slurm.submit(shardsOptions(missing), folder.file(SlurmScripts.SHARDS));
      tell.accept(
          "submitted: " + missing.size() + " of " + submission.shards() + " shards as job " + job);
      remember("shards " + numbers(missing) + " as job " + job);
      after = after(job);
      said = ", after them";
    }
    String merge = Slurm.submit(after, folder.file(SlurmScripts.MERGE));
    tell.accept("submitted: the merge as job " + merge + said);
    remember("the merge as job " + merge);
    tell.accept("next: perrin status " + Quoted.shell(folder.path().toString()));
  }

  private void remember(String what) {
    folder.remember(
        Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + " "
            + what
            + (submission.slurm().isEmpty() ? "" : ", " + Quoted.shell(submission.slurm())));
  }

  private List<String> shardsOptions(List<Integer> missing) {
    return List.of("--array=" + numbers(missing) + SlurmScripts.throttle(submission));
  }

  private static List<String> after(String job) {
    return List.of("--dependency=afterok:" + job, "--kill-on-invalid-dep=yes");
  }

  /** Those who wait for the shards, and what starts them, are the user's. */
  private void byHand() {
    switch (request.place().engine()) {
      case KUBERNETES -> {
        tell.accept(
            "next, where the claim " + request.place().claim() + " holds what is in the folder:");
        tell.accept("kubectl apply -f " + script(KubernetesJobs.SHARDS));
        tell.accept(
            "kubectl wait --for=condition=complete --timeout=-1s job/" + submission.shardsJob());
        tell.accept("kubectl apply -f " + script(KubernetesJobs.MERGE));
      }
      case XARGS -> {
        tell.accept("next (or: sh " + script(LocalLine.SCRIPT) + "):");
        tell.accept(LocalLine.text(folder, submission));
      }
      case SLURM -> throw new IllegalStateException("is submitted");
    }
  }

  /** {@code 0,2-6}. */
  static String numbers(List<Integer> ascending) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < ascending.size(); ) {
      int first = ascending.get(i);
      int last = first;
      for (i++; i < ascending.size() && ascending.get(i) == last + 1; i++) {
        last++;
      }
      parts.add(first == last ? "" + first : first + "-" + last);
    }
    return String.join(",", parts);
  }
}
