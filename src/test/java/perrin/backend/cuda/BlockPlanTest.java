package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import perrin.backend.cuda.BlockPlan.Place;
import perrin.conformance.Trial;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;

class BlockPlanTest {
  @Test
  void fewValuesStayInRegistersAndCountsInSharedMemoryWhereTheyFit() {
    Kernel kernel = kernel(Trial.of(Trial.SMALL));
    assertEquals(new BlockPlan(256, Place.REGISTERS, 0, 1000), plan(kernel, 1000));
    assertEquals(new BlockPlan(256, Place.REGISTERS, 0, 0), plan(kernel, 100_000));
  }

  /** 39 positions, forces and Gaussians, and one more: 118 slots; seven blocks of 64 at once. */
  @Test
  void asManyThreadsAsFindRoom() {
    Kernel kernel = kernel(LargeWalkers.all().get("39, Euler-Maruyama"));
    BlockPlan plan = plan(kernel, 200);
    assertEquals(new BlockPlan(64, Place.SHARED, 4 * 118, 200), plan);
    assertEquals(64 * 4 * 118 + 4 * 200, plan.sharedBytes());
    assertEquals(0, plan.deviceBytes(1_000_000));
  }

  /** 50,000 counts would leave room for one block of 32. */
  @Test
  void countsGiveWayToWalkers() {
    Kernel kernel = kernel(LargeWalkers.all().get("39, Euler-Maruyama"));
    assertEquals(new BlockPlan(64, Place.SHARED, 4 * 118, 0), plan(kernel, 50_000));
  }

  @Test
  void whatSharedMemoryDoesNotHoldIsInTheDevices() {
    Kernel kernel = kernel(LargeWalkers.all().get("300, BAOAB"));
    BlockPlan plan = plan(kernel, 200);
    assertEquals(new BlockPlan(256, Place.DEVICE, 4 * 1200, 200), plan);
    assertEquals(800, plan.sharedBytes());
    assertEquals(2 * 256 * 4 * 1200, plan.deviceBytes(257));
  }

  private static BlockPlan plan(Kernel kernel, long cells) {
    return BlockPlan.of(kernel, cells, LargeWalkerKernelTest.HOPPER);
  }

  private static Kernel kernel(Trial trial) {
    return KernelCompiler.compile(trial.experiment()).kernel();
  }
}
