package perrin.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import perrin.errors.ExperimentException;
import perrin.errors.Location;
import perrin.errors.Shown;

/**
 * YAML text to {@link YamlNode}s. Less than YAML on purpose: one document, no anchors, aliases or
 * tags, keys are words and occur once. So every value has one place, and a file means what it
 * shows.
 */
public final class YamlParser {
  private static final int MAX_DEPTH = 50;

  private final String yaml;
  private final String source;
  private final List<String> lines;

  /** Columns of the source before the text's first line: those of {@code --set key=}. */
  private final int before;

  private final Iterator<Event> events;
  private Event ahead;
  private int depth;

  private YamlParser(String yaml, String source, int before) {
    this.yaml = yaml;
    this.source = source;
    this.before = before;
    this.lines = LineEnds.split(yaml);
    var settings =
        LoadSettings.builder().setLabel(source).setCodePointLimit(yaml.length() + 1).build();
    this.events = new Parse(settings).parseString(yaml).iterator();
  }

  /** A whole file. */
  public static YamlNode parse(String yaml, String source) {
    return new YamlParser(yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml, source, 0)
        .document();
  }

  /**
   * The value of an option.
   *
   * @param before number of characters of {@code source} in front of {@code value}
   */
  public static YamlNode parseOption(String value, String source, int before) {
    return new YamlParser(value, source, before).document();
  }

  private YamlNode document() {
    LineEnds.doubtful(yaml)
        .ifPresent(at -> {
          throw unreadable(at, LineEnds.problem(yaml.charAt(at)));
        });
    try {
      next();
      if (next() instanceof StreamEndEvent) {
        return new YamlNode.Text("", true, Location.whole(source));
      }
      var root = node(next(), "", false, false);
      next();
      if (next() instanceof DocumentStartEvent second) {
        throw refused(second, "", "a second document begins here; write one document a file");
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      throw malformed(e);
    } catch (ReaderException e) {
      throw unreadable(e);
    } catch (YamlEngineException e) {
      throw new ExperimentException(Location.whole(source), "", "not YAML: " + e.getMessage());
    }
  }

  /**
   * @param inFlow whether the value stands in a list or map in brackets
   */
  private YamlNode node(Event event, String path, boolean inFlow, boolean inMap) {
    requireSimple(event, path);
    if (++depth > MAX_DEPTH) {
      throw refused(event, path, "nested deeper than " + MAX_DEPTH + " levels");
    }
    if (event instanceof ScalarEvent scalar) {
      requireWhole(scalar, path);
    }
    var node =
        switch (event) {
          case ScalarEvent scalar when inFlow && scalar.isPlain() ->
              new YamlNode.Text(withArguments(scalar, path, inMap), true, place(scalar));
          case ScalarEvent scalar -> text(scalar);
          case MappingStartEvent start -> mapping(start, path);
          case CollectionStartEvent start -> sequence(start, path);
          default -> throw new IllegalStateException("no node begins with " + event);
        };
    depth--;
    return node;
  }

  private YamlNode mapping(MappingStartEvent start, String path) {
    var entries = new LinkedHashMap<String, YamlNode.Entry>();
    for (var event = next(); !(event instanceof MappingEndEvent); event = next()) {
      if (!(node(event, path, false, true) instanceof YamlNode.Text key)) {
        throw refused(event, path, "a key must be a word, not a list or a map");
      }
      if (openParentheses(key.value()) > 0) {
        throw refused(event, path, "a formula with \": \" in it; " + YamlProblem.QUOTES);
      }
      var keyPath = path.isEmpty() ? key.value() : path + "." + key.value();
      if (entries.containsKey(key.value())) {
        var first = entries.get(key.value()).key().line();
        throw refused(event, keyPath, "given twice, first in line " + first + "; remove one");
      }
      var value = node(next(), keyPath, start.isFlow(), true);
      entries.put(key.value(), new YamlNode.Entry(place(event), value));
    }
    return new YamlNode.Mapping(entries, place(start));
  }

  private YamlNode sequence(CollectionStartEvent start, String path) {
    var items = new ArrayList<YamlNode>();
    for (var event = next(); !(event instanceof SequenceEndEvent); event = next()) {
      items.add(node(event, path, start.isFlow(), false));
    }
    return new YamlNode.Sequence(items, place(start));
  }

  /**
   * In {@code {x: normal(0, 1)}} YAML sees two keys, x and "1)". Nobody means that: a comma between
   * parentheses belongs to the formula, so the pieces are put together again.
   */
  private String withArguments(ScalarEvent first, String path, boolean inMap) {
    var text = new StringBuilder(first.getValue());
    var end = first.getEndMark().orElseThrow();
    while (openParentheses(text) > 0 && peek() instanceof ScalarEvent piece && piece.isPlain()) {
      requireSimple(next(), path);
      if (inMap && !isAbsent(next())) {
        throw refused(
            first, path, "a parenthesis is not closed: " + Shown.shortened(text.toString()));
      }
      text.append(written(end, piece.getStartMark().orElseThrow())).append(piece.getValue());
      end = piece.getEndMark().orElseThrow();
    }
    return text.toString();
  }

  private static int openParentheses(CharSequence text) {
    return text.chars().map(c -> c == '(' ? 1 : c == ')' ? -1 : 0).sum();
  }

  /** The value of a key without a colon. */
  private static boolean isAbsent(Event event) {
    return event instanceof ScalarEvent value && value.isPlain() && value.getValue().isEmpty();
  }

  /** What stands between two marks, so that columns in the joined text stay true. */
  private String written(Mark from, Mark to) {
    if (from.getLine() != to.getLine()) {
      return ", ";
    }
    var line = lines.get(from.getLine());
    return line.substring(
        line.offsetByCodePoints(0, from.getColumn()), line.offsetByCodePoints(0, to.getColumn()));
  }

  private void requireSimple(Event event, String path) {
    if (event instanceof AliasEvent) {
      throw refused(event, path, "an alias (*name) is not available; write the value again");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw refused(event, path, "an anchor (&name) is not available; remove it");
    }
    if (tag(event).isPresent()) {
      throw refused(event, path, "a tag (!name) is not available; remove it");
    }
  }

  /** Half of a character, as "\\ud800" is, has no bytes that could be written or hashed. */
  private void requireWhole(ScalarEvent scalar, String path) {
    var half =
        scalar
            .getValue()
            .codePoints()
            .filter(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
            .findFirst();
    if (half.isPresent()) {
      var problem =
          String.format(Locale.ROOT, "U+%04X is half of a character; remove it", half.getAsInt());
      throw refused(scalar, path, problem);
    }
  }

  private YamlNode.Text text(ScalarEvent scalar) {
    var start = place(scalar);
    var where =
        switch (scalar.getScalarStyle()) {
          case DOUBLE_QUOTED, SINGLE_QUOTED -> start.shifted(0, 1);
          case LITERAL, FOLDED -> blockStart(scalar, start);
          default -> start;
        };
    return new YamlNode.Text(scalar.getValue(), scalar.isPlain(), where);
  }

  /** A block text begins in the line below its mark, in the column to which it is indented. */
  private Location blockStart(ScalarEvent scalar, Location mark) {
    var written = lines.stream().skip(mark.line()).filter(line -> !line.isBlank()).findFirst();
    var kept = scalar.getValue().lines().filter(line -> !line.isBlank()).findFirst();
    int indent = leadingSpaces(written.orElse("")) - leadingSpaces(kept.orElse(""));
    return new Location(source, mark.line() + 1, Math.max(0, indent) + 1);
  }

  private static int leadingSpaces(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static Optional<String> tag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent collection -> collection.getTag();
      default -> Optional.empty();
    };
  }

  private Event next() {
    var event = peek();
    ahead = null;
    return event;
  }

  private Event peek() {
    if (ahead == null) {
      ahead = events.next();
    }
    return ahead;
  }

  private Location place(Event event) {
    return event.getStartMark().map(m -> place(m.getLine(), m.getColumn())).orElseThrow();
  }

  private Location place(int line, int column) {
    return new Location(source, line + 1, column + 1 + (line == 0 ? before : 0));
  }

  private ExperimentException refused(Event event, String path, String problem) {
    return new ExperimentException(place(event), path, problem);
  }

  private ExperimentException malformed(MarkedYamlEngineException e) {
    var where =
        e.getProblemMark()
            .map(mark -> place(mark.getLine(), mark.getColumn()))
            .orElse(Location.whole(source));
    return new ExperimentException(where, "", YamlProblem.of(e, where.line()));
  }

  private ExperimentException unreadable(ReaderException e) {
    return unreadable(
        yaml.offsetByCodePoints(0, e.getPosition()),
        String.format(Locale.ROOT, "the character U+%04X; remove it", e.getCodePoint()));
  }

  private ExperimentException unreadable(int offset, String problem) {
    var before = LineEnds.split(yaml.substring(0, offset));
    var where = place(before.size() - 1, before.getLast().length());
    return new ExperimentException(where, "", "not YAML: " + problem);
  }
}
