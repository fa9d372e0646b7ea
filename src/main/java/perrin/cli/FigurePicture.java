package perrin.cli;

import perrin.report.chart.Figure;
import perrin.report.dots.DotPicture;
import perrin.report.dots.DotStyle;

/** Figures in the terminal. */
final class FigurePicture {
  private static final int USUAL_COLUMNS = 80;

  private FigurePicture() {}

  /** Prints a figure as the terminal can show it. */
  static void print(Terminal terminal, Figure figure) {
    DotStyle.Shades shades =
        switch (terminal.colours()) {
          case NONE -> DotStyle.Shades.NONE;
          case FEW -> DotStyle.Shades.FEW;
          case MANY -> DotStyle.Shades.MANY;
          case ALL -> DotStyle.Shades.ALL;
        };
    int columns = terminal.columns() > 0 ? terminal.columns() : USUAL_COLUMNS;
    terminal.picture(
        "\n" + DotPicture.draw(figure, new DotStyle(columns - 1, terminal.unicode(), shades)));
  }
}
