package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.lang.reflect.Array;
import java.util.function.Supplier;

/**
 * Takes one point out of arrays that have the axes of a sweep in front: what lies in the file as it
 * is from there, and nothing else with it.
 *
 * @param point its number; 0 without a sweep
 * @param points how many there are
 * @param unpacked what the readers of all points share
 */
record PointReader(int point, int points, Unpacked unpacked) {
  /** One that shares with no other. */
  PointReader(int point, int points) {
    this(point, points, new Unpacked());
  }

  /** Its numbers; the dataset's shape was looked at when the file was opened. */
  double[] numbers(Node node) {
    Dataset dataset = (Dataset) node;
    return (double[]) values(dataset, () -> Pieces.numbers(dataset, dataset.getSize()));
  }

  /** Its whole numbers. */
  long[] wholes(Node node) {
    Dataset dataset = (Dataset) node;
    return (long[]) values(dataset, () -> Pieces.wholes(dataset, dataset.getSize()));
  }

  /** Its numbers in the precision that they have, an array of primitive ones. */
  Object any(Node node) {
    Dataset dataset = (Dataset) node;
    return values(dataset, dataset::getDataFlat);
  }

  private Object values(Dataset dataset, Supplier<Object> all) {
    int length = Math.toIntExact(dataset.getSize() / points);
    if (length > 0 && dataset.getDimensions().length > 0 && PlainNumbers.are(dataset)) {
      return unpacked.numbers(dataset).some(point * length, length);
    }
    if (points == 1) {
      return all.get();
    }
    Object found = unpacked.dataset(dataset, all);
    Object own = Array.newInstance(found.getClass().componentType(), length);
    System.arraycopy(found, point * length, own, 0, length);
    return own;
  }

  /** An attribute's number. */
  double number(Node node, String attribute) {
    Object all = unpacked.attribute(node, attribute, () -> RunReader.numbers(node, attribute));
    return ((double[]) all)[point];
  }

  /** An attribute's whole number. */
  long whole(Node node, String attribute) {
    Object all = unpacked.attribute(node, attribute, () -> RunReader.wholes(node, attribute));
    return ((long[]) all)[point];
  }

  /** The same, or NaN where there is no such attribute. */
  double numberOrNaN(Node node, String attribute) {
    return node.getAttributes().containsKey(attribute) ? number(node, attribute) : Double.NaN;
  }
}
