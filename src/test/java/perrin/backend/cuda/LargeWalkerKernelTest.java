package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.backend.Grid;
import perrin.backend.cuda.BlockPlan.Place;
import perrin.backend.cuda.BlockPlan.SharedMemory;
import perrin.experiment.Experiment;
import perrin.experiment.MathMode;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;

/**
 * Walkers of 39 and 300 coordinates: what NVIDIA's compiler makes of them, and where they are while
 * they step. The table of docs/gpu.md is what this prints.
 */
class LargeWalkerKernelTest {
  static final SharedMemory TURING = new SharedMemory(64 << 10, 64 << 10, 0);
  static final SharedMemory HOPPER = new SharedMemory(227 << 10, 228 << 10, 1 << 10);

  /** Opcodes of loads and stores. */
  private static final Set<Integer> DEVICE = Set.of(0x181, 0x186);

  private static final Set<Integer> SHARED = Set.of(0x184, 0x188);

  private static Nvrtc nvrtc;

  @BeforeAll
  static void needsOracle() {
    nvrtc = Oracle.nvrtc();
  }

  @ParameterizedTest
  @CsvSource({
    "'39, Euler-Maruyama', single, 75, SHARED, 128",
    "'39, Euler-Maruyama', single, 90, SHARED, 64",
    "'39, Euler-Maruyama', double, 90, SHARED, 32",
    "'39, BAOAB', single, 75, SHARED, 32",
    "'39, BAOAB', single, 90, SHARED, 32",
    "'39, BAOAB', double, 90, SHARED, 32",
    "'300, Euler-Maruyama', single, 75, DEVICE, 256",
    "'300, Euler-Maruyama', single, 90, SHARED, 64",
    "'300, Euler-Maruyama', double, 90, DEVICE, 256",
    "'300, BAOAB', single, 75, DEVICE, 256",
    "'300, BAOAB', single, 90, DEVICE, 256",
  })
  void walkersAreWhereTheyArePlanned(
      String name, String precision, int capability, Place place, int threads) {
    Experiment experiment =
        LargeWalkers.all().get(name).with("precision=" + precision).experiment();
    Kernel kernel = KernelCompiler.compile(experiment).kernel();
    SharedMemory memory = capability == 75 ? TURING : HOPPER;
    BlockPlan plan = BlockPlan.of(kernel, BlockPlan.cells(Grid.of(experiment)), memory);
    SassCount run = compile(kernel, plan, capability).get("perrin_run");
    System.out.printf(
        "%s, %s, sm_%d: %s, %d bytes a walker, blocks of %d, %d bytes shared; %d registers,"
            + " frame %d, spills %d%n",
        name,
        precision,
        capability,
        plan.place(),
        plan.columnBytes(),
        plan.threads(),
        plan.sharedBytes(),
        run.registers(),
        run.frame(),
        run.spills());
    assertEquals(0, run.frame());
    assertEquals(0, run.spills());
    assertTrue(plan.sharedBytes() <= memory.ofBlock());
    // Counts of histograms are in shared memory too; data, events and sums in the device's.
    boolean shared = count(run, SHARED) > count(run, DEVICE);
    assertEquals(place == Place.SHARED, shared);
    assertEquals(place, plan.place());
    assertEquals(threads, plan.threads());
  }

  private static long count(SassCount kernel, Set<Integer> opcodes) {
    return kernel.opcodes().stream().filter(opcodes::contains).count();
  }

  private static Map<String, SassCount> compile(Kernel kernel, BlockPlan plan, int capability) {
    String text = plan.program(CudaBackend.text(kernel, MathMode.PORTABLE), false);
    Nvrtc.Module module =
        nvrtc.compile(text, "a test", capability, Oracle.ANY_DRIVER, Nvrtc.PORTABLE);
    return SassCount.of(module.image());
  }
}
