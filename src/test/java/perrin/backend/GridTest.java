package perrin.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import perrin.conformance.Trial;

class GridTest {
  private static final String PLANE =
      "histograms.p={of: [x, x], from: [0, -1], to: [1, 2], bins: [4, 3]}";

  private static Grid plane() {
    return Grid.of(Trial.of(Trial.SMALL, "histograms={}", PLANE).experiment()).getFirst();
  }

  private static int cell(Grid grid, double first, double second) {
    return grid.cell(new double[][] {{0, first}, {0, second}}, 1);
  }

  @Test
  void theLastQuantityRunsFastest() {
    Grid grid = plane();
    assertEquals(12, grid.bins());
    assertEquals(1, cell(grid, 0, -1));
    assertEquals(2, cell(grid, 0, 0));
    assertEquals(1 + 3, cell(grid, 0.25, -1));
    assertEquals(12, cell(grid, 0.99, 1.99));
  }

  /** Below in any quantity is underflow; else beyond the end in any is overflow. */
  @Test
  void outsideIsBelowBeforeAbove() {
    Grid grid = plane();
    assertEquals(0, cell(grid, -0.01, 0));
    assertEquals(0, cell(grid, 0.5, -1.01));
    assertEquals(0, cell(grid, 5, -1.01));
    assertEquals(0, cell(grid, -5, 5));
    assertEquals(13, cell(grid, 1, 0));
    assertEquals(13, cell(grid, 0.5, 2));
    assertEquals(13, cell(grid, 1e30, 1e30));
  }

  @Test
  void countsLieOneAfterTheOther() {
    var grids = Grid.of(Trial.of(Trial.SMALL, PLANE).experiment());
    assertEquals(128 * (12 + 2), grids.get(1).offset()); // by name
    assertEquals(128 * (12 + 2 + 50 + 2), grids.get(2).offset());
    assertEquals(128 * (7 + 2), grids.get(2).length());
  }
}
