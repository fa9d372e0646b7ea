package perrin.output;

import perrin.statistics.TimeMean;

/**
 * A local learning coefficient as it goes into a run file.
 *
 * @param coefficient λ = (⟨nL⟩ − nL*)/kT
 * @param loss ⟨nL⟩
 * @param minimum nL*
 */
public record LearningRecord(TimeMean coefficient, TimeMean loss, double minimum) {
  /** None was asked for. */
  public static final LearningRecord NOTHING =
      new LearningRecord(
          new TimeMean(Double.NaN, Double.NaN), new TimeMean(Double.NaN, Double.NaN), Double.NaN);
}
