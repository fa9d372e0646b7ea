package perrin.run.resume;

import java.util.List;

/**
 * What one of several jobs has made of a run: some of its walkers, of one point of a sweep or of
 * several.
 *
 * @param parts its walkers, in order; none where there are more shards than cohorts
 */
public record Shard(Head head, List<Part> parts) {
  /**
   * What it is.
   *
   * @param title of the experiment, which decides no number
   * @param source the experiment file, beside which its data are
   * @param experiment the whole experiment, as canonical JSON
   * @param number from 0
   * @param of how many there are
   * @param platform what made it
   * @param points of the sweep, of which it has walkers; 0 where there is none
   */
  public record Head(
      String title,
      String source,
      String experiment,
      int number,
      int of,
      Platform platform,
      List<Integer> points) {
    public Head {
      points = List.copyOf(points);
    }
  }

  /**
   * What walkers were moved by.
   *
   * @param backend its name; empty where there were none to move
   * @param device what it computed with, for people
   * @param math that it computed in, as an experiment writes it
   */
  public record Platform(String backend, String device, String math) {
    /** Nothing. */
    public static final Platform NONE = new Platform("", "", "");
  }

  /**
   * Consecutive walkers of a point.
   *
   * @param point of the sweep; 0 where there is none
   * @param end where they have ended; its samples are the observables' moments as nodes of the tree
   *     over cohorts
   */
  public record Part(int point, Checkpoint end) {}

  public Shard {
    parts = List.copyOf(parts);
  }

  /** Ends the names of files: {@code .shard-3-of-7}. */
  public static String ending(int number, int of) {
    return ".shard-" + number + "-of-" + of;
  }
}
