package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perrin.output.SgdRecord;
import perrin.statistics.Interval;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.noise.BatchNoise;
import perrin.statistics.noise.Likeness;
import perrin.statistics.noise.Tensor;

/** The noise of mini-batches in words. */
class SgdReportTest {
  private static final Interval THREE = new Interval(-0.123456, -0.2, -0.05);

  private static Tensor tensor(double xx, double xy, double yy) {
    double[][] error = {{1e-3, 1e-3}, {1e-3, 1e-3}};
    return new Tensor(new double[][] {{xx, xy}, {xy, yy}}, error);
  }

  private static BatchNoise.Shape shape(String name, double distance) {
    return new BatchNoise.Shape(name, THREE, THREE, new Interval(distance, 0, 2 * distance));
  }

  private static BatchNoise noise(Tensor temperature, Interval anisotropy) {
    return new BatchNoise(
        4096,
        0.02,
        new Interval(0.1196129, 0.1196080, 0.1196178),
        tensor(0.04, 0, 0.04),
        temperature,
        new Interval(1.32044e-4, 1.32013e-4, 1.32075e-4),
        anisotropy,
        0.0077,
        tensor(1.3e-4, 0, 1.3e-4),
        List.of(shape("flipper", 0.1), shape("weight[123456]", 0.2)));
  }

  @Test
  void aTableOfEightyColumns() {
    Interval anisotropy = new Interval(0.606, 0.606, 0.606);
    BatchNoise noise = noise(tensor(1.3e-4, -0.8e-4, 1.3e-4), anisotropy);
    var likeness =
        new Likeness(
            "map",
            1.32e-4,
            new TotalVariation(0.234, 0.231, 0.236, 64),
            new TotalVariation(0.003, 0.001, 0.009, 64));
    var record = new SgdRecord(Optional.of(noise), Interval.UNKNOWN, Optional.of(likeness));
    assertEquals(
        """
        mini-batches              Langevin      at 4,096 walkers, ± and [ ] are 95 %
        rate r                    time step     0.02
        loss L                    energy E      0.1196129 ± 0.0000049
        a batch's noise, sd       sqrt(2 kT/r)  0.2
        varies with the place by  0             0.77 %
        skewness, weight[123456]  0             -0.123 ± 0.075
        excess kurtosis           0             -0.123 ± 0.075
        from a Gaussian, max |dF| 0             0.2 [0, 0.4]
        r/2 * its variance        kT            0.000132044 ± 0.000000031
        spread over directions    0             0.606 [0.606, 0.606]
        <(x - <x>)*dL/dx>         kT            0.0001 ± 0.0014
        No single temperature describes the noise: kT is 0.00021 along 0.71 flipper -
        0.71 weight[123456] and 5e-5 along 0.71 flipper + 0.71 weight[123456]. In
        histogram map this is not Langevin dynamics at kT = 0.000132: TV 0.234 [0.231,
        0.236]. With each direction's own kT it is: TV 0.003 [0.001, 0.009].\
        """,
        SgdReport.of(record, 0.01));
  }

  /** Where the largest component is not the first, and has the other sign. */
  @Test
  void directionsBeginWithAPlus() {
    BatchNoise noise = noise(tensor(2e-4, -4e-4, 8e-4), new Interval(1, 1, 1));
    String text =
        SgdReport.of(new SgdRecord(Optional.of(noise), Interval.UNKNOWN, Optional.empty()), 0.01);
    String words = text.replace('\n', ' ');
    assertTrue(words.contains("0.001 along 0.45 flipper - 0.89 weight[123456] and"), words);
  }

  @Test
  void withoutMiniBatchesThereIsNothingToSay() {
    assertEquals("", SgdReport.of(SgdRecord.NOTHING, 0.01));
  }

  /** Averages stand below each other, also beside names that are longer than a column. */
  @Test
  void identitiesOfRestAreATable(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("rest.yaml"),
            """
            coordinates: [slope, level]
            data: {arrays: {u: [1, 2, 3, 4], y: [1, 3, 2, 5]}}
            energy: "sum(r in rows: (level + slope*(u[r] - 2.5) - y[r])^2)/8"
            minibatch: {size: 2}
            start: {slope: 1, level: 2.7}
            method: sgld
            temperature: 0.1
            dt: 0.1
            walkers: 1024
            steps: 40
            burn-in: 20
            check: {}
            """);
    var run = CommandLineTrial.of("run", file, "-o", folder.resolve("o.h5"), "--backend", "java");
    List<String> found = run.outLines().stream().filter(l -> l.contains("(expected")).toList();
    assertEquals(6, found.size(), run.out());
    int width = "slope: x*dE/dx over dt/2*g^2 + noise ".length();
    for (String line : found) {
      String name = line.substring(0, width);
      assertTrue(name.endsWith(" ") && !name.startsWith(" "), line);
      assertTrue(line.substring(width).matches("[-0-9].* ± .*"), line);
    }
  }
}
