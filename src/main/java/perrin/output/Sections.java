package perrin.output;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the measures of {@link #ALL} left behind at a point. */
public record Sections(Map<Section<?>, Object> parts) {
  /** All there are, in the order of the file. */
  private static final List<Section<?>> ALL =
      List.of(
          CorrelationSection.INSTANCE,
          SgdSection.INSTANCE,
          LearningSection.INSTANCE,
          BestSection.INSTANCE,
          AcceptanceSection.INSTANCE);

  public Sections {
    parts = Map.copyOf(parts);
  }

  /** Of a run that is over. */
  public static Sections collect(Section.Source source) {
    return each(section -> section.collect(source));
  }

  /** Reads those of a point. */
  static Sections read(HdfFile root, PointReader point) {
    return each(section ->
        root.getChildren().get(section.group()) instanceof Group group
            ? section.read(group, point)
            : section.nothing());
  }

  /** What is nothing is left out. */
  private static Sections each(Function<Section<?>, Object> part) {
    Map<Section<?>, Object> parts = new LinkedHashMap<>();
    for (Section<?> section : ALL) {
      Object found = part.apply(section);
      if (!found.equals(section.nothing())) {
        parts.put(section, found);
      }
    }
    return new Sections(parts);
  }

  /** What a section holds. */
  @SuppressWarnings("unchecked") // put there by the section itself
  <T> T get(Section<T> section) {
    return (T) parts.getOrDefault(section, section.nothing());
  }

  /** The same with another part. */
  <T> Sections with(Section<T> section, T part) {
    Map<Section<?>, Object> others = new LinkedHashMap<>(parts);
    others.put(section, part);
    return new Sections(others);
  }

  void write(ResultTree root) {
    ALL.forEach(section -> write(root, section));
  }

  private <T> void write(ResultTree root, Section<T> section) {
    if (parts.containsKey(section)) {
      section.write(root.putGroup(section.group()), get(section));
    }
  }
}
