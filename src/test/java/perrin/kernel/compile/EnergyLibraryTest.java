package perrin.kernel.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.calculus.ComplexStep;
import perrin.conformance.Trial;
import perrin.experiment.EnergyFile;
import perrin.experiment.Experiment;
import perrin.experiment.Formula;
import perrin.experiment.FormulaArray;
import perrin.experiment.Library;
import perrin.experiment.Values;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.Layout;
import perrin.language.Expr;
import perrin.language.FormulaReader;

/** The landscapes that come with the program, in double precision on the host. */
class EnergyLibraryTest {
  static Stream<Arguments> energies() {
    return Library.energies().stream()
        .flatMap(name ->
            Stream.of(Layout.of(Library.energy(name).coordinates().dimension()), Layout.MEMORY)
                .distinct()
                .map(layout -> Arguments.of(name, layout)));
  }

  @ParameterizedTest
  @MethodSource("energies")
  void gradientsEqualComplexSteps(String name, Layout layout) {
    Experiment experiment = Trial.onEnergy(name).experiment();
    EnergyFile file = Library.energy(name);
    Random random = new Random(7);
    for (int round = 0; round < (file.coordinates().dimension() > 2 ? 3 : 100); round++) {
      double[] at = somewhere(file, random);
      double[] gradient = VectorGradientTest.gradient(new Landscape(experiment, layout), at);
      for (int i = 0; i < at.length; i++) {
        String variable = file.coordinates().componentNames().get(i);
        double expected =
            ComplexStep.derivative(formula(experiment), names(experiment, at), variable);
        assertEquals(expected, gradient[i], 1e-9 * (1 + Math.abs(expected)), variable);
      }
    }
  }

  /**
   * The gradient vanishes there, the energy is what the file says, and is less than around. At an
   * end of the domain the energy may fall on, outwards. In a kink a formula of the library has the
   * gradient 0.
   */
  @ParameterizedTest
  @MethodSource("energies")
  void minima(String name, Layout layout) {
    Experiment experiment = Trial.onEnergy(name).experiment();
    EnergyFile file = Library.energy(name);
    List<EnergyFile.Range> ranges = ranges(file);
    Random random = new Random(7);
    for (EnergyFile.Minimum minimum : file.minima()) {
      double[] at = place(minimum);
      double energy = energy(experiment, at);
      assertEquals(minimum.energy(), energy, 1e-9 * (1 + Math.abs(energy)), name);
      double[] slopes = VectorGradientTest.gradient(new Landscape(experiment, layout), at);
      for (int i = 0; i < at.length; i++) {
        double inwards = at[i] == ranges.get(i).from() ? 1 : at[i] == ranges.get(i).to() ? -1 : 0;
        if (inwards == 0) {
          assertEquals(0, slopes[i], 1e-9, name + ", gradient");
        } else {
          assertTrue(inwards * slopes[i] >= 0, name + ", gradient at an end of the domain");
        }
      }
      for (int round = 0; round < 20; round++) {
        double[] near = at.clone();
        for (int i = 0; i < at.length; i++) {
          double moved = at[i] + random.nextDouble(-0.01, 0.01);
          near[i] = Math.clamp(moved, ranges.get(i).from(), ranges.get(i).to());
        }
        assertTrue(energy(experiment, near) > energy, name + " is lower nearby");
      }
    }
  }

  /** Where a minimum has the same value in all coordinates, it is one for every N. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ackley",
        "griewank",
        "levy",
        "phi4-chain",
        "rastrigin",
        "rosenbrock",
        "schwefel",
        "styblinski-tang"
      })
  void minimaOfAnySize(String name) {
    double usual = Library.energy(name).coordinates().dimension();
    EnergyFile.Minimum minimum = Library.energy(name).minima().getFirst();
    for (int size : new int[] {3, 20}) {
      Experiment experiment =
          Trial.onEnergy(name).with("energy={name: %s, N: %d}".formatted(name, size)).experiment();
      double[] at = new double[size];
      Arrays.fill(at, place(minimum)[0]);
      double expected = minimum.energy() / usual * size;
      assertEquals(expected, energy(experiment, at), 1e-9 * (1 + Math.abs(expected)));
      for (double slope :
          VectorGradientTest.gradient(new Landscape(experiment, Layout.MEMORY), at)) {
        assertEquals(0, slope, 1e-9);
      }
    }
  }

  /** The components of all coordinates, one after the other. */
  private static double[] place(EnergyFile.Minimum minimum) {
    return minimum.at().values().stream()
        .flatMapToDouble(c -> c.stream().mapToDouble(Double::doubleValue))
        .toArray();
  }

  /** The domain of each component. */
  private static List<EnergyFile.Range> ranges(EnergyFile file) {
    return file.coordinates().blocks().stream()
        .flatMap(
            block -> Collections.nCopies(block.length(), file.domain().get(block.name())).stream())
        .toList();
  }

  /** The table of Wales &amp; Doye (1997); an energy below it by 1e-4 would be a mistake. */
  @Test
  void thirteenAtomsHaveTheEnergyOfTheTable() {
    double[] sizes = DoubleStream.iterate(1.07, r -> r < 1.09, r -> r + 1e-4).toArray();
    Experiment experiment = Trial.onEnergy("lennard-jones").experiment();
    double lowest = Double.POSITIVE_INFINITY;
    for (double size : sizes) {
      lowest = Math.min(lowest, energy(experiment, icosahedron(size)));
    }
    assertEquals(-44.326801, lowest, 5e-6);
    assertTrue(lowest > -44.326801 - 1e-4);
  }

  /** An atom in the middle and twelve at a distance: x, y and z of all, one after the other. */
  private static double[] icosahedron(double radius) {
    double golden = (1 + Math.sqrt(5)) / 2;
    double a = radius / Math.sqrt(1 + golden * golden);
    double b = a * golden;
    double[] at = new double[39];
    int atom = 1;
    for (double s : new double[] {-a, a}) {
      for (double t : new double[] {-b, b}) {
        for (int turn = 0; turn < 3; turn++) {
          at[13 * ((turn + 1) % 3) + atom] = s;
          at[13 * ((turn + 2) % 3) + atom] = t;
          atom++;
        }
      }
    }
    return at;
  }

  static double[] somewhere(EnergyFile file, Random random) {
    return ranges(file).stream()
        .mapToDouble(range -> random.nextDouble(range.from(), range.to()))
        .toArray();
  }

  private static double energy(Experiment experiment, double[] at) {
    return ComplexStep.value(formula(experiment), names(experiment, at));
  }

  private static Expr formula(Experiment experiment) {
    return FormulaReader.formula(experiment.energy().formula().text());
  }

  /** Values of all names, an array's by element. */
  static Map<String, Double> names(Experiment experiment, double[] at) {
    Map<String, Double> names = new LinkedHashMap<>();
    List<String> components = experiment.coordinates().componentNames();
    for (int i = 0; i < at.length; i++) {
      names.put(components.get(i), at[i]);
    }
    experiment.parameters().forEach((name, value) -> put(names, name, value));
    return names;
  }

  private static void put(Map<String, Double> names, String name, Values value) {
    switch (value) {
      case Formula number -> names.put(name, number.number().orElseThrow());
      case FormulaArray array -> {
        int columns = array.shape().getLast();
        for (int k = 0; k < array.elements().size(); k++) {
          List<Integer> index =
              array.shape().size() == 1 ? List.of(k) : List.of(k / columns, k % columns);
          names.put(name + index, array.elements().get(k).number().orElseThrow());
        }
      }
    }
  }
}
