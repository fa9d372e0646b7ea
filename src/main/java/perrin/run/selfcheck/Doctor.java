package perrin.run.selfcheck;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import perrin.backend.BackendException;
import perrin.backend.cpu.CompiledKernels;
import perrin.backend.cpu.CpuBackend;
import perrin.backend.cpu.CpuTarget;
import perrin.backend.cpu.CxxCompiler;
import perrin.backend.cuda.CudaBackend;
import perrin.backend.cuda.CudaProbe;
import perrin.backend.cxx.CxxSource;
import perrin.backend.java.JavaBackend;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.experiment.Precision;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.output.Digest;
import perrin.run.BackendChoice;
import perrin.run.Devices;
import perrin.run.Progress;
import perrin.run.Runner;

/** Looks at what this machine has for Perrin, and tries it out. */
public final class Doctor {
  /** Small, but with all that kernels are made of; 1003 walkers leave a cohort that is not full. */
  private static final String TRIAL =
      """
      title: Trial
      coordinates: [x]
      energy: (x^2 - 1)^2 + 0.1*sin(3*x) + 0.1*exp(-x^2) + 0.1*tanh(x) + 0.01*log(1 + x^2)
      start: {x: normal(0, 0.5)}
      method: leimkuhler-matthews
      temperature: 0.5
      dt: 0.01
      walkers: 1003
      steps: 21
      burn-in: 5
      sample-every: 3
      histograms: {x: {of: x, from: -2.5, to: 2.5, bins: 50}}
      observables: {x2: x^2, E: energy}
      """;

  private static final String UNTIL_THEN = "; until then, runs use java, many times slower";

  private final Experiment trial = ExperimentFile.parse(TRIAL, "trial", List.of());
  private final Experiment inDouble =
      ExperimentFile.parse(TRIAL, "trial", List.of("precision=double"));
  private final Consumer<Finding> tell;

  private Doctor(Consumer<Finding> tell) {
    this.tell = tell;
  }

  /**
   * Looks at everything.
   *
   * @param tell is told each finding as soon as it is there
   * @return whether a run is possible
   */
  public static boolean examine(Consumer<Finding> tell) {
    var doctor = new Doctor(tell);
    doctor.machine();
    Optional<Digest> java = doctor.javaBackend();
    java.ifPresent(doctor::cpuBackend);
    doctor.cuda(java.orElse(null));
    return java.isPresent();
  }

  private void machine() {
    tell.accept(
        Finding.ok(
            JavaBackend.NAME,
            Runtime.version()
                + ", "
                + System.getProperty("java.vendor")
                + ", in "
                + System.getProperty("java.home")));
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    tell.accept(
        Finding.ok(
            "machine",
            String.format(
                Locale.ROOT,
                "%s %s, cores: %d, memory: %.1f GiB, of which Java's own %.1f GiB",
                machine.getName(),
                machine.getArch(),
                machine.getAvailableProcessors(),
                machine.getTotalMemorySize() * 0x1p-30,
                Runtime.getRuntime().maxMemory() * 0x1p-30)));
  }

  private Optional<Digest> javaBackend() {
    try {
      long begun = System.nanoTime();
      Digest digest = digest(trial, JavaBackend.NAME, 0);
      tell.accept(Finding.ok("java backend", "works" + seconds(begun)));
      return Optional.of(digest);
    } catch (RuntimeException e) {
      tell.accept(Finding.wrong("java backend", "fails: " + e + "; please report it"));
      return Optional.empty();
    }
  }

  private void cpuBackend(Digest java) {
    if (!hasCompiler()) {
      return;
    }
    try {
      CpuTarget best = CpuTarget.best(Precision.SINGLE);
      tell.accept(
          Finding.ok("processor", best.instructions() + ", " + best.width() + " walkers a vector"));
      compile(best);
      CpuTarget.WIDTHS.forEach(
          width -> compareBits("cpu, width " + width, trial, CpuBackend.NAME, width, java));
      compareBits(
          "cpu, double", inDouble, CpuBackend.NAME, 0, digest(inDouble, JavaBackend.NAME, 0));
    } catch (BackendException e) {
      tell.accept(Finding.wrong("cpu backend", e.getMessage() + UNTIL_THEN));
    }
  }

  private boolean hasCompiler() {
    try {
      CxxCompiler compiler = CxxCompiler.find();
      tell.accept(Finding.ok("compiler", compiler.description() + ", " + compiler.program()));
      return true;
    } catch (BackendException e) {
      tell.accept(Finding.absent("compiler", e.getMessage() + UNTIL_THEN));
      return false;
    }
  }

  private void compile(CpuTarget target) {
    Kernel kernel = KernelCompiler.compile(trial).kernel();
    CompiledKernels kernels = CompiledKernels.open();
    double seconds = kernels.tried(new CxxSource(kernel).complete("cpu/frame.h"), target);
    tell.accept(Finding.ok("compiling", String.format(Locale.ROOT, "works (%.2f s)", seconds)));
    tell.accept(Finding.ok("cache", kernels.folder().toString()));
  }

  private void compareBits(
      String subject, Experiment experiment, String backend, int width, Digest java) {
    compareBits(subject, () -> digest(experiment, backend, width), java);
  }

  private void compareBits(String subject, Supplier<Digest> there, Digest java) {
    long begun = System.nanoTime();
    try {
      tell.accept(
          there.get().equals(java)
              ? Finding.ok(subject, "same bits as java" + seconds(begun))
              : Finding.wrong(
                  subject, "other bits than java; use --backend java, and please report it"));
    } catch (RuntimeException e) {
      tell.accept(Finding.wrong(subject, e.getMessage()));
    }
  }

  private static Digest digest(Experiment experiment, String backend, int width) {
    return digest(experiment, new BackendChoice(backend, width));
  }

  private static Digest digest(Experiment experiment, BackendChoice backend) {
    var options = new Runner.Options(backend, 1, 0, true);
    return Digest.of(Runner.run(experiment, options, Progress.SILENT, _ -> {}));
  }

  private static String seconds(long begun) {
    return String.format(Locale.ROOT, " (%.2f s)", (System.nanoTime() - begun) * 1e-9);
  }

  private void cuda(Digest java) {
    CudaProbe probe = CudaProbe.look();
    if (!probe.usable()) {
      tell.accept(Finding.absent(CudaBackend.NAME, probe.reason()));
      return;
    }
    List<CudaProbe.Device> devices = probe.devices();
    for (CudaProbe.Device device : devices) {
      String number = devices.size() == 1 ? "" : " (device " + device.ordinal() + ")";
      compareBits("cuda, " + device.name() + number, onDevices(List.of(device.ordinal())), java);
    }
    if (devices.size() > 1) {
      compareBits("cuda, all " + devices.size() + " devices", onDevices(List.of()), java);
    }
  }

  private Supplier<Digest> onDevices(List<Integer> numbers) {
    var cuda =
        new BackendChoice(CudaBackend.NAME, 0, new Devices(numbers, false), Optional.empty());
    return () -> digest(trial, cuda);
  }
}
