package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import perrin.errors.BadValue;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.output.MadeFile;
import perrin.report.chart.Figure;
import perrin.report.figures.RunFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin plot RUN.h5}. */
@Command(
    name = "plot",
    description = {
      "Draws a run's figures: in the terminal, or with -o as PNG, SVG or PDF for a paper.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  perrin plot double-well.h5",
      "  perrin plot double-well.h5 histograms.x -o histogram.pdf",
      "",
      "Exit codes: 0 done, 1 the run file cannot be read or the picture not be written, 2 the"
          + " command is wrong."
    })
final class PlotCommand implements Callable<Integer> {
  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "RUN.h5",
      converter = FileName.class,
      description = "A run file.")
  Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME",
      description =
          "Figures by their names, which --list prints; a part of a name that is in one alone is"
              + " enough. All of them by default.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PICTURE",
      converter = FileName.class,
      description =
          "A file that ends in .png, .svg or .pdf; replaced where it exists. A PDF has a page for"
              + " each figure; of several others each gets a file of its own, PICTURE-NAME.png.")
  Path output;

  @Option(
      names = "--point",
      paramLabel = "P",
      description =
          "Of a sweep, the point whose figures are wanted, counted from 0; else the first.")
  Integer point;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description =
          "With -o: single (85 mm wide, one column of a journal; default), double (174 mm), or width"
              + " and height in mm, such as 120x80.")
  String size;

  @Option(names = "--no-title", description = "With -o: leaves the title to the paper's caption.")
  boolean untitled;

  @Option(names = "--list", description = "Prints the figures' names and titles alone.")
  boolean list;

  @Override
  public Integer call() {
    Picture.Kind kind = output == null ? null : Picture.Kind.of(output, command.commandLine());
    if (output == null && (size != null || untitled)) {
      throw wrong((size != null ? "--size" : "--no-title") + ": is for files; name one with -o");
    }
    List<Figure> all = RunFigures.of(file, point == null ? 0 : point);
    List<Figure> chosen =
        names.isEmpty() ? all : names.stream().map(name -> find(all, name)).toList();
    if (chosen.isEmpty()) {
      perrin
          .terminal()
          .complain(file + " has no figures: no histograms, observables, correlations");
      return ExitCode.OK;
    }
    if (list) {
      chosen.forEach(f -> perrin.terminal().printLine(f.name() + "  (" + f.title() + ")"));
    } else if (kind == null) {
      chosen.forEach(figure -> FigurePicture.print(perrin.terminal(), figure));
    } else {
      write(kind, chosen);
    }
    return ExitCode.OK;
  }

  private void write(Picture.Kind kind, List<Figure> figures) {
    Map<Path, byte[]> files = new LinkedHashMap<>();
    try {
      Picture picture = new Picture(size == null ? "single" : size, !untitled);
      if (kind == Picture.Kind.PDF) {
        files.put(output, picture.pdf(figures));
      } else {
        for (Figure figure : figures) {
          Path target = figures.size() == 1 ? output : beside(figure.name());
          if (files.putIfAbsent(target, picture.of(kind, figure)) != null) {
            throw wrong(
                figure.name() + ": two figures would be " + target + "; write a PDF, or name one");
          }
        }
      }
    } catch (BadValue e) {
      throw wrong(e.getMessage());
    }
    files.forEach((target, bytes) -> {
      MadeFile.write(target, bytes);
      perrin.terminal().printLine("picture: " + target);
    });
  }

  /** {@code PICTURE-NAME.png}; of a name what files may be called. */
  private Path beside(String name) {
    String own = output.getFileName().toString();
    int dot = own.lastIndexOf('.');
    String plain = Shown.shortened(name.replaceAll("[^\\p{L}\\p{N}._-]+", "-"), 100);
    return output.resolveSibling(own.substring(0, dot) + "-" + plain + own.substring(dot));
  }

  private Figure find(List<Figure> all, String name) {
    List<String> known = all.stream().map(Figure::name).toList();
    return RunFigures.named(all, name)
        .or(() -> {
          List<Figure> holding = all.stream().filter(each -> each.name().contains(name)).toList();
          return holding.size() == 1
              ? java.util.Optional.of(holding.getFirst())
              : java.util.Optional.empty();
        })
        .orElseThrow(() ->
            wrong(
                name
                    + ": no such figure"
                    + Nearest.hintOrAll(
                        "figure",
                        "figures",
                        name,
                        known,
                        "; perrin plot " + file + " --list prints their names")));
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
