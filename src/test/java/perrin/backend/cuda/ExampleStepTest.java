package perrin.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import perrin.backend.cxx.CxxSource;
import perrin.conformance.Trial;
import perrin.kernel.compile.KernelCompiler;

/**
 * langevin.cu compiles by itself with the double well's functions, which are kept beside it as the
 * emitter prints them. To renew them after a wanted change run this test with {@code
 * -Dperrin.renew=true}.
 */
class ExampleStepTest {
  private static final Path FILE = Path.of("kernels", "cuda", "double_well.h");

  @Test
  void theCheckedInStepIsTheEmitters() throws IOException {
    String text = example();
    if (Boolean.getBoolean("perrin.renew")) {
      Files.writeString(FILE, text);
    }
    assertEquals(text, Files.readString(FILE));
  }

  private static String example() {
    Trial trial =
        Trial.of(
            """
            coordinates: [x]
            energy: (x^2 - 1)^2
            start: {x: "normal(0, 0.5)"}
            method: euler-maruyama
            temperature: 0.5
            dt: 0.01
            walkers: 1
            steps: 1
            histograms: {x: {of: x, from: -2.5, to: 2.5, bins: 100}}
            observables: {x2: x^2, E: energy}
            """);
    String text =
        new CxxSource(KernelCompiler.compile(trial.experiment()).kernel())
            .readable(CudaBackend.FRAME);
    String frame = "\n#include \"" + CudaBackend.FRAME + "\"\n";
    return text.substring(0, text.indexOf(frame)).replace("\"portable/", "\"../portable/");
  }
}
