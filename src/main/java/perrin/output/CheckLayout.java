package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import perrin.errors.Shown;
import perrin.statistics.Interval;
import perrin.statistics.TimeMean;
import perrin.statistics.distances.Comparison;
import perrin.statistics.distances.HalvesComparison;
import perrin.statistics.distances.NeighbourCorrelation;
import perrin.statistics.distances.Outside;
import perrin.statistics.distances.TotalVariation;
import perrin.statistics.verdict.Evidence;
import perrin.statistics.verdict.Identity;
import perrin.statistics.verdict.NestedRhat;
import perrin.statistics.verdict.StepBias;
import perrin.statistics.verdict.Verdict;

/**
 * Where a verdict and all of its evidence lie: attributes of {@code /check}, and a dataset with
 * attributes for each quantity in its groups.
 */
final class CheckLayout {
  static final String EXPLANATION = "explanation";
  static final String NOTES = "notes";
  static final String CAUSES = "causes";

  /** All datasets that are text. */
  static final List<String> TEXTS = List.of(EXPLANATION, NOTES, CAUSES);

  private CheckLayout() {}

  /**
   * Writes a verdict.
   *
   * @param check the group for it
   * @param checked name of the histogram that was to be judged; empty if none
   */
  static void write(WritableGroup check, Verdict verdict, String checked) {
    Evidence evidence = verdict.evidence();
    check.putDataset(EXPLANATION, verdict.explanation());
    figures(verdict, checked).writeTo(check);
    check.putAttribute("reason", evidence.reason());
    check.putAttribute("neighbour_coordinate", evidence.neighbours().coordinate());
    if (!evidence.notes().isEmpty()) {
      check.putDataset(NOTES, String.join("\n", evidence.notes()));
    }
    if (!evidence.causes().isEmpty()) {
      check.putDataset(CAUSES, String.join("\n", evidence.causes()));
    }
    if (!evidence.identities().isEmpty()) {
      WritableGroup group = check.putGroup("identities");
      evidence.identities().forEach(identity -> identity(group, identity));
    }
    if (!evidence.rhat().isEmpty()) {
      WritableGroup group = check.putGroup("rhat");
      evidence
          .rhat()
          .forEach(rhat ->
              put(group, rhat.quantity(), rhat.value()).putAttribute("limit", rhat.limit()));
    }
    evidence.companion().ifPresent(found -> companion(check, found));
  }

  /** The verdict and the figures that every verdict has. */
  static ResultTree figures(Verdict verdict, String checked) {
    Evidence evidence = verdict.evidence();
    var check = new ResultTree();
    check.putConstant("histogram", checked);
    check.putAttribute("verdict", verdict.outcome().words());
    check.putAttribute("tolerance", verdict.tolerance());
    check.putAttribute("total_variation", evidence.distance().value());
    check.putAttribute("total_variation_low", evidence.distance().low());
    check.putAttribute("total_variation_high", evidence.distance().high());
    check.putAttribute("groups", evidence.distance().groups());
    check.putAttribute("halves_p_value", evidence.halves().pValue());
    evidence
        .comparison()
        .ifPresent(found -> {
          check.putAttribute("values", found.values());
          check.putAttribute("effective_sample_size", found.effective());
          interval(check::putAttribute, "kolmogorov", found.kolmogorov());
          interval(check::putAttribute, "kullback_leibler", found.kullbackLeibler());
          check.putAttribute("outside", found.outside().measured());
          check.putAttribute("outside_boltzmann", found.outside().expected());
          check.putAttribute("in_one_cell", found.outside().inOneCell());
        });
    NeighbourCorrelation neighbours = evidence.neighbours();
    check.putAttribute("neighbour_lag", neighbours.lag());
    check.putAttribute("neighbour_correlation", neighbours.correlation());
    check.putAttribute("neighbour_p_value", neighbours.pValue());
    return check;
  }

  private static void interval(
      BiConsumer<String, Double> attribute, String name, Interval interval) {
    attribute.accept(name, interval.value());
    attribute.accept(name + "_low", interval.low());
    attribute.accept(name + "_high", interval.high());
  }

  /**
   * A value. Names of quantities may have a slash, which HDF5 takes for a path; readers sort by
   * name, so a number keeps the order. An observable may be called as a coordinate is: the second
   * of a name has its number behind it.
   */
  private static WritableDataset put(WritableGroup group, String name, double value) {
    int number = group.getChildren().size();
    String free = name.replace('/', '|');
    String stored = group.getChildren().containsKey(free) ? free + " " + number : free;
    WritableDataset dataset = group.putDataset(stored, value);
    dataset.putAttribute("name", name);
    dataset.putAttribute("number", number);
    return dataset;
  }

  private static void identity(WritableGroup group, Identity identity) {
    WritableDataset dataset = put(group, identity.name(), identity.mean());
    dataset.putAttribute("law", identity.law().word());
    dataset.putAttribute("standard_error", identity.standardError());
    dataset.putAttribute("expected", identity.expected());
    dataset.putAttribute("kT", identity.kT());
    dataset.putAttribute("margin", identity.margin());
  }

  private static void companion(WritableGroup check, StepBias found) {
    companion(check, "bias", found);
  }

  private static void companion(WritableGroup parent, String name, StepBias found) {
    WritableGroup group = parent.putGroup(name);
    group.putDataset("dt", found.dt());
    group.putAttribute("order", found.order());
    interval(
        group::putAttribute,
        "total_variation",
        new Interval(found.distance().value(), found.distance().low(), found.distance().high()));
    group.putAttribute("groups", found.distance().groups());
    interval(group::putAttribute, "extrapolated", found.extrapolated());
    interval(group::putAttribute, "remaining", found.remaining());
    found.finer().ifPresent(finer -> companion(group, "finer", finer));
    if (!found.observables().isEmpty()) {
      WritableGroup observables = group.putGroup("observables");
      for (StepBias.Extrapolation each : found.observables()) {
        WritableDataset dataset = put(observables, each.name(), each.extrapolated().mean());
        dataset.putAttribute("standard_error", each.extrapolated().standardError());
        mean(dataset, "whole", each.whole());
        mean(dataset, "half", each.half());
      }
    }
  }

  private static void mean(WritableDataset dataset, String name, TimeMean mean) {
    dataset.putAttribute(name, mean.mean());
    dataset.putAttribute(name + "_standard_error", mean.standardError());
    dataset.putAttribute(name + "_degrees_of_freedom", mean.degreesOfFreedom());
  }

  /** Reads what {@link #write} wrote; degrees of freedom that older files lack are NaN. */
  static Verdict read(Node check) {
    Evidence evidence =
        new Evidence(
            RunReader.text(check, "reason"),
            readComparison(check),
            all((Group) check, "identities", CheckLayout::readIdentity),
            readCompanion((Group) check, "bias"),
            all((Group) check, "rhat", CheckLayout::readRhat),
            readNeighbours(check),
            lines((Group) check, NOTES),
            lines((Group) check, CAUSES));
    Verdict.Outcome outcome = Verdict.Outcome.of(RunReader.text(check, "verdict"));
    return new Verdict(outcome, evidence, RunReader.number(check, "tolerance"));
  }

  private static Optional<Comparison> readComparison(Node check) {
    if (!RunReader.text(check, "reason").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Comparison(
            RunReader.text(check, "histogram"),
            RunReader.numberOrNaN(check, "values"),
            RunReader.numberOrNaN(check, "effective_sample_size"),
            readDistance(check),
            readInterval(check, "kolmogorov"),
            readInterval(check, "kullback_leibler"),
            new HalvesComparison(RunReader.number(check, "halves_p_value")),
            new Outside(
                RunReader.numberOrNaN(check, "outside"),
                RunReader.numberOrNaN(check, "outside_boltzmann"),
                RunReader.numberOrNaN(check, "in_one_cell"))));
  }

  private static TotalVariation readDistance(Node node) {
    Interval interval = readInterval(node, "total_variation");
    return new TotalVariation(
        interval.value(), interval.low(), interval.high(), RunReader.integer(node, "groups"));
  }

  private static Interval readInterval(Node node, String name) {
    return new Interval(
        RunReader.numberOrNaN(node, name),
        RunReader.numberOrNaN(node, name + "_low"),
        RunReader.numberOrNaN(node, name + "_high"));
  }

  private static NeighbourCorrelation readNeighbours(Node check) {
    if (check.getAttribute("neighbour_lag") == null) {
      return NeighbourCorrelation.NONE;
    }
    return new NeighbourCorrelation(
        RunReader.text(check, "neighbour_coordinate"),
        RunReader.integer(check, "neighbour_lag"),
        RunReader.number(check, "neighbour_correlation"),
        RunReader.number(check, "neighbour_p_value"));
  }

  private static Identity readIdentity(Node node) {
    return new Identity(
        node.getAttribute("law") == null // written before there were others
            ? Identity.Law.BOLTZMANN
            : Identity.Law.of(RunReader.text(node, "law")),
        RunReader.text(node, "name"),
        RunReader.scalar(node),
        RunReader.number(node, "standard_error"),
        RunReader.number(node, "expected"),
        RunReader.number(node, "kT"),
        RunReader.number(node, "margin"));
  }

  private static NestedRhat readRhat(Node node) {
    return new NestedRhat(
        RunReader.text(node, "name"), RunReader.scalar(node), RunReader.number(node, "limit"));
  }

  private static Optional<StepBias> readCompanion(Group parent, String name) {
    return Optional.ofNullable((Group) parent.getChildren().get(name))
        .map(group ->
            new StepBias(
                RunReader.scalar(group.getChild("dt")),
                RunReader.integer(group, "order"),
                readDistance(group),
                readInterval(group, "extrapolated"),
                readInterval(group, "remaining"),
                all(group, "observables", CheckLayout::readExtrapolation),
                readCompanion(group, "finer")));
  }

  private static StepBias.Extrapolation readExtrapolation(Node node) {
    return new StepBias.Extrapolation(
        RunReader.text(node, "name"),
        readMean(node, "whole"),
        readMean(node, "half"),
        new TimeMean(RunReader.scalar(node), RunReader.number(node, "standard_error")));
  }

  private static TimeMean readMean(Node node, String name) {
    return new TimeMean(
        RunReader.number(node, name),
        RunReader.number(node, name + "_standard_error"),
        RunReader.numberOrNaN(node, name + "_degrees_of_freedom"));
  }

  private static <T> List<T> all(Group group, String name, Function<Node, T> read) {
    List<Node> children = new ArrayList<>();
    if (group.getChildren().get(name) instanceof Group parent) {
      children.addAll(parent.getChildren().values());
    }
    children.sort(Comparator.comparingInt(child -> RunReader.integer(child, "number")));
    return children.stream().map(read).toList();
  }

  private static List<String> lines(Group check, String name) {
    Node notes = check.getChildren().get(name);
    return notes instanceof Dataset text
        ? RunReader.text(text).lines().map(Shown::line).toList()
        : List.of();
  }
}
