package perrin.report.motion;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import perrin.report.chart.Colours;
import perrin.report.figures.Scene;
import perrin.report.paper.Typeface;

/** Draws the frames of a scene, in pixels. */
final class ScenePainter {
  private static final int LEFT = 46;
  private static final int RIGHT = 12;
  private static final int BOTTOM = 36;
  private static final int EDGE = 10;
  private static final int LINE = 17;

  private static final Color BLACK = new Color(0x202020);
  private static final Color GREY = new Color(0x6b7280);

  private static final int LINES = 0xb4bdc8;

  /** Frames that a tail lasts, as a share of all. */
  private static final double TAIL = 0.12;

  /** Walkers of whom all of the path stays to be seen. */
  private static final int FEW = 12;

  /** Walkers that are small, with short tails. */
  private static final int MANY = 60;

  private final Scene scene;
  private final int width;
  private final int height;
  private final Rectangle2D plot;
  private final SceneAxes axes;
  private final List<int[]> legendAt = new ArrayList<>();
  private final BufferedImage ground;

  /** The ground with paths up to frame {@code until}. */
  private BufferedImage paths;

  private int until;
  private final Font small = Typeface.of(11);
  private final Font large = Typeface.of(13);

  /**
   * @param width px
   */
  ScenePainter(Scene scene, int width) {
    this.scene = scene;
    this.width = width;
    int top = 10 + 2 * LINE + legend();
    Scene.View view = scene.view();
    int left = Math.max(LEFT, SceneAxes.room(view));
    double across = width - left - RIGHT;
    double up =
        view.isEven()
            ? across * (view.high() - view.low()) / (view.right() - view.left())
            : across * 0.75;
    this.plot = new Rectangle2D.Double(left, top, across, Math.round(up));
    this.height = (int) Math.round(plot.getMaxY()) + BOTTOM;
    this.axes = new SceneAxes(scene, plot, height);
    this.ground = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    drawGround();
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Places the legend's entries and says how high it is. */
  private int legend() {
    int x = EDGE;
    int line = 0;
    for (Scene.Group group : scene.groups()) {
      if (group.name().isEmpty() || scene.groups().size() == 1) {
        legendAt.add(new int[0]);
        continue;
      }
      int whole = 18 + (int) Math.ceil(Typeface.width(name(group), small)) + 10;
      if (x > EDGE && x + whole > width) {
        x = EDGE;
        line++;
      }
      legendAt.add(new int[] {x, line});
      x += whole;
    }
    return x > EDGE ? (line + 1) * LINE : 0;
  }

  private String name(Scene.Group group) {
    return Typeface.fitting(group.name(), small, width - 60.0);
  }

  private static Graphics2D graphics(BufferedImage image) {
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return g;
  }

  private void drawGround() {
    Graphics2D g = graphics(ground);
    g.setPaint(Color.WHITE);
    g.fillRect(0, 0, width, height);
    scene.ground().mesh().ifPresent(mesh -> SceneShades.draw(ground, plot, mesh));
    var clip = g.getClip();
    g.clip(plot);
    g.setPaint(scene.ground().mesh().isPresent() ? new Color(LINES) : GREY);
    g.setStroke(new BasicStroke(scene.ground().mesh().isPresent() ? 0.8f : 1.4f));
    scene.ground().lines().forEach(line -> g.draw(path(line[0], line[1])));
    g.setClip(clip);
    axes.draw(g);
    words(g);
    g.dispose();
  }

  private Path2D path(double[] x, double[] y) {
    var path = new Path2D.Double();
    boolean down = false;
    for (int i = 0; i < x.length; i++) {
      boolean drawn = Double.isFinite(x[i]) && Double.isFinite(y[i]);
      if (drawn && down) {
        path.lineTo(axes.x(x[i]), axes.y(y[i]));
      } else if (drawn) {
        path.moveTo(axes.x(x[i]), axes.y(y[i]));
      }
      down = drawn;
    }
    return path;
  }

  /** Colours of the ground, which all frames have. */
  int[] shades() {
    return scene.ground().mesh().map(SceneShades::all).orElse(new int[] {0xffffff});
  }

  private void words(Graphics2D g) {
    g.setFont(large);
    SceneAxes.text(g, Typeface.fitting(scene.title(), large, width - 2.0 * EDGE), EDGE, 20);
    g.setFont(small);
    for (int i = 0; i < legendAt.size(); i++) {
      if (legendAt.get(i).length > 0) {
        int x = legendAt.get(i)[0];
        int y = 20 + 2 * LINE + legendAt.get(i)[1] * LINE;
        g.setPaint(ink(scene.groups().get(i)));
        g.fill(new Ellipse2D.Double(x + 3, y - 8, 8, 8));
        g.setPaint(BLACK);
        SceneAxes.text(g, name(scene.groups().get(i)), x + 16, y);
      }
    }
  }

  private static Color ink(Scene.Group group) {
    return new Color(Colours.rgb(group.ink().light()));
  }

  /** A frame, from 0 to the scene's last. */
  BufferedImage frame(int number) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = graphics(image);
    int walkers = scene.groups().stream().mapToInt(Scene.Group::walkers).sum();
    g.drawImage(walkers <= FEW && scene.view().plane() ? trodden(number) : ground, 0, 0, null);
    g.setFont(small);
    g.setPaint(GREY);
    SceneAxes.text(
        g,
        Typeface.fitting(scene.captions().get(number), small, width - 2.0 * EDGE),
        EDGE,
        20 + LINE);
    g.clip(plot);
    if (scene.view().plane()) { // along a curve, a tail would be a chord
      for (Scene.Group group : scene.groups()) {
        tails(g, group, number * group.between(), walkers);
      }
    }
    for (Scene.Group group : scene.groups()) {
      points(g, group, number * group.between(), walkers);
    }
    g.dispose();
    return image;
  }

  /**
   * The ground with all of the paths up to a frame, pale; quick where frames are asked for in turn.
   */
  private BufferedImage trodden(int frame) {
    if (paths == null || frame < until) {
      paths = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      paths.createGraphics().drawImage(ground, 0, 0, null);
      until = 0;
    }
    Graphics2D g = graphics(paths);
    g.clip(plot);
    g.setStroke(new BasicStroke(0.9f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    for (Scene.Group group : scene.groups()) {
      g.setPaint(new Color(Colours.mixed(0xffffff, ink(group).getRGB() & 0xffffff, 0.4)));
      if (frame > until) {
        g.draw(path(group, until * group.between(), frame * group.between()));
      }
    }
    until = frame;
    g.dispose();
    return paths;
  }

  private void points(Graphics2D g, Scene.Group group, int place, int walkers) {
    double radius = walkers <= MANY ? 4 : walkers <= 200 ? 3 : 2.3;
    for (float[] at : group.at()[place]) {
      if (Float.isFinite(at[0]) && Float.isFinite(at[1])) {
        var dot =
            new Ellipse2D.Double(
                axes.x(at[0]) - radius, axes.y(at[1]) - radius, 2 * radius, 2 * radius);
        g.setPaint(ink(group));
        g.fill(dot);
        g.setPaint(Color.WHITE);
        g.setStroke(new BasicStroke(walkers <= MANY ? 0.9f : 0.5f));
        g.draw(dot);
      }
    }
  }

  /** The last places, fading in a few steps so that few colours do; of few walkers all places. */
  private void tails(Graphics2D g, Scene.Group group, int place, int walkers) {
    boolean many = walkers > MANY; // whose long tails would hide all the rest
    int parts = many ? 1 : 4;
    int longest =
        many ? group.between() : (int) Math.max(2.0 * group.between(), TAIL * group.at().length);
    g.setPaint(ink(group));
    g.setStroke(new BasicStroke(many ? 0.6f : 1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    for (int part = parts; part >= 1; part--) {
      int from = Math.max(0, place - longest * part / parts);
      int to = Math.max(0, place - longest * (part - 1) / parts);
      float strength = many ? 0.25f : 0.85f * (parts + 1 - part) / parts;
      see(g, strength, group, from, to);
    }
  }

  private void see(Graphics2D g, float strength, Scene.Group group, int from, int to) {
    if (from >= to) {
      return;
    }
    g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, strength));
    g.draw(path(group, from, to));
    g.setComposite(AlphaComposite.SrcOver);
  }

  private Path2D path(Scene.Group group, int from, int to) {
    var all = new Path2D.Double();
    for (int w = 0; w < group.walkers(); w++) {
      float[] before = group.at()[from][w];
      boolean down = false;
      for (int k = from; k <= to; k++) {
        float[] at = group.at()[k][w];
        boolean drawn = Float.isFinite(at[0]) && Float.isFinite(at[1]);
        if (drawn && down && !jumps(before, at)) {
          all.lineTo(axes.x(at[0]), axes.y(at[1]));
        } else if (drawn) {
          all.moveTo(axes.x(at[0]), axes.y(at[1]));
        }
        down = drawn;
        before = at;
      }
    }
    return all;
  }

  /** Whether a walker went out at one side of a periodic box and came in at the other. */
  private boolean jumps(float[] before, float[] now) {
    Scene.View view = scene.view();
    return Math.abs(now[0] - before[0]) > 0.7 * (view.right() - view.left())
        || Math.abs(now[1] - before[1]) > 0.7 * (view.high() - view.low());
  }
}
