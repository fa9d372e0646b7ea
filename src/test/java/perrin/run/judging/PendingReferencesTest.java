package perrin.run.judging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import perrin.conformance.Trial;
import perrin.output.PointRecord;

/** Densities that take their time do not hold up walkers, and are waited for audibly. */
class PendingReferencesTest {
  private static final References NONE =
      new References(Map.of(), Map.of(), Map.of(), Optional.empty());

  /** So singular that no density is to be had, which takes a moment to be found out. */
  private static final Trial SINGULAR =
      Trial.of(
          """
          coordinates: [x]
          energy: "0.9*log(abs(x - 0.3)) + x^2 + 1e-9*sum(i in 0..15: cos(i*x))"
          start: {x: "normal(0, 1)"}
          method: leimkuhler-matthews
          temperature: 1
          dt: 0.0001
          walkers: 4096
          steps: 40
          sample-every: 10
          histograms: {x: {of: x, from: -2.5, to: 2.5, bins: 20}}
          check: {boltzmann: x}
          seed: 3
          """);

  @Test
  void whoeverWaitsLongIsToldWhatFor() {
    var told = new CountDownLatch(1);
    var pending =
        PendingReferences.begin(() -> {
          told.await();
          return NONE;
        });
    List<String> said = new ArrayList<>();
    References found =
        pending.await(text -> {
          said.add(text);
          told.countDown();
        });
    assertSame(NONE, found);
    assertEquals(List.of("integrating the Boltzmann density …"), said);
  }

  @Test
  void whatIsKnownIsNotWaitedFor() {
    List<String> said = new ArrayList<>();
    assertSame(NONE, PendingReferences.of(NONE).await(said::add));
    assertEquals(List.of(), said);
  }

  @Test
  void identitiesJudgeWhereNoDensityIsFoundInTheEnd() {
    PointRecord run = SINGULAR.run("java", 0, 1, 0);
    assertFalse(run.verdict().evidence().identities().isEmpty());
    assertTrue(run.verdict().evidence().comparison().isEmpty());
    PointRecord unchecked = SINGULAR.with("check=null").run("java", 0, 1, 0);
    assertArrayEquals(
        unchecked.histograms().get("x").counts().counts(),
        run.histograms().get("x").counts().counts());
    assertEquals(4, run.times().samples());
  }
}
