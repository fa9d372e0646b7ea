package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.backend.cxx.CxxSource;
import perrin.calculus.Node;
import perrin.calculus.Printer;
import perrin.experiment.Library;
import perrin.kernel.Draws;
import perrin.kernel.Kernel;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.Sampling;
import perrin.kernel.SharedValues;
import perrin.random.Stream;

/** The parts of a kernel and their order. */
class KernelTest {
  @Test
  void variablesAreTheCoordinatesThenEachStateVariable() {
    String state = "{step: \"x = x + v + w*normal()\", state: {w: 1, v: \"normal()\"}}";
    Kernel plane = Sample.compile(Sample.PLANE, "method=" + state).kernel();
    assertEquals(List.of("x", "y", "w_x", "w_y", "v_x", "v_y"), plane.variables());
    assertEquals(2, plane.coordinates());
    assertEquals(plane.variables(), List.copyOf(plane.step().outputs().keySet()));
    assertEquals(plane.variables(), List.copyOf(plane.start().outputs().keySet()));
    Kernel line = Sample.kernel("method=" + state);
    assertEquals(List.of("x", "w", "v"), line.variables());
    assertEquals(1, line.coordinates());
  }

  /** s[i] is variable i, whatever it is called. */
  @Test
  void inputsFollowTheVariables() {
    String swap = "{step: \"x = x\\n v = w\\n w = v\", state: {v: 1, w: 2}}";
    Kernel kernel = Sample.compile(Sample.PLANE, "method=" + swap).kernel();
    List<String> labels = new ArrayList<>();
    kernel.step().outputs().values().forEach(op -> labels.add(op.label()));
    assertEquals(List.of("s[0]", "s[1]", "s[4]", "s[5]", "s[4]", "s[5]"), labels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x = x                                        | 0 | 0
          x = x + normal()                             | 1 | 2
          x = x + normal() + normal()                  | 2 | 4
          x = x + dot(normal(), normal())              | 2 | 4
          x = x + normal()*0                           | 1 | 2
          """)
  void gaussiansAreCountedByCallSiteAndCoordinate(String step, int line, int plane) {
    String method = "method={step: \"" + step + "\"}";
    assertEquals(line, Sample.kernel(method).normals());
    assertEquals(plane, Sample.compile(Sample.PLANE, method).kernel().normals());
  }

  /** Each stream by itself; a round of a repeat is a site. */
  @Test
  void uniformsAreCountedBesideGaussians() {
    String step = "repeat 2 { x = x + uniform() }\\n x = x + normal()*uniform()";
    Kernel kernel = Sample.compile(Sample.PLANE, "method={step: \"" + step + "\"}").kernel();
    assertEquals(
        List.of(
            new Draws(Stream.STEP_NORMALS, Draws.Kind.GAUSSIANS, 2),
            new Draws(Stream.STEP_UNIFORMS, Draws.Kind.UNIFORMS, 6)),
        kernel.draws());
    assertEquals(2, kernel.normals());
    assertEquals(2, kernel.stepsOfGroup());
    assertEquals(List.of(), Sample.kernel("method={step: x = x}").draws());
  }

  /**
   * Sites in the order written, which need not be the coordinates' order; a block of Philox each.
   */
  @Test
  void startBlocksAreNumberedAsWritten() {
    String start = "start={y: \"uniform(0, 1) + normal(0, 1)\", x: \"normal(0, 1)\"}";
    Kernel kernel = Sample.compile(Sample.PLANE, start, "method=leimkuhler-matthews").kernel();
    assertEquals(4, kernel.startBlocks());
    assertEquals(List.of("x", "y", "r_x", "r_y"), List.copyOf(kernel.start().outputs().keySet()));
    assertEquals("[block[2].x, block[2].y]", inputs(kernel, "x"));
    assertEquals("[block[0].x, block[1].x, block[1].y]", inputs(kernel, "y"));
    assertEquals("[block[3].x, block[3].y]", inputs(kernel, "r_x"));
    assertEquals("[block[3].x, block[3].y]", inputs(kernel, "r_y"));
  }

  /** A velocity and what the coordinates start from are not drawn together. */
  @Test
  void coordinatesOfACohortShareTheFirstBlocks() {
    String start = "start={y: \"uniform(0, 1) + 0.1*walker\", x: \"normal(0, 1)\"}";
    Kernel own = Sample.compile(Sample.PLANE, start, "method=baoab").kernel();
    Kernel shared =
        Sample.compile(Sample.PLANE, start, "method=baoab", "check={rhat: true}").kernel();
    assertEquals(0, own.sharedBlocks());
    assertEquals(2, shared.sharedBlocks());
    assertEquals(3, shared.startBlocks());
    assertEquals("[block[0].x, walker]", inputs(own, "y"));
    assertEquals("[block[0].x, leader]", inputs(shared, "y"));
    assertEquals(inputs(own, "v_x"), inputs(shared, "v_x"));
  }

  /** A site draws for all coordinates in order, four to a block; the next site begins a new one. */
  @Test
  void aSiteOfManyCoordinatesTakesSeveralBlocks() {
    Kernel kernel =
        Sample.kernel(
            "coordinates=[a, b, c, d, f]",
            "start={a: 0, b: 0, c: 0, d: 0, f: 0}",
            "energy=a",
            "method={state: {v: normal(), w: uniform()}, step: x = v + w}");
    assertEquals(4, kernel.startBlocks());
    assertEquals("[block[0].z, block[0].w]", inputs(kernel, "v_d"));
    assertEquals("[block[1].x, block[1].y]", inputs(kernel, "v_f"));
    assertEquals("[block[2].w]", inputs(kernel, "w_d"));
    assertEquals("[block[3].x]", inputs(kernel, "w_f"));
  }

  private static String inputs(Kernel kernel, String variable) {
    List<String> labels = new ArrayList<>();
    List<Op> pending = new ArrayList<>(List.of(kernel.start().outputs().get(variable)));
    while (!pending.isEmpty()) {
      Op op = pending.removeLast();
      pending.addAll(op.operands());
      if (op.opcode() == Opcode.INPUT) {
        labels.add(op.label());
      }
    }
    return labels.stream().distinct().sorted(KernelTest::byWord).toList().toString();
  }

  /** By block, then in the order x, y, z, w. */
  private static int byWord(String a, String b) {
    return a.replace('w', '~').compareTo(b.replace('w', '~'));
  }

  @Test
  void samplesAreTheEnergyThenObservablesThenHistogramsByName() {
    Kernel kernel =
        Sample.kernel(
            "observables={b: x, a: energy}",
            "histograms={h: {of: x, from: 0, to: 1, bins: 2}, g: {of: x^2, from: 0, to: 1, bins: 2}}");
    Sampling sampling = kernel.sampling();
    assertEquals(
        List.of("b", "a"), sampling.observables().stream().map(Sampling.Observed::name).toList());
    assertEquals(
        List.of("g", "h"), sampling.histograms().stream().map(Sampling.Counted::name).toList());
    assertEquals(5, kernel.values());
    assertEquals(
        List.of("energy", "observables.b", "observables.a", "histograms.g", "histograms.h"),
        List.copyOf(kernel.sample().outputs().keySet()));
  }

  @Test
  void sharedValuesAreThoseOfTheRunAndThoseOfTheStep() {
    Kernel kernel =
        Sample.kernel("energy=k*x^2 + c*x", "parameters={k: 2, c: 1}", "temperature=1/(n + 1)");
    SharedValues shared = kernel.shared();
    assertEquals(List.of("-dt/friction", "2*k", "c", "k"), printed(shared.ofRun()));
    assertEquals(List.of("sqrt(2*kT*dt/friction)"), printed(shared.ofStep()));
    assertEquals(List.of(), Sample.kernel().shared().ofStep());
  }

  private static List<String> printed(List<Node> nodes) {
    return nodes.stream().map(Printer::print).sorted().toList();
  }

  /** Every definition stands after those that it calls; the Gaussian is always there. */
  @Test
  void definitionsAreInOrder() {
    List<String> names =
        Sample.kernel("energy=tanh(x)^2 + log(1 + x^2)").definitions().stream()
            .map(definition -> definition.function().name())
            .toList();
    assertTrue(names.contains("gaussian"), names.toString());
    assertTrue(names.indexOf("exp") >= 0 && names.indexOf("exp") < names.indexOf("tanh"));
    assertTrue(!names.contains("sin"), names.toString());
  }

  @Test
  void everyMethodWithEveryEnergyOfOneCoordinate() {
    for (String method : Library.methods()) {
      for (String energy : List.of("double-well", "harmonic", "quartic", "tilted-double-well")) {
        Kernel kernel = Sample.kernel("method=" + method, "energy=" + energy);
        int carried = List.of("baoab", "obabo", "mala", "hmc").contains(method) ? 1 : 0;
        assertEquals(kernel.variables().size() + carried, kernel.step().outputs().size());
      }
    }
  }

  /** Code is compiled from the formulas alone: numbers come in as shared values. */
  @Test
  void codeDoesNotDependOnTheNumbers() {
    String[] some = {"energy=k*x^2", "parameters={k: 2}"};
    String[] other = {"energy=k*x^2", "parameters={k: 3}", "dt=0.5", "temperature=0", "seed=7"};
    assertEquals(text(Sample.kernel(some)), text(Sample.kernel(other)));
  }

  private static String text(Kernel kernel) {
    return new CxxSource(kernel).readable("cpu/frame.h");
  }
}
