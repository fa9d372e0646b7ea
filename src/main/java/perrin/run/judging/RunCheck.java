package perrin.run.judging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import perrin.experiment.Check;
import perrin.experiment.Outline;
import perrin.output.HistogramRecord;
import perrin.output.RunContents;
import perrin.output.RunFile;
import perrin.output.RunRecord;
import perrin.statistics.distances.NeighbourCorrelation;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.SweepVerdict;
import perrin.statistics.verdict.Verdict;

/**
 * A run judged anew from the data in its file: the counts against the reference, the halves, the
 * final states of neighbours. What a run found that its file has no data for, such as what a
 * companion run said, is taken from the file and named.
 *
 * @param compared the histogram that the worst point's verdict is about, where there is one
 * @param outline what its experiment says of the data
 * @param result what the run left behind, with these verdicts; no final states, no paths
 * @param notices what is to be known of how this came about, a line each
 */
public record RunCheck(
    Optional<HistogramRecord> compared, Outline outline, RunRecord result, List<String> notices) {

  /** The verdicts on all points. */
  public SweepVerdict verdict() {
    return result.verdict();
  }

  /**
   * How to judge.
   *
   * @param histogram instead of the one that the experiment names
   * @param tolerance instead of the experiment's
   */
  public record Wanted(Optional<String> histogram, Optional<Double> tolerance) {
    /** As the run was judged. */
    public static final Wanted AS_THE_RUN = new Wanted(Optional.empty(), Optional.empty());
  }

  /**
   * Judges a run file.
   *
   * @throws perrin.output.OutputException where it is not whole, or its data are not of one run
   */
  public static RunCheck of(Path file, Wanted wanted) {
    return RunFile.open(file, contents -> new Judge(file, contents, wanted).check());
  }

  private static final class Judge {
    private final Path file;
    private final RunContents contents;
    private final Wanted wanted;
    private final Outline outline;
    private final int points;
    private final Set<String> taken = new LinkedHashSet<>();
    private final Map<String, Integer> otherwise = new TreeMap<>();

    Judge(Path file, RunContents contents, Wanted wanted) {
      this.file = file;
      this.contents = contents;
      this.wanted = wanted;
      outline = contents.outline();
      points = outline.sweep().points();
    }

    RunCheck check() {
      List<Verdict> verdicts = new ArrayList<>();
      for (int point = 0; point < points; point++) {
        verdicts.add(judged(point));
      }
      RunRecord result = contents.withoutWalkers().judged(verdicts);
      int worst = result.verdict().worstPoint();
      Optional<HistogramRecord> compared =
          verdicts
              .get(worst)
              .evidence()
              .comparison()
              .map(found -> contents.compared(found.histogram(), worst));
      return new RunCheck(compared, outline, result, notices());
    }

    private List<String> notices() {
      List<String> notices = new ArrayList<>();
      if (!contents.hasChecksums()) {
        notices.add(
            file
                + ": has no /checksums: whether it is as it was written is unknown (Perrin 0.1.0, or"
                + " who removed them, wrote none)");
      }
      if (!taken.isEmpty()) {
        notices.add(
            "the verdict is judged anew from the data in the file; taken over from the run: "
                + String.join(", ", taken));
      }
      otherwise.forEach((words, count) ->
          notices.add(words + (points == 1 ? "" : " (" + count + " of " + points + " points)")));
      return notices;
    }

    private Verdict judged(int point) {
      Verdict own = contents.verdict(point);
      Evidence evidence = own.evidence();
      if (outline.check().isEmpty() && evidence.judges()) {
        throw new IllegalStateException("it has a verdict, and its experiment asks for none");
      }
      evidence = withNeighbours(withComparison(evidence, point), point);
      evidence.companion().ifPresent(_ -> taken.add("what the companion run at dt/2 says"));
      if (!evidence.rhat().isEmpty()) {
        taken.add("nested R-hat");
      }
      if (!evidence.identities().isEmpty()) {
        taken.add("the identities");
      }
      double tolerance = outline.check().map(Check::tolerance).orElse(Check.DEFAULT_TOLERANCE);
      Verdict anew = Verdict.judge(evidence, wanted.tolerance().orElse(tolerance));
      boolean asTheRun = wanted.histogram().isEmpty() && wanted.tolerance().isEmpty();
      if (asTheRun && anew.outcome() != own.outcome()) {
        otherwise.merge(
            "the run's own verdict was: "
                + own.outcome().words()
                + "; its data say: "
                + anew.outcome().words(),
            1,
            Integer::sum);
      }
      return anew;
    }

    private Evidence withComparison(Evidence evidence, int point) {
      if (wanted.histogram().isPresent()) {
        String name = wanted.histogram().get();
        HistogramRecord found = contents.compared(name, point);
        if (!found.hasReference()) { // at kT = 0, say
          return evidence;
        }
        taken.add("the reference density");
        return evidence.with(found.compare(name, points));
      }
      Optional<String> checked = outline.check().flatMap(Check::boltzmann);
      Optional<HistogramRecord> found =
          checked
              .filter(contents::isCompared)
              .map(name -> contents.compared(name, point))
              .filter(HistogramRecord::hasReference);
      if (found.isPresent()) {
        taken.add("the reference density");
        return evidence.with(found.get().compare(checked.orElseThrow(), points));
      }
      if (evidence.comparison().isPresent()) {
        String name = evidence.comparison().get().histogram();
        throw new IllegalStateException("the reference of " + name + " is missing");
      }
      if (evidence.judges()) {
        taken.add("why no density was compared");
      }
      return evidence;
    }

    private Evidence withNeighbours(Evidence evidence, int point) {
      if (!evidence.judges()) {
        return evidence;
      }
      if (!contents.hasFinals()) {
        taken.add("whether walkers are independent (final states are not in the file)");
        return evidence;
      }
      return evidence.with(
          NeighbourCorrelation.of(
                  outline.coordinates().componentNames(), i -> contents.finals(i, point))
              .among(points));
    }
  }
}
