package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perrin.errors.ExperimentException;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;

/** YAML, formulas, tables and complaints agree on what ends a line. */
class LineEndsTest {
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void endALineForAll(String end) {
    var text =
        Sample.edited("uniform(0, 1), x: normal(0, 1)", "uniform(0, 1), x: normal(0, max(1, 2))")
            .replace("seed: 7", "# the seed\nseed: seven");
    var trouble =
        assertThrows(
            ExperimentException.class,
            () -> ExperimentFile.parse(text.replace("\n", end), "a.yaml", List.of()));
    assertEquals(
        "a.yaml:18: seed: seven, must be an integer, such as 1000, 1_000 or 1e3",
        trouble.getMessage());
    var good = text.replace("seven", "7").replace("\n", end);
    var x = ExperimentFile.parse(good, "a.yaml", List.of());
    assertEquals("normal(0, max(1, 2))", Sample.text(x.start().get("x")));
  }

  /** Today a comment with U+2028 in it made {@code normal(0, 1)} of a later line another text. */
  @ParameterizedTest
  @ValueSource(chars = {'\u000B', '\f', '\u0085', '\u2028', '\u2029'})
  void othersAreRefusedWhereverTheyStand(char end) {
    var number = "the character U+%04X; ".formatted((int) end);
    for (var piece :
        List.of("# pasted" + end + "text\ndt: 0.01", "dt: 0.01" + end, "dt: '0.0" + end + "1'")) {
      var trouble = assertThrows(ExperimentException.class, () -> Sample.with("dt: 0.01", piece));
      assertEquals(
          "a.yaml:8: not YAML: "
              + number
              + "some programs take it for a line's end; remove it, or end the line there",
          trouble.getMessage());
    }
    var escaped = "\"0.01 # c\\u%04x + 1\"".formatted((int) end);
    var formula = Sample.with("dt: 0.01", "dt: " + escaped).dt();
    var trouble = assertThrows(FormulaException.class, () -> FormulaReader.formula(formula.text()));
    assertEquals("unexpected character U+%04X".formatted((int) end), trouble.problem());
  }

  @Test
  void aByteOrderMarkWithinAText() {
    var trouble =
        assertThrows(ExperimentException.class, () -> Sample.with("dt: 0.01", "dt: 0.\uFEFF01"));
    assertEquals("a.yaml:8: not YAML: the character U+FEFF; remove it", trouble.getMessage());
  }

  @Test
  void halfACharacter() {
    var trouble =
        assertThrows(
            ExperimentException.class, () -> Sample.with("title: T", "title: \"\\ud800\""));
    assertEquals("a.yaml:1: title: U+D800 is half of a character; remove it", trouble.getMessage());
  }

  @Test
  void carriageReturnsEndComments() {
    var formula = Sample.with("dt: 0.01", "dt: \"0.01 # c\\r + 1\"").dt();
    assertEquals("0.01+1", formula.canonical());
    assertEquals("0.01 # c\n + 1", formula.text());
    assertEquals("a.yaml:9:6", formula.at(formula.text().indexOf('+') - 1).toString());
  }

  /** Commas within parentheses, and strays at the end of the file. */
  @Test
  void valuesInPieces() {
    for (var last : List.of("]}", "}", "]", "\u2028]}", "]}\r", "\r]}", "")) {
      for (var start :
          List.of("{x: normal(normal(),uniform())}", "{x: max((1,2),(3,4)}", "{x: f(,,),}")) {
        var text = "energy: x^2\nstart: " + start + "\n" + last;
        try {
          ExperimentFile.parse(text, "a.yaml", List.of());
        } catch (ExperimentException e) {
          assertEquals("a.yaml", e.where().source());
        }
      }
    }
  }
}
