package perrin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import perrin.backend.cpu.CpuTarget;
import perrin.backend.cuda.CudaBackend;
import perrin.run.BackendChoice;
import perrin.run.Devices;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to compute with. None of it changes the result. */
final class BackendOptions {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      completionCandidates = Names.class,
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
      names = "--devices",
      paramLabel = "N,N|all",
      description =
          "Several GPUs, by their numbers, or all of this machine: the walkers are shared among"
              + " them. Where they cannot be had the run is refused.")
  String devices;

  @Option(
      names = "--cuda-libraries",
      paramLabel = "DIR",
      description = "Folder with libnvrtc, looked at before the usual places.")
  Path cudaLibraries;

  /** What may stand behind {@code --backend}. */
  static final class Names extends ArrayList<String> {
    Names() {
      super(BackendChoice.NAMES);
    }
  }

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
        name, width == null ? 0 : width, devices(), Optional.ofNullable(cudaLibraries));
  }

  private Devices devices() {
    if (devices == null) {
      return device == null ? Devices.FIRST : new Devices(List.of(device), false);
    }
    if (device != null) {
      throw refused("--device, --devices: both are given; write one of them");
    }
    if (!List.of("auto", CudaBackend.NAME).contains(name)) {
      throw refused("--devices: is for GPUs, and --backend is " + name + "; leave one of them out");
    }
    return new Devices(devices.strip().equals("all") ? List.of() : numbers(), true);
  }

  private List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (String word : devices.split(",", -1)) {
      if (!NUMBER.matcher(word.strip()).matches()) {
        throw refused("--devices: " + devices + ", must be numbers of GPUs such as 0,1, or all");
      }
      int number = Integer.parseInt(word.strip());
      if (numbers.contains(number)) {
        throw refused("--devices: " + devices + ", has " + number + " twice");
      }
      numbers.add(number);
    }
    return numbers;
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
