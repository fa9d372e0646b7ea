package perrin.report.figures;

import java.util.List;
import java.util.Optional;
import perrin.errors.Shown;
import perrin.report.chart.Ink;

/**
 * Walkers that move over a landscape, as data.
 *
 * @param title a line
 * @param words what is to be seen, for those who do not see it
 * @param names of the two axes
 * @param view what is shown
 * @param ground what lies below the walkers
 * @param groups at least one, of as many places each
 * @param captions what stands at each frame
 */
public record Scene(
    String title,
    String words,
    List<String> names,
    View view,
    Ground ground,
    List<Group> groups,
    List<String> captions) {

  /**
   * The part of the plane that is shown: from {@code left} to {@code right} along x, from {@code
   * low} to {@code high} along y.
   *
   * @param plane whether both axes are coordinates
   */
  public record View(double left, double right, double low, double high, boolean plane) {
    /** Whether one unit is as long on either axis, as it should where both are coordinates. */
    public boolean isEven() {
      double aspect = (high - low) / (right - left);
      return plane && aspect > 0.35 && aspect < 2;
    }
  }

  /**
   * Lines, and the height between them.
   *
   * @param lines each [2][points]
   * @param mesh of the height, where it is known
   */
  public record Ground(List<double[][]> lines, Optional<Mesh> mesh) {
    /** Nothing. */
    public static final Ground NONE = new Ground(List.of(), Optional.empty());

    public Ground {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Heights over the whole view, in lines passed from the lowest on: at 2.5 the second is below.
   *
   * @param value the column i and row j is i·rows + j, the first at the lower left; NaN where there
   *     is none
   * @param most passed anywhere
   */
  public record Mesh(int columns, int rows, float[] value, int most) {}

  /**
   * Walkers of one ink.
   *
   * @param name for the legend; empty for none
   * @param between places from one frame to the next, at least 1
   * @param at [places][walkers][x and y]; places are (frames − 1)·between + 1
   */
  public record Group(String name, Ink ink, int between, float[][][] at) {
    public Group {
      name = Shown.line(name);
    }

    public int walkers() {
      return at[0].length;
    }
  }

  public Scene {
    title = Shown.line(title);
    words = Shown.line(words);
    names = names.stream().map(Shown::line).toList();
    groups = List.copyOf(groups);
    captions = captions.stream().map(Shown::line).toList();
    for (Group group : groups) {
      if (group.at().length != (captions.size() - 1) * group.between() + 1) {
        throw new IllegalArgumentException(
            group.at().length + " places are not those of " + captions.size() + " frames");
      }
    }
  }

  public int frames() {
    return captions.size();
  }
}
