package perrin.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.errors.ExperimentException;
import perrin.errors.Nearest;

/**
 * What a data file gives: arrays, and for what cannot be one the reason, which is told to whoever
 * asks for it.
 *
 * @param kind what they are in the file: {@code column} or {@code dataset}
 * @param names of all columns or datasets, in the order of the file; empty where they are not told
 * @param arrays in the order of the file
 * @param levels of factors: the texts that 0, 1, … stand for; empty where they are not told
 */
record FileArrays(
    String kind,
    List<String> names,
    Map<Column, ArrayValue> arrays,
    Map<Column, List<String>> levels,
    Map<Column, ExperimentException> refused) {
  private static final String DATASET = "dataset";
  private static final int MOST_LISTED = 12;

  FileArrays {
    names = List.copyOf(names);
    arrays = Names.inOrder(arrays);
    levels = Map.copyOf(levels);
    refused = Names.inOrder(refused);
  }

  /** Of a file of datasets. */
  static FileArrays ofDatasets(
      List<String> names,
      Map<String, ArrayValue> arrays,
      Map<String, ExperimentException> refused) {
    return new FileArrays(DATASET, names, byColumn(arrays), Map.of(), byColumn(refused));
  }

  private static <V> Map<Column, V> byColumn(Map<String, V> byName) {
    var byColumn = new LinkedHashMap<Column, V>();
    byName.forEach((name, value) -> byColumn.put(Column.ofNumbers(name), value));
    return byColumn;
  }

  /** Ends a complaint that there is no such name: the nearest there is, and all or the first. */
  String hint(String wanted) {
    if (names.isEmpty()) {
      return kind.equals(DATASET)
          ? "; there is no dataset at its top"
          : "; its names are not told, for its first row has no number";
    }
    var first = names.stream().limit(MOST_LISTED).map(ColumnKeys::quoted).toList();
    var list =
        names.size() > MOST_LISTED
            ? "the first of its " + names.size() + " " + kind + "s are "
            : "its " + kind + (names.size() == 1 ? " is " : "s are ");
    return Nearest.hint(kind, wanted, names) + "; " + list + Nearest.listed(first);
  }
}
