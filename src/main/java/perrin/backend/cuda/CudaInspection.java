package perrin.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import perrin.backend.BackendException;
import perrin.backend.cxx.CxxSource;
import perrin.backend.nvidia.CudaLibraries;
import perrin.experiment.MathMode;
import perrin.kernel.Kernel;

/** What the cuda backend stands on, looked at closely: for {@code perrin gpu-check}. */
public final class CudaInspection implements AutoCloseable {
  /** Part of the name of the tests' stand-in, which computes on the processor. */
  private static final String STAND_IN = "no GPU";

  private static final int BLOCK = 256;
  private static final int BLOCKS_PER_MULTIPROCESSOR = 8;

  /** Warp schedulers of a multiprocessor, each issuing an instruction for 32 lanes a clock. */
  private static final int SCHEDULERS = 4;

  private static final int LANES = 32;
  private static final long CLOCK_NANOSECONDS = 5_000_000;

  /** The bits of 2⁻¹⁰⁰: from here on sqrt_normal (kernels/portable/lanes.h) is a root. */
  static final int LEAST_ROOT = Float.floatToRawIntBits(0x1p-100f);

  private final CudaDevice device;

  /**
   * @throws BackendException where there is no driver, no device, or no NVRTC
   */
  public CudaInspection() {
    device = CudaDevice.first();
  }

  /**
   * The device and the libraries.
   *
   * @param capability compute capability, as 10·major + minor
   * @param memory bytes on the device
   * @param driver the newest CUDA that the driver serves
   * @param curand cuRAND's version, or why there is none
   */
  public record Facts(
      String device,
      int capability,
      long memory,
      int multiprocessors,
      String driver,
      String nvrtc,
      String curand) {

    /** Whether there is no GPU at all, but the tests' stand-in for one. */
    public boolean standIn() {
      return device.contains(STAND_IN);
    }

    /** Instructions that all lanes of the device can issue in a clock. */
    public double lanesPerClock() {
      return (double) multiprocessors * SCHEDULERS * LANES;
    }
  }

  public Facts facts() {
    return device.guarded(
        "looking",
        () ->
            new Facts(
                device.found().name(),
                device.found().capability(),
                device.found().memory(),
                device.attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                CudaProbe.version(device.driver()),
                device.compiler(),
                curandFacts()));
  }

  /**
   * A look at cuRAND.
   *
   * @throws BackendException where there is none
   */
  public CurandInspection curand() {
    return new CurandInspection(device, CudaLibraries.find());
  }

  private static String curandFacts() {
    try (Arena arena = Arena.ofConfined()) {
      CudaLibraries.Opened library =
          CudaLibraries.find().open("cuRAND", List.of("libcurand.so.10"));
      MemorySegment version = arena.allocate(JAVA_INT);
      new NativeFunctions(library.symbols()).call("curandGetVersion", version);
      int number = version.get(JAVA_INT, 0);
      String text = number / 1000 + "." + number % 1000 / 100 + "." + number % 100;
      return "cuRAND " + text + ", " + library.where();
    } catch (BackendException | NoSuchElementException e) {
      return e.getMessage();
    }
  }

  /**
   * How sqrt_normal compares with the correctly rounded root.
   *
   * @param wrong numbers whose roots differ
   * @param least the least of them
   */
  public record Roots(long tried, long wrong, float least) {}

  /**
   * Tries 0, −0 and the numbers from 2⁻¹⁰⁰ to the largest.
   *
   * @param stride takes every stride-th of them
   */
  public Roots roots(long stride) {
    return roots(LEAST_ROOT, Float.floatToRawIntBits(Float.POSITIVE_INFINITY), stride);
  }

  /**
   * Tries 0, −0 and every stride-th number from one to another, both by their bits.
   *
   * @param end behind the last
   */
  Roots roots(int from, int end, long stride) {
    return roots(text("roots.cu"), from, end, stride);
  }

  /** The same with another text than roots.cu. */
  Roots roots(String text, int from, int end, long stride) {
    long[] found = launch(text, "perrin_roots", new long[] {0, -1, 0}, from, end, stride);
    return new Roots(found[2], found[0], Float.intBitsToFloat((int) found[1]));
  }

  /** Clocks a second of the multiprocessors, as they are now: take it right after work. */
  public double clock() {
    long[] passed = launch(text("clock.cu"), "perrin_clock", new long[2], CLOCK_NANOSECONDS);
    return passed[0] * 1e9 / passed[1];
  }

  private long[] launch(String text, String kernel, long[] words, long... more) {
    return device.guarded(
        kernel,
        () -> {
          CUmodule module = CudaDevice.module(device.image(text, kernel, MathMode.PORTABLE));
          try (DeviceArray array = new DeviceArray((long) words.length * Long.BYTES)) {
            ByteBuffer buffer = Buffers.direct(words.length * Long.BYTES);
            buffer.asLongBuffer().put(words);
            array.upload(buffer);
            CUfunction function = new CUfunction();
            JCudaDriver.cuModuleGetFunction(function, module, kernel);
            int blocks =
                BLOCKS_PER_MULTIPROCESSOR
                    * device.attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
            Pointer[] arguments = new Pointer[1 + more.length];
            arguments[0] = array.parameter();
            for (int i = 0; i < more.length; i++) {
              arguments[1 + i] = Pointer.to(new long[] {more[i]});
            }
            JCudaDriver.cuLaunchKernel(
                function, blocks, 1, 1, BLOCK, 1, 1, 0, null, Pointer.to(arguments), null);
            JCudaDriver.cuCtxSynchronize();
            long[] result = new long[words.length];
            array.download(0, buffer).asLongBuffer().get(result);
            return result;
          } finally {
            JCudaDriver.cuModuleUnload(module);
          }
        });
  }

  /** One of the small kernels, its header put in. */
  static String text(String file) {
    return CxxSource.file("cuda/" + file);
  }

  /**
   * What a step costs on this device, counted in the machine code.
   *
   * @param instructions of a step of one walker
   * @param registers of a thread
   * @param frame bytes of a thread's local memory: 0 unless registers spill
   * @param mix of the loop's instructions, for people
   */
  public record StepCost(double instructions, int registers, int frame, String mix) {}

  public StepCost stepCost(Kernel kernel, MathMode math) {
    return stepCost(kernel, device.image(CudaBackend.text(kernel, math), "langevin.cu", math));
  }

  /**
   * @param image machine code
   */
  static StepCost stepCost(Kernel kernel, byte[] image) {
    SassCount count = SassCount.of(image).get("perrin_run");
    SassCount.Loop loop = count.steps();
    return new StepCost(
        (double) loop.instructions() / kernel.stepsOfGroup(),
        count.registers(),
        count.frame(),
        loop.mix());
  }

  /**
   * Where a walker is while it steps, and what its thread takes.
   *
   * @param place {@code registers}, {@code shared} or {@code device} memory
   * @param walkerBytes in that memory; 0 in registers
   * @param frame bytes of a thread's local memory
   */
  public record Footprint(
      String place, int walkerBytes, int blockThreads, int sharedBytes, int registers, int frame) {}

  /** Of a kernel that counts nothing. */
  public Footprint footprint(Kernel kernel) {
    return device.guarded("looking", () -> footprint(kernel, device.sharedMemory()));
  }

  private Footprint footprint(Kernel kernel, BlockPlan.SharedMemory memory) {
    BlockPlan plan = BlockPlan.of(kernel, 0, memory);
    String text = plan.program(CudaBackend.text(kernel, MathMode.PORTABLE), false);
    SassCount run =
        SassCount.of(device.image(text, "langevin.cu", MathMode.PORTABLE)).get("perrin_run");
    return new Footprint(
        plan.place().name().toLowerCase(Locale.ROOT),
        plan.columnBytes(),
        plan.threads(),
        plan.sharedBytes(),
        run.registers(),
        run.frame());
  }

  @Override
  public void close() {
    device.close();
  }
}
