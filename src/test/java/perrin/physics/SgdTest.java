package perrin.physics;

import static perrin.physics.Sigmas.assertBeyond;
import static perrin.physics.Sigmas.assertWithin;
import static perrin.physics.Sigmas.observed;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.conformance.Trial;
import perrin.output.PointRecord;
import perrin.statistics.TimeMean;

/**
 * SGD at rest on a linear regression, against the exact covariance of its chain: with A = E[x xᵀ],
 * C the covariance of one row's gradient at the optimum and f = 1/S, or (N − S)/(S(N − 1)) without
 * replacement,
 *
 * <pre>Σ = Σ − ε(AΣ + ΣA) + ε²[AΣA + f(E[x xᵀΣ x xᵀ] − AΣA) + fC]</pre>
 *
 * <p>Comparisons are at {@value Sigmas#LIMIT} standard errors, a false alarm in 7e-6 of all seeds;
 * the seed is fixed. The same comparison tells the equation from its continuous limit (Mandt,
 * Hoffman &amp; Blei, JMLR 18 (2017) 134), from the other way of drawing, and from residuals that
 * are scaled by 1.01.
 */
@Tag("statistics")
class SgdTest {
  private static final int ROWS = 40;

  /** Rows of the regression: two columns and a noisy response. */
  private record Regression(double[][] x, double[] y) {
    static Regression of(double noise) {
      Random random = new Random(3);
      double[][] x = new double[ROWS][2];
      double[] y = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        x[i][0] = random.nextGaussian();
        x[i][1] = 0.5 * x[i][0] + 0.8 * random.nextGaussian();
        y[i] = 0.7 * x[i][0] - 0.4 * x[i][1] + noise * random.nextGaussian();
      }
      return new Regression(x, y);
    }

    double[][] hessian() {
      double[][] a = new double[2][2];
      for (double[] row : x) {
        for (int j = 0; j < 2; j++) {
          for (int k = 0; k < 2; k++) {
            a[j][k] += row[j] * row[k] / ROWS;
          }
        }
      }
      return a;
    }

    double[] optimum() {
      double[][] a = hessian();
      double[] b = new double[2];
      for (int i = 0; i < ROWS; i++) {
        b[0] += x[i][0] * y[i] / ROWS;
        b[1] += x[i][1] * y[i] / ROWS;
      }
      double det = a[0][0] * a[1][1] - a[0][1] * a[1][0];
      return new double[] {
        (a[1][1] * b[0] - a[0][1] * b[1]) / det, (a[0][0] * b[1] - a[1][0] * b[0]) / det
      };
    }

    double[][] gradientCovariance() {
      double[] w = optimum();
      double[][] c = new double[2][2];
      for (int i = 0; i < ROWS; i++) {
        double r = x[i][0] * w[0] + x[i][1] * w[1] - y[i];
        for (int j = 0; j < 2; j++) {
          for (int k = 0; k < 2; k++) {
            c[j][k] += r * r * x[i][j] * x[i][k] / ROWS;
          }
        }
      }
      return c;
    }

    /** The fixed point, by iteration. */
    double[][] covariance(double rate, double f, boolean continuous) {
      double[][] a = hessian();
      double[][] c = gradientCovariance();
      double[][] sigma = new double[2][2];
      for (int n = 0; n < 20_000; n++) {
        double[][] as = product(a, sigma);
        double[][] sa = product(sigma, a);
        double[][] asa = product(as, a);
        double[][] spread = new double[2][2];
        for (double[] row : x) {
          double q = 0;
          for (int j = 0; j < 2; j++) {
            for (int k = 0; k < 2; k++) {
              q += row[j] * sigma[j][k] * row[k];
            }
          }
          for (int j = 0; j < 2; j++) {
            for (int k = 0; k < 2; k++) {
              spread[j][k] += row[j] * row[k] * q / ROWS;
            }
          }
        }
        for (int j = 0; j < 2; j++) {
          for (int k = 0; k < 2; k++) {
            double own = continuous ? 0 : asa[j][k] + f * (spread[j][k] - asa[j][k]);
            sigma[j][k] += -rate * (as[j][k] + sa[j][k]) + rate * rate * (own + f * c[j][k]);
          }
        }
      }
      return sigma;
    }

    private static double[][] product(double[][] a, double[][] b) {
      double[][] p = new double[2][2];
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 2; k++) {
          p[j][k] = a[j][0] * b[0][k] + a[j][1] * b[1][k];
        }
      }
      return p;
    }

    String data() {
      return "data={arrays: {u: " + Arrays.deepToString(x) + ", y: " + Arrays.toString(y) + "}}";
    }
  }

  private static PointRecord run(Regression of, double rate, int size, boolean replacement) {
    double[] w = of.optimum();
    String loss = "sum(i in rows: (a*u[i, 0] + b*u[i, 1] - y[i])^2)/(2*" + ROWS + ")";
    return Trial.of(
            """
            coordinates: [a, b]
            start: {a: 0, b: 0}
            method: sgd
            precision: double
            walkers: 65536
            steps: 600
            burn-in: 200
            sample-every: 20
            seed: 4
            """,
            "energy=\"" + loss + "\"",
            of.data(),
            "dt=" + rate,
            "minibatch={size: " + size + ", replacement: " + replacement + "}",
            "parameters={wa: " + w[0] + ", wb: " + w[1] + "}",
            "observables={a: a, aa: (a - wa)^2, ab: (a - wa)*(b - wb), bb: (b - wb)^2}")
        .run();
  }

  @ParameterizedTest
  @CsvSource({"0.3, 5, true", "0.3, 5, false", "0.15, 2, true", "0.3, 20, false"})
  void covarianceAtRest(double rate, int size, boolean replacement) {
    Regression regression = Regression.of(0.5);
    double with = 1.0 / size;
    double without = (ROWS - size) / (size * (ROWS - 1.0));
    PointRecord run = run(regression, rate, size, replacement);
    double[][] exact = regression.covariance(rate, replacement ? with : without, false);
    assertWithin(regression.optimum()[0], observed(run, "a"));
    assertWithin(exact[0][0], observed(run, "aa"));
    assertWithin(exact[0][1], observed(run, "ab"));
    assertWithin(exact[1][1], observed(run, "bb"));
    double[][] limit = regression.covariance(rate, replacement ? with : without, true);
    assertBeyond(limit[0][0], observed(run, "aa"), "the continuous limit");
    double[][] other = regression.covariance(rate, replacement ? without : with, false);
    assertBeyond(other[0][0], observed(run, "aa"), "the other way of drawing");
    PointRecord louder = run(Regression.of(0.505), rate, size, replacement);
    assertBeyond(exact[0][0], observed(louder, "aa"), "residuals scaled by 1.01");
  }

  /**
   * Two steps of an epoch never take the same rows: with batches of S of N rows of variance σ² and
   * mean 0 the covariance of their means is −σ²/(N − 1), and that of a step and one of the next
   * epoch is 0; of fresh batches both are 0.
   */
  @ParameterizedTest
  @CsvSource({"epoch, 1, 1, 1", "epoch, 2, 1, 1", "epoch, 2, 3, 0", "fresh, 2, 1, 0"})
  void stepsOfAnEpochAreAnticorrelated(String order, int size, int later, int same) {
    int rows = 6;
    double[] y = {-5, -3, -1, 1, 3, 5};
    double variance = 70.0 / rows;
    String step = "p = if(n < 1, gradient(x)/6, p) \\n q = gradient(x)/6";
    Trial trial =
        Trial.of(
            "coordinates: [x]\nenergy: \"sum(i in rows: y[i]*x)\"\nstart: {x: 0}\ndt: 1\nseed: 6\n",
            "data={arrays: {y: " + Arrays.toString(y) + "}}",
            "minibatch={size: " + size + ", order: " + order + "}",
            "method={step: \"" + step + "\", state: {p: 0, q: 0}}",
            "precision=double",
            "walkers=400000",
            "steps=" + (later + 1));
    PointRecord run = trial.run();
    double sum = 0;
    double squares = 0;
    int walkers = 400_000;
    for (int w = 0; w < walkers; w++) {
      double product = run.finals().get("p").value(w) * run.finals().get("q").value(w);
      sum += product;
      squares += product * product;
    }
    double mean = sum / walkers;
    double error = Math.sqrt((squares / walkers - mean * mean) / walkers);
    var found = new TimeMean(mean, error);
    assertWithin(-same * variance / (rows - 1), found);
    assertBeyond(-(1 - same) * variance / (rows - 1), found, "the other order");
  }
}
