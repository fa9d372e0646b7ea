package perrin.cli;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import perrin.backend.cpu.CpuTarget;
import perrin.run.BackendChoice;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to compute with. None of it changes the result. */
final class BackendOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "auto, java, cpu or cuda. auto takes the fastest that works here, and says which. The"
              + " results have the same bits on each.")
  String name;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Walkers in a vector of the cpu backend: 4, 8 or 16; else the best here.")
  Integer width;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use; else one for each core.")
  Integer threads;

  @Option(names = "--device", paramLabel = "N", description = "Number of the GPU to use; else 0.")
  Integer device;

  @Option(
      names = "--cuda-libraries",
      paramLabel = "DIR",
      description = "Folder with libnvrtc, looked at before the usual places.")
  Path cudaLibraries;

  BackendChoice choice() {
    if (!BackendChoice.NAMES.contains(name)) {
      throw refused("--backend: " + name + ", must be " + oneOf(BackendChoice.NAMES));
    }
    if (width != null && !CpuTarget.WIDTHS.contains(width)) {
      throw refused("--width: " + width + ", must be " + oneOf(CpuTarget.WIDTHS));
    }
    if (device != null && device < 0) {
      throw refused("--device: " + device + ", must be at least 0");
    }
    return new BackendChoice(
        name,
        width == null ? 0 : width,
        device == null ? 0 : device,
        Optional.ofNullable(cudaLibraries));
  }

  int threads() {
    if (threads != null && threads < 1) {
      throw refused("--threads: " + threads + ", must be at least 1");
    }
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private ParameterException refused(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }

  /** {@code a, b or c}. */
  static String oneOf(List<?> values) {
    var text = new StringBuilder();
    Iterator<?> each = values.iterator();
    while (each.hasNext()) {
      Object value = each.next();
      text.append(text.isEmpty() ? "" : each.hasNext() ? ", " : " or ").append(value);
    }
    return text.toString();
  }
}
