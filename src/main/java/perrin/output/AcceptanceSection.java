package perrin.output;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.LinkedHashMap;
import java.util.Map;
import perrin.errors.Shown;

/** How often steps were accepted: {@code /acceptance/NAME}, and attributes of the group. */
final class AcceptanceSection implements Section<AcceptanceRecord> {
  static final AcceptanceSection INSTANCE = new AcceptanceSection();

  private static final String ERROR = "_standard_error";
  private static final String LOWEST = "_lowest";
  private static final String HIGHEST = "_highest";

  private AcceptanceSection() {}

  @Override
  public String group() {
    return "acceptance";
  }

  @Override
  public AcceptanceRecord nothing() {
    return AcceptanceRecord.NOTHING;
  }

  @Override
  public AcceptanceRecord collect(Source source) {
    return source.accepted();
  }

  @Override
  public void write(ResultTree group, AcceptanceRecord part) {
    part.shares()
        .forEach((name, share) -> {
          group.putDataset(name, new double[] {share.mean()});
          group.putAttribute(name + ERROR, share.standardError());
          group.putAttribute(name + LOWEST, share.lowest());
          group.putAttribute(name + HIGHEST, share.highest());
        });
  }

  @Override
  public AcceptanceRecord read(Group group, PointReader point) {
    Map<String, AcceptanceRecord.Share> shares = new LinkedHashMap<>();
    group
        .getChildren()
        .forEach((stored, node) -> {
          String name = Shown.line(stored);
          if (node instanceof Dataset mean) {
            shares.put(
                name,
                new AcceptanceRecord.Share(
                    point.numbers(mean)[0],
                    point.number(group, name + ERROR),
                    point.number(group, name + LOWEST),
                    point.number(group, name + HIGHEST)));
          }
        });
    return new AcceptanceRecord(shares);
  }
}
