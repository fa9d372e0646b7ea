package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import perrin.backend.Grid;
import perrin.backend.Program;
import perrin.conformance.Trial;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;

/**
 * What a thread that steps has in local memory, which nobody plans, as NVIDIA's compiler lays it
 * out.
 *
 * @param inMemory where walkers are
 * @param drawn of perrin_run
 * @param buffered of perrin_run_buffered
 */
record StepFrames(boolean inMemory, SassCount drawn, SassCount buffered) {
  static StepFrames of(Trial trial, Nvrtc nvrtc, int capability) {
    Experiment experiment = trial.experiment();
    Kernel kernel = KernelCompiler.compile(experiment).kernel();
    BlockPlan.SharedMemory memory =
        capability == 75 ? LargeWalkerKernelTest.TURING : LargeWalkerKernelTest.HOPPER;
    BlockPlan plan = BlockPlan.of(kernel, BlockPlan.cells(Grid.of(experiment)), memory);
    String text = CudaBackend.text(Program.of(experiment, kernel));
    return new StepFrames(
        kernel.inMemory(),
        run(plan.program(text, false), "perrin_run", nvrtc, capability),
        run(plan.program(text, true), "perrin_run_buffered", nvrtc, capability));
  }

  private static SassCount run(String text, String kernel, Nvrtc nvrtc, int capability) {
    var module = nvrtc.compile(text, "a test", capability, Oracle.ANY_DRIVER, Nvrtc.PORTABLE);
    return SassCount.of(module.image()).get(kernel);
  }

  /**
   * No frame where walkers are in memory; in registers nothing but those of them that ptxas had too
   * few of.
   */
  void assertNone(String name) {
    for (SassCount run : List.of(drawn, buffered)) {
      String text =
          "%s, %s: %d registers, frame %d, spills %d"
              .formatted(name, run.kernel(), run.registers(), run.frame(), run.spills());
      System.out.println(text);
      assertTrue(run.frame() <= (inMemory ? 0 : 8 * run.spills()), text);
    }
  }
}
