package perrin.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.backend.Chunk;
import perrin.backend.EnsembleSnapshot;
import perrin.backend.EventPlan;
import perrin.backend.NotFiniteException;
import perrin.backend.StepsMade;
import perrin.experiment.Precision;
import perrin.kernel.compile.KernelCompiler;
import perrin.statistics.HistogramCounts;
import perrin.statistics.WalkerArray;

/** What was begun here goes on there, with the same bits. */
class EnsembleSnapshotTest {
  private static final Walks JAVA = new Walks("java", 0, 2, 7);

  /** In the burn-in, at its end, at a sample, and where a block of noise is cut. */
  private static final long[] CUTS = {3, 6, 13, 18, 26, 35, 36};

  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void halfARunHereAndTheRestThere(String precision) {
    assumeTrue(Trial.hasCompiler());
    int widest = precision.equals("single") ? 16 : 8;
    List<Walks> places =
        List.of(
            JAVA,
            new Walks("cpu", widest, 1, 1000),
            new Walks("cpu", 4, 2, 5),
            new Walks("java", 0, 1, 3),
            new Walks("cpu", widest, 2, 11));
    for (Trial trial : Walks.trials(precision)) {
      Walks.assertResume(trial, places, CUTS);
    }
  }

  /** With samples that wait to be compared; a run that is cut at each step. */
  @Test
  void cutAtEveryStep() {
    Trial trial = Walks.trials("single").get(2).with("walkers=33", "steps=99");
    EnsembleSnapshot whole = JAVA.until(trial, 99).end();
    EnsembleSnapshot now = JAVA.until(trial, 0).end();
    for (long n = 0; n < 99; n++) {
      now = JAVA.on(trial, now, n + 1).end();
    }
    assertEquals(whole, now);
  }

  /** Two snapshots differ where anything does, and what differs there differs at the end. */
  @Test
  void allOfItMatters() {
    Trial trial = Walks.trials("double").get(2).with("walkers=64", "steps=101");
    EnsembleSnapshot half = JAVA.until(trial, 52).end();
    assertEquals(half, JAVA.until(trial, 52).end());
    assertEquals(half.hashCode(), JAVA.until(trial, 52).end().hashCode());
    EnsembleSnapshot whole = JAVA.on(trial, half, 101).end();
    List<EnsembleSnapshot> others = new ArrayList<>();
    var positions = half.variables();
    others.add(with(half, List.of(positions.get(1), positions.get(1)), half.counts()));
    var empty = new HistogramCounts(half.counts().getFirst().bins());
    others.add(with(half, positions, List.of(empty, half.counts().get(1))));
    for (int row : new int[] {0, 1, 2, half.cohortSums().size() - 1}) {
      var sums = new ArrayList<>(half.cohortSums());
      sums.set(row, moved(sums.get(row)));
      others.add(with(half, sums, half.walkerSums().orElseThrow(), half.origins()));
      var own = new ArrayList<>(half.walkerSums().orElseThrow());
      own.set(row, moved(own.get(row)));
      others.add(with(half, half.cohortSums(), own, half.origins()));
    }
    for (int i = 0; i < half.origins().size(); i++) {
      var origins = new ArrayList<>(half.origins());
      var rows = new ArrayList<>(origins.get(i));
      rows.set(rows.size() - 1, moved(rows.getLast()));
      origins.set(i, rows);
      others.add(with(half, half.cohortSums(), half.walkerSums().orElseThrow(), origins));
    }
    assertEquals(13, others.size());
    for (EnsembleSnapshot other : others) {
      assertNotEquals(half, other);
      assertNotEquals(whole, JAVA.on(trial, other, 101).end());
    }
  }

  private static EnsembleSnapshot with(
      EnsembleSnapshot of, List<WalkerArray> variables, List<HistogramCounts> counts) {
    return new EnsembleSnapshot(
        of.walkers(),
        of.steps(),
        of.samples(),
        variables,
        counts,
        of.cohortSums(),
        of.walkerSums(),
        of.origins());
  }

  private static EnsembleSnapshot with(
      EnsembleSnapshot of,
      List<double[]> cohortSums,
      List<double[]> walkerSums,
      List<List<double[]>> origins) {
    return new EnsembleSnapshot(
        of.walkers(),
        of.steps(),
        of.samples(),
        of.variables(),
        of.counts(),
        cohortSums,
        Optional.of(walkerSums),
        origins);
  }

  private static double[] moved(double[] row) {
    double[] moved = row.clone();
    moved[moved.length - 1] += 0.5;
    return moved;
  }

  /** With a temperature that jumps, a run is two runs, the second from where the first ended. */
  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void aSecondProgramStartsWhereTheFirstEnded(String precision) {
    assumeTrue(Trial.hasCompiler());
    Trial trial = Trial.of(Trial.SMALL, "precision=" + precision, "method=baoab");
    Trial jumping = trial.with("temperature=if(n < 18, 0.5, 2)");
    List<WalkerArray> end = JAVA.until(jumping, 37).end().variables();
    for (Walks place : List.of(JAVA, new Walks("cpu", 0, 2, 5))) {
      List<WalkerArray> first = place.until(trial, 18).end().variables();
      List<WalkerArray> same = place.from(trial, first, 18, 37).end().variables();
      assertEquals(place.until(trial, 37).end().variables(), same);
      List<WalkerArray> second =
          place.from(trial.with("temperature=2"), first, 18, 37).end().variables();
      assertEquals(end, second);
    }
  }

  /** All that a plain program gives that starts there by itself, with another energy than here. */
  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void givenStatesAreAStart(String precision) {
    assumeTrue(Trial.hasCompiler());
    for (Trial trial : Walks.trials(precision).subList(2, 4)) {
      Trial plain = trial.with("energy=x^2/2 + x", "steps=99");
      Walks.Result expected = JAVA.until(plain, 99);
      List<WalkerArray> states = JAVA.until(trial, 0).end().variables();
      Trial elsewhere = plain.with("start.x=7");
      for (Walks place : List.of(JAVA, new Walks("cpu", 0, 2, 5))) {
        assertEquals(expected, place.from(elsewhere, states, 0, 99));
      }
    }
  }

  @Test
  void statesThatAreNotFiniteAreNamed() {
    Trial trial = Trial.of(Trial.SMALL, "observables={}", "histograms={}");
    WalkerArray bad = WalkerArray.of(Precision.SINGLE, 1003);
    ((WalkerArray.Singles) bad).values()[1002] = Float.NaN;
    for (String backend : Trial.hasCompiler() ? List.of("java", "cpu") : List.of("java")) {
      Walks place = new Walks(backend, 0, 1, 5);
      String message = lost(() -> place.from(trial, List.of(bad), 20, 37));
      assertTrue(message.contains("walker 3018, step 0"), message);
    }
  }

  @Test
  void aWalkerIsLostWhereItWouldHaveBeen() {
    Trial trial =
        Trial.of(Trial.SMALL, "energy=-x^4", "start.x=1 + 0.001*walker", "dt=0.001", "steps=2000")
            .with("first-walker=0", "walkers=100");
    EnsembleSnapshot half = JAVA.until(trial, 42).end();
    String whole = lost(() -> JAVA.until(trial, 2000));
    assertEquals(whole, lost(() -> JAVA.on(trial, half, 2000)));
    if (Trial.hasCompiler()) {
      assertEquals(whole, lost(() -> new Walks("cpu", 0, 2, 50).on(trial, half, 2000)));
    }
  }

  private static String lost(Executable walk) {
    return assertThrows(NotFiniteException.class, walk).getMessage();
  }

  @Test
  void anotherProgramsSnapshotIsRefused() {
    Trial trial = Walks.trials("single").get(2).with("walkers=96");
    EnsembleSnapshot half = JAVA.until(trial, 31).end();
    refused("first walker: 2016 in what is given, 0 in", trial.with("first-walker=0"), half);
    refused("walkers: 96 in what is given, 97 in", trial.with("walkers=97"), half);
    refused("variables: 2 in what is given, 1 in", trial.with("method=euler-maruyama"), half);
    refused("bits of x: 32 in what is given, 64 in", trial.with("precision=double"), half);
    refused(
        "bins of histogram square: 50 in what is given, 51 in",
        trial.with("histograms.square.bins=51"),
        half);
    refused("histograms: 2 in what is given, 0 in", trial.with("histograms={}"), half);
    refused("rows of sums over time: ", trial.with("observables={}"), half);
    refused("correlated quantities: 3 in", trial.with("correlations={x: {of: x, lags: 81}}"), half);
    String states =
        assertThrows(
                IllegalArgumentException.class,
                () -> JAVA.from(trial, half.variables().subList(0, 1), 0, 5))
            .getMessage();
    assertEquals("variables: 1 in what is given, 2 in the program", states);
  }

  /** A chunk begins where the one before ended; what is correlated was sampled here. */
  @Test
  void stepsFollowEachOther() {
    Trial trial = Walks.trials("single").get(2).with("walkers=33");
    EnsembleSnapshot half = JAVA.until(trial, 31).end();
    String words =
        assertThrows(
                IllegalArgumentException.class, () -> JAVA.from(trial, half.variables(), 31, 40))
            .getMessage();
    assertEquals(
        "correlations of states that are given at step 31, after 11 samples; must be within the"
            + " burn-in",
        words);
    Chunk third = new Chunk(2, 3, new EventPlan(9, 0, 1));
    StepsMade made = new StepsMade(KernelCompiler.compile(trial.experiment()).kernel());
    made.make(new Chunk(0, 1, third.plan()));
    words = assertThrows(IllegalArgumentException.class, () -> made.make(third)).getMessage();
    assertEquals("step 2, must be 1", words);
  }

  private static void refused(String words, Trial other, EnsembleSnapshot snapshot) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> JAVA.on(other, snapshot, 60))
            .getMessage();
    assertTrue(message.startsWith(words), message);
  }
}
