package perrin.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import perrin.output.MadeFile;
import perrin.report.figures.Scene;
import perrin.report.figures.Scenes;
import perrin.report.motion.MovingFile;
import perrin.report.page.ScenePage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code perrin animate RUN.h5}. */
@Command(
    name = "animate",
    description = {
      "Shows the walkers of a run's trajectories moving over their energy, of one or two coordinates:"
          + " as a page, or a GIF. Of a sweep over methods, all of them side by side.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  perrin animate annealing-cloud.h5",
      "  perrin animate annealing-cloud.h5 -o cloud.gif --seconds 8",
      "",
      "Exit codes: 0 done, 1 the run file cannot be read, has no trajectories, or the picture not be"
          + " written, 2 the command is wrong."
    })
final class AnimateCommand implements Callable<Integer> {
  private static final int MOST_FRAMES = 1000;
  private static final double MOST_SECONDS = 600;
  private static final int[] SIZES = {200, 2000};

  @ParentCommand Perrin perrin;
  @Mixin HelpOption help;
  @Spec CommandSpec command;

  @Parameters(paramLabel = "RUN.h5", converter = FileName.class, description = "A run file.")
  Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "MOVIE",
      converter = FileName.class,
      description =
          "A file that ends in .html (a page with a slider), .gif, or .png (an APNG); replaced where"
              + " it exists. By default the run file's name with -moving.html, in the current folder.")
  Path output;

  @Option(names = "--frames", paramLabel = "N", description = "Frames at most. Default: 150.")
  int frames = 150;

  @Option(names = "--seconds", paramLabel = "T", description = "How long it lasts. Default: 10.")
  double seconds = 10;

  @Option(
      names = "--point",
      paramLabel = "P",
      description = "Of a sweep this point alone, counted from 0.")
  Integer point;

  @Option(
      names = "--size",
      paramLabel = "PX",
      description = "Width of a GIF or PNG in pixels. Default: 480.")
  Integer size;

  @Override
  public Integer call() {
    String ending = ending();
    requireOptions(ending);
    List<String> notices = new ArrayList<>();
    OptionalInt wanted = point == null ? OptionalInt.empty() : OptionalInt.of(point);
    Scene scene = Scenes.of(file, wanted, frames, notices);
    Path target = output == null ? FileName.ofRun(file, "-moving.html") : output;
    notices.forEach(perrin.terminal()::complain);
    byte[] bytes =
        ending.equals(".html")
            ? ScenePage.of(scene, seconds).getBytes(StandardCharsets.UTF_8)
            : moving(scene, ending);
    MadeFile.write(target, bytes);
    perrin
        .terminal()
        .printLine(
            "animation: "
                + target
                + ", "
                + scene.frames()
                + " frames, "
                + String.format(Locale.ROOT, "%.2f MB", bytes.length / 1e6));
    return ExitCode.OK;
  }

  private String ending() {
    if (output == null) {
      return ".html";
    }
    String name = output.getFileName().toString().toLowerCase(Locale.ROOT);
    return List.of(".html", ".gif", ".png").stream()
        .filter(name::endsWith)
        .findFirst()
        .orElseThrow(
            () -> wrong("-o: " + output + ", must end in .html, .gif or .png; -o race.gif"));
  }

  private void requireOptions(String ending) {
    if (frames < 2 || frames > MOST_FRAMES) {
      throw wrong("--frames: " + frames + ", must be from 2 to " + MOST_FRAMES);
    }
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw wrong("--seconds: " + seconds + ", must be above 0 and at most 600");
    }
    if (size != null && ending.equals(".html")) {
      throw wrong("--size: is for GIF and PNG; a page is as wide as its window");
    }
    if (size != null && (size < SIZES[0] || size > SIZES[1])) {
      throw wrong("--size: " + size + ", must be from " + SIZES[0] + " to " + SIZES[1] + " pixels");
    }
    if (!ending.equals(".html")) {
      Picture.Graphics.require(output);
    }
  }

  private byte[] moving(Scene scene, String ending) {
    var stream = new ByteArrayOutputStream();
    int width = size == null ? 480 : size;
    IntConsumer progress = progress(scene.frames());
    try {
      if (ending.equals(".gif")) {
        MovingFile.gif(scene, width, seconds, progress, stream);
      } else {
        MovingFile.png(scene, width, seconds, progress, stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stream.toByteArray();
  }

  /** On a terminal, where it takes longer than a second. */
  private IntConsumer progress(int all) {
    if (perrin.terminal().columns() == 0) {
      return _ -> {};
    }
    long begin = System.nanoTime();
    return done -> {
      if (System.nanoTime() - begin > 1_000_000_000L) {
        perrin
            .terminal()
            .err()
            .print("\rframe " + done + " of " + all + (done == all ? "\r\u001b[K" : ""));
        perrin.terminal().err().flush();
      }
    };
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
