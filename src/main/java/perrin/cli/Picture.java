package perrin.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import perrin.output.OutputException;
import perrin.report.chart.Figure;
import perrin.report.paper.Paper;
import perrin.report.paper.PaperFile;
import perrin.report.paper.PaperSize;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Figures as the bytes of a file. Where it is loaded, so is Java's part for graphics. */
final class Picture {
  /** By the endings of names. */
  enum Kind {
    PNG,
    SVG,
    PDF;

    static Kind of(Path file, CommandLine command) {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      for (Kind kind : values()) {
        if (name.endsWith("." + kind.name().toLowerCase(Locale.ROOT))) {
          Graphics.require(file);
          return kind;
        }
      }
      throw new ParameterException(
          command, "-o: " + file + ", must end in .png, .svg or .pdf; -o picture.pdf");
    }
  }

  /** Whether this machine's Java can draw. */
  static final class Graphics {
    private Graphics() {}

    /** Throws where Perrin was put together without. */
    static void require(Path file) {
      boolean desktop = ModuleLayer.boot().findModule("java.desktop").isPresent();
      if (!desktop || Picture.class.getResource("/org/jfree/chart/JFreeChart.class") == null) {
        throw OutputException.unwritable(
            file,
            "this is Perrin's small bundle, which has no library for pictures",
            "copy the run file to where all of Perrin is, or draw in the terminal: leave -o out");
      }
    }
  }

  private final PaperSize size;
  private final boolean titled;

  Picture(String size, boolean titled) {
    this.size = PaperSize.read(size);
    this.titled = titled;
  }

  byte[] of(Kind kind, Figure figure) {
    return switch (kind) {
      case PNG -> bytes(to -> PaperFile.png(paper(figure), to));
      case SVG -> bytes(to -> PaperFile.svg(paper(figure), to));
      case PDF -> pdf(List.of(figure));
    };
  }

  byte[] pdf(List<Figure> figures) {
    return bytes(to -> PaperFile.pdf(figures.stream().map(this::paper).toList(), to));
  }

  private Paper paper(Figure figure) {
    return new Paper(figure, size, titled);
  }

  /** Writes somewhere. */
  private interface Writing {
    void to(ByteArrayOutputStream stream) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    var stream = new ByteArrayOutputStream();
    try {
      writing.to(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stream.toByteArray();
  }
}
