package perrin.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.conformance.Trial;
import perrin.experiment.Experiment;
import perrin.kernel.compile.KernelCompiler;

class EventPlanTest {
  private static final String BARE =
      """
      coordinates: [x]
      energy: x^2/2
      start: {x: 1}
      method: euler-maruyama
      temperature: 1
      dt: 0.01
      walkers: 64
      steps: 10000
      burn-in: 100
      """;

  private static EventPlan plan(String... sets) {
    Experiment experiment = Trial.of(BARE, sets).experiment();
    return EventPlan.of(experiment, KernelCompiler.compile(experiment).kernel());
  }

  /** Looks stay at steps that depend on the experiment alone. */
  @Test
  void nothingIsSampledWhereNothingIsMeasured() {
    EventPlan plan = plan();
    assertEquals(0, plan.samplesUntil(10000));
    assertEquals(EventPlan.LOOK_EVERY, plan.nextLook(0));
    assertEquals(2 * EventPlan.LOOK_EVERY, plan.nextLook(EventPlan.LOOK_EVERY));
    assertEquals(10000, plan.nextLook(2 * EventPlan.LOOK_EVERY));
    assertEquals(0, plan("trajectories={walkers: 2, every: 10}").samplesUntil(10000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "observables={x: x}",
        "histograms={x: {of: x, from: -1, to: 1, bins: 4}}",
        "correlations={x: {of: x, lags: 4}}",
        "check={tolerance: 0.1}"
      })
  void whateverIsMeasuredIsSampled(String measured) {
    EventPlan plan = plan(measured);
    assertEquals(9900, plan.samplesUntil(10000));
    assertEquals(101, plan.nextLook(100));
  }

  /** Each step is asked what happens then, by the words of the contract. */
  @ParameterizedTest
  @CsvSource({
    "100, 0, 1, 4096",
    "100, 0, 7, 16",
    "100, 6, 5, 4096",
    "103, 10, 3, 8",
    "64, 64, 1, 4",
    "5, 0, 9, 1"
  })
  void eventsAreWhatHappensAtEachStep(long steps, long burnIn, long every, long lookEvery) {
    EventPlan plan = new EventPlan(steps, burnIn, every, lookEvery);
    long samples = (steps - burnIn) / every;
    for (long from = 0; from < steps; from += 11) {
      for (long to = from + 1; to <= steps; to += 5) {
        Events events = plan.events(from, to);
        int i = 0;
        int number = 0;
        for (long n = from + 1; n <= to; n++) {
          boolean sample = n > burnIn && (n - burnIn) % every == 0;
          boolean look = sample || n % lookEvery == 0 || n == steps;
          if (look || n == burnIn || n == to) {
            assertEquals(n, events.step(i));
            assertEquals(look, events.isLook(i));
            assertEquals(sample, events.isSample(i));
            assertEquals(n > burnIn + samples / 2 * every ? 1 : 0, events.half(i));
            if (sample) {
              assertEquals(number++, events.structs().getAtIndex(ValueLayout.JAVA_LONG, i) >>> 40);
            }
            i++;
          }
        }
        assertEquals(i, events.size());
        assertEquals(number, events.samples());
        assertEquals(to, events.to());
      }
    }
  }

  /** Stretches hold so many samples at most and end at mere stops; together they are all. */
  @Test
  void stretchesAndHalvesAreCutsOfAll() {
    Events all = new EventPlan(1000, 100, 3, 64).events(50, 950);
    long from = 50;
    int events = 0;
    for (Events stretch : all.stretches(8)) {
      assertEquals(from, stretch.from());
      assertTrue(stretch.samples() <= 8);
      assertTrue(
          stretch.samples() == 8 || stretch.to() == 100 || stretch.to() == 950, "" + stretch.to());
      from = stretch.to();
      events += stretch.size();
    }
    assertEquals(all.size(), events);
    assertEquals(950, from);
    Events second = all.halves().get(1);
    assertEquals(all.halves().getFirst().to(), second.from());
    assertEquals(100 + 150 * 3, second.from());
  }

  @Test
  void aSearchLooksAtEachStepAfterTheLastLook() {
    Events all = new EventPlan(1000, 100, 30, 64).events(50, 950);
    assertEquals(50, all.lookBefore(64));
    assertEquals(64, all.lookBefore(65));
    assertEquals(128, all.lookBefore(130));
    Events search = all.searching(128, 130);
    assertEquals(2, search.size());
    assertEquals(50, search.from());
    assertEquals(129, search.step(0));
    assertTrue(search.isLook(0) && search.isLook(1));
    assertEquals(0, search.samples());
  }

  /** Far beyond all steps nothing overflows into a step. */
  @Test
  void runsOfMostSteps() {
    EventPlan plan = new EventPlan(Long.MAX_VALUE - 1, Long.MAX_VALUE / 2, Long.MAX_VALUE);
    assertEquals(1, plan.events(0, 4096).size());
    long last = Long.MAX_VALUE - 5;
    assertEquals(1, plan.events(last, last + 4).size());
    assertThrows(IllegalArgumentException.class, () -> new Chunk(0, Events.MOST_STEPS + 1, plan));
  }
}
