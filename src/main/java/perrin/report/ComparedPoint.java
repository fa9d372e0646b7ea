package perrin.report;

import java.util.Optional;
import perrin.experiment.Histogram;
import perrin.experiment.Method;
import perrin.experiment.Outline;
import perrin.output.HistogramRecord;
import perrin.output.ObservableRecord;
import perrin.output.PointRecord;
import perrin.statistics.HistogramCounts;
import perrin.statistics.TimeMean;
import perrin.statistics.Weights;
import perrin.statistics.agreement.HistogramDifference;
import perrin.statistics.agreement.MeanDifference;

/**
 * A point of a run, compared with those of other runs, or of the same.
 *
 * @param label what it is called beside the others
 * @param number of the point in its sweep; 0 where there is none
 */
record ComparedPoint(String label, ComparedRun of, int number) {
  /** Means and their sums are rounded differently. */
  private static final double ROUNDING = 1e-9;

  PointRecord record() {
    return of.run().points().get(number);
  }

  private long seed() {
    return of.outline().population().seed();
  }

  private long firstWalker() {
    return of.outline().firstWalker(number);
  }

  private long walkers() {
    return of.outline().population().walkers();
  }

  /** Its time step where that is a number. */
  Optional<Double> dt() {
    return of.outline().clock(number).dt().number();
  }

  /** All of its steps, burn-in included. */
  long steps() {
    return of.outline().clock(number).steps();
  }

  /** The power of dt with which its method's averages approach their limit. */
  int order() {
    return of.outline()
        .sweep()
        .method(number)
        .map(Method::order)
        .orElseGet(() -> Outline.order(of.run().experiment()));
  }

  /** Whether some walkers have the same numbers and seed, and so the same noise. */
  boolean sharesNoise(ComparedPoint other) {
    return seed() == other.seed()
        && firstWalker() < other.firstWalker() + other.walkers()
        && other.firstWalker() < firstWalker() + walkers();
  }

  /** Whether all walkers have. */
  private boolean hasWalkersOf(ComparedPoint other) {
    return sharesNoise(other)
        && firstWalker() == other.firstWalker()
        && walkers() == other.walkers();
  }

  /**
   * An observable's mean; the degrees of freedom that older files lack are those of its cohorts.
   */
  TimeMean mean(String name) {
    ObservableRecord observed = record().observables().get(name);
    TimeMean mean = observed.timeMean();
    return Double.isNaN(mean.degreesOfFreedom())
        ? new TimeMean(mean.mean(), mean.standardError(), observed.cohortSums().length - 1.0)
        : mean;
  }

  /** Whether an observable of this name is there, and the same formula. */
  boolean observes(String name, ComparedPoint like) {
    var here = of.outline().observables().get(name);
    var there = like.of.outline().observables().get(name);
    return here != null
        && record().observables().containsKey(name)
        && here.canonical().equals(there.canonical());
  }

  /** Whether a histogram of this name is there, of the same quantities in the same bins. */
  boolean counts(String name, ComparedPoint like) {
    Histogram here = of.outline().histograms().get(name);
    Histogram there = like.of.outline().histograms().get(name);
    HistogramRecord counted = record().histograms().get(name);
    if (here == null || counted == null) {
      return false;
    }
    boolean same = here.axes().size() == there.axes().size();
    for (int i = 0; same && i < here.axes().size(); i++) {
      same = here.axes().get(i).of().canonical().equals(there.axes().get(i).of().canonical());
    }
    return same && counted.axes().equals(like.record().histograms().get(name).axes());
  }

  /** An observable less another point's: of walkers that share their noise cohort by cohort. */
  MeanDifference less(ComparedPoint other, String name) {
    double[] theirs = other.record().observables().get(name).cohortSums();
    double[] ours = record().observables().get(name).cohortSums();
    if (!canPair(other, name)) {
      return MeanDifference.of(other.mean(name), mean(name));
    }
    double scale = (double) other.samples(name) / samples(name);
    double[] scaled = ours.clone();
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] *= scale;
    }
    Weights weights = Weights.ofCohorts(walkers(), other.samples(name));
    return MeanDifference.paired(firstWalker() / TimeMean.COHORT, theirs, scaled, weights);
  }

  /** Whether an observable's difference can be told cohort by cohort. */
  boolean canPair(ComparedPoint other, String name) {
    return hasWalkersOf(other)
        && MeanDifference.canPair(record().observables().get(name).cohortSums().length)
        && isComplete(name)
        && other.isComplete(name);
  }

  private int samples(String name) {
    return record().observables().get(name).mean().length;
  }

  /** Whether all walkers count at all samples, so that cohorts weigh what they have of walkers. */
  private boolean isComplete(String name) {
    double[] sums = record().observables().get(name).cohortSums();
    Weights weights = Weights.ofCohorts(walkers(), samples(name));
    if (sums.length != weights.size()) {
      return false;
    }
    TimeMean mean = mean(name);
    double again = TimeMean.of(firstWalker() / TimeMean.COHORT, sums, weights).mean();
    return Math.abs(again - mean.mean())
        <= ROUNDING * (Math.abs(mean.mean()) + mean.standardError());
  }

  /** How far a histogram is from another point's. */
  HistogramDifference distance(ComparedPoint other, String name) {
    HistogramCounts theirs = other.record().histograms().get(name).counts();
    return HistogramDifference.of(theirs, record().histograms().get(name).counts());
  }
}
