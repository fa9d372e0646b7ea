package perrin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import perrin.errors.BadValue;
import perrin.errors.ExperimentException;

class YamlMapTest {
  private final YamlMap map =
      YamlMap.parse(
          """
          text: some words
          count: 3
          share: 0.25
          words: [a, "b c"]
          maps: [{a: 1}, {a: 2}]
          deep: {one: {two: {three: 3}}}
          """,
          "f.yaml");

  @Test
  void readsEveryKindOfValue() {
    assertEquals("some words", map.text("text"));
    assertEquals("3", map.text("count"));
    assertEquals(3, map.integer("count"));
    assertEquals(3, map.smallInteger("count"));
    assertEquals(0.25, map.number("share"));
    assertEquals(3, map.number("count"));
    assertEquals(List.of("a", "b c"), map.texts("words"));
    assertEquals(2, map.mapList("maps").get(1).integer("a"));
    assertEquals(3, map.map("deep").map("one").map("two").integer("three"));
    assertEquals(Optional.empty(), map.optionalText("nothing"));
    assertTrue(map.isText("text") && map.isList("words") && map.isMap("deep"));
    assertFalse(map.has("nothing") || map.isText("words"));
    map.finish();
  }

  @Test
  void findsPlaces() {
    assertEquals("f.yaml:1:7", map.where("text").toString());
    assertEquals("f.yaml:6:27", map.where("deep.one.two.three").toString());
    assertEquals("f.yaml:6:19", map.where("deep.one.two.four").toString());
    assertEquals("f.yaml:1:1", map.where("nothing").toString());
  }

  @Test
  void reportsTheFirstKeyThatNobodyAskedFor() {
    map.text("text");
    map.optionalText("counts");
    var e = assertThrows(ExperimentException.class, map::finish);
    assertEquals("f.yaml:2: count: unknown key; the nearest valid key is counts", e.getMessage());
    assertEquals("f.yaml:2:1", e.where().toString());
    assertEquals("count", e.field());
    assertEquals("unknown key; the nearest valid key is counts", e.problem());
  }

  @Test
  void aMissingKeyIsMostOftenAMisspeltOne() {
    assertMessage("f.yaml:3: share: unknown key; the nearest valid key is shares", "shares");
    assertMessage("f.yaml:1: other: missing; it must be given", "other");
  }

  private void assertMessage(String message, String key) {
    var e = assertThrows(ExperimentException.class, () -> map.number(key));
    assertEquals(message, e.getMessage());
  }

  @Test
  void whatARecordRefusesGetsItsPlace() {
    var e =
        assertThrows(
            ExperimentException.class,
            () ->
                map.map("deep")
                    .build(() -> {
                      throw new BadValue("one.two", "no, must be more");
                    }));
    assertEquals("f.yaml:6: deep.one.two: no, must be more", e.getMessage());
    assertEquals("f.yaml:6:19", e.where().toString());
  }
}
