package perrin.kernel.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import perrin.calculus.Array;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Gradient;
import perrin.calculus.Index;
import perrin.calculus.Node;
import perrin.calculus.Translator;
import perrin.errors.ExperimentException;

/**
 * An energy's sums over the rows of the data, E = R + Σ_r E_r: those over a mini-batch in place of
 * all, and what a single row adds.
 */
public final class RowSums {
  /** The row of {@link #ofRow}: around all sums of the energy. */
  private static final int AROUND = -2;

  private final Landscape landscape;

  public RowSums(Landscape landscape) {
    this.landscape = landscape;
  }

  /** N, the rows of the data. */
  public int rows() {
    return landscape.parameters().rows();
  }

  /** The index of the row of {@link #ofRow}. */
  public Index.Loop row() {
    return new Index.Loop(AROUND, Index.constant(0), Index.constant(rows() - 1));
  }

  /** What {@code rows} runs through, and whether a formula has asked. */
  private final class Names extends Landscape.WithCoordinates {
    private final Translator.Range range;
    private boolean asked;

    Names(Vector position, Translator.Range range) {
      landscape.super(position, false);
      this.range = range;
    }

    @Override
    public Optional<Translator.Range> range(String name) {
      asked |= name.equals("rows");
      return name.equals("rows") ? Optional.of(range) : Optional.empty();
    }
  }

  /**
   * E, its sums over {@code rows} estimated by those over a mini-batch.
   *
   * @param batch the numbers of its rows, kept as words
   * @throws ExperimentException where the energy has no such sum, or is not linear in them
   */
  Node estimated(Vector position, Array batch) {
    int size = batch.length();
    int rows = rows();
    var range =
        new Translator.Range(
            size,
            at -> Index.ofWalker(landscape.graph().element(batch, at), rows),
            (double) rows / size,
            true);
    Names names = new Names(position, range);
    Node energy = landscape.energy(names);
    if (!Estimate.isUnbiased(energy, batch)) {
      throw trouble(
          "takes a function of a sum over rows, or such sums within each other, of which a mini-batch"
              + " gives no unbiased gradient; let the energy be a sum over rows, or remove minibatch");
    }
    if (!names.asked) {
      throw trouble(
          "has no sum over rows, which a mini-batch would estimate; write it, such as"
              + " sum(i in rows: (y[i] - w*u[i])^2), or remove minibatch");
    }
    return energy;
  }

  private ExperimentException trouble(String message) {
    var where = landscape.experiment().energy().formula().where();
    return new ExperimentException(where, "energy", message);
  }

  /**
   * R + scale·E_r of {@link #row}'s row; with N for the scale, what a batch of that row alone takes
   * for E.
   */
  Node ofRow(Vector position, double scale) {
    var range = new Translator.Range(1, at -> Index.of(row()), scale, true);
    return landscape.energy(new Names(position, range));
  }

  /** The shares of ∇E_r, inside of a loop over {@link #row}: without R, which all rows share. */
  public List<Gradient.Share> shares(Vector.Stored position) {
    Node ofRow = landscape.graph().subtract(ofRow(position, 1), ofRow(position, 0));
    List<Gradient.Share> shares = new ArrayList<>();
    for (Gradient.Share share :
        Gradient.shares(landscape.graph(), FunctionLibrary.standard(), ofRow)) {
      List<Index.Loop> nest = new ArrayList<>(List.of(row()));
      nest.addAll(share.nest());
      shares.add(new Gradient.Share(nest, share.at(), share.value()));
    }
    return shares;
  }

  /** The shares of ∇R − force: what the rows do not make. */
  public List<Gradient.Share> rest(Vector.Stored position) {
    return landscape.shares(position, ofRow(position, 0));
  }
}
