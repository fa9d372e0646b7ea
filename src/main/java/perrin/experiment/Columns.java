package perrin.experiment;

import java.util.List;
import java.util.Map;

/**
 * What the columns of a data file are to formulas.
 *
 * @param chosen by name in formulas; empty where all are taken by their own names
 * @param levels by name in formulas: the texts that a factor's 0, 1, … stand for; empty where they
 *     are not to be told
 * @param unusable why a column that a formula may name is no array, by name
 */
public record Columns(
    Map<String, Column> chosen, Map<String, List<String>> levels, Map<String, String> unusable) {
  static final Columns NONE = new Columns(Map.of(), Map.of(), Map.of());

  public Columns {
    chosen = Names.inOrder(chosen);
    levels = Names.inOrder(levels);
    unusable = Names.inOrder(unusable);
  }
}
