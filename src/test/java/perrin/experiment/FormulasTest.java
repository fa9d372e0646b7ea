package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import perrin.yaml.YamlMap;

class FormulasTest {
  @Test
  void commasBetweenParenthesesSeparateNothing() {
    var map = YamlMap.parse("v: [f(a, b), c]", "a.yaml");
    assertEquals(
        List.of("f(a, b)", "c"), Formulas.list(map, "v").stream().map(Formula::text).toList());
  }

  @Test
  void oneOrAnArray() {
    var map = YamlMap.parse("v: {one: a, row: [1, b], two: [[1, 2], [3, c]]}", "a.yaml");
    var values = Formulas.valuesByName(map, "v");
    assertEquals("a", Sample.text(values.get("one")));
    assertEquals(List.of(2), ((FormulaArray) values.get("row")).shape());
    var array = (FormulaArray) values.get("two");
    assertEquals(List.of(2, 2), array.shape());
    assertEquals("c", array.elements().getLast().text());
    assertEquals("a.yaml:1:31", array.where().toString());
    assertEquals(Map.of(), Formulas.valuesByName(map, "nothing"));
  }

  @Test
  void placesOfBlockTexts() {
    var block =
        YamlMap.parse("a:\n  step: |\n\n     x = 1\n       y\n  b: >-\n    p\n    q\n", "f.yaml");
    var step = Formulas.read(block.map("a"), "step");
    assertEquals("\nx = 1\n  y\n", step.text());
    assertEquals("f.yaml:3:6", step.where().toString());
    assertEquals("f.yaml:4:6", step.at(1).toString());
    assertEquals("f.yaml:5:8", step.at(9).toString());
    assertEquals("f.yaml:7:5", Formulas.read(block.map("a"), "b").where().toString());
  }
}
