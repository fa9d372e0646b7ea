package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.util.Arrays;

/**
 * Takes one point out of arrays that have the axes of a sweep in front.
 *
 * @param point its number; 0 without a sweep
 * @param points how many there are
 */
record PointReader(int point, int points) {
  /** Its numbers; the dataset's shape was looked at when the file was opened. */
  double[] numbers(Node node) {
    Dataset dataset = (Dataset) node;
    double[] all = Pieces.numbers(dataset, dataset.getSize());
    int length = all.length / points;
    return Arrays.copyOfRange(all, point * length, (point + 1) * length);
  }

  /** Its whole numbers. */
  long[] wholes(Node node) {
    Dataset dataset = (Dataset) node;
    return Pieces.wholes(dataset, dataset.getSize(), point, points);
  }

  /** An attribute's number. */
  double number(Node node, String attribute) {
    return RunReader.numbers(node, attribute)[point];
  }

  /** The same, or NaN where there is no such attribute. */
  double numberOrNaN(Node node, String attribute) {
    return node.getAttributes().containsKey(attribute) ? number(node, attribute) : Double.NaN;
  }
}
