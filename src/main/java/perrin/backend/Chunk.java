package perrin.backend;

import java.util.List;

/**
 * Steps from … to−1 of a run, and when it is looked at: after steps burnIn + k·every, k ≥ 1.
 *
 * @param from first step
 * @param to one past the last step
 * @param burnIn steps before sampling begins
 * @param every steps from sample to sample
 * @param samples sample times in the whole run
 */
public record Chunk(long from, long to, long burnIn, long every, long totalSamples) {

  /** Where stepping must stop next: at the next sample, or at the end of the chunk. */
  long nextStop(long n) {
    long sample = n < burnIn ? burnIn + every : burnIn + ((n - burnIn) / every + 1) * every;
    return Math.min(to, sample);
  }

  boolean isSample(long n) {
    return n > burnIn && (n - burnIn) % every == 0;
  }

  /** Sample times within the chunk. */
  public int samples() {
    return Math.toIntExact(samplesUntil(to) - samplesUntil(from));
  }

  /** Sample times after at most n steps. */
  public long samplesUntil(long n) {
    return n <= burnIn ? 0 : (n - burnIn) / every;
  }

  /**
   * The parts of it that lie in the first and in the second half of the run's samples; either may
   * be empty.
   */
  public List<Chunk> halves() {
    long middle = Math.clamp(burnIn + totalSamples / 2 * every, from, to);
    return List.of(
        new Chunk(from, middle, burnIn, every, totalSamples),
        new Chunk(middle, to, burnIn, every, totalSamples));
  }

  /** 0 in the first half of the run's samples, 1 in the second. */
  int half(long n) {
    return samplesUntil(n) <= totalSamples / 2 ? 0 : 1;
  }
}
