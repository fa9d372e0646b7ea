package perrin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perrin.errors.ExperimentException;

/** Each rule of the format, broken once: one line, with file, line, field and remedy. */
class BadInputTest {

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # piece | replacement | message
          steps: 100 | step: 100 | a.yaml:11: step: unknown key; the nearest valid key is steps
          walkers: 1000 | Walkers: 1000 | a.yaml:9: Walkers: unknown key; the nearest valid key is walkers
          bins: 10 | bin: 10 | a.yaml:14: histograms.x.bin: unknown key; the nearest valid key is bins
          tolerance | tolerence | a.yaml:16: check.tolerence: unknown key; the nearest valid key is tolerance
          steps: 100 | # | a.yaml:1: steps: missing; it must be given
          start: {y: uniform(0, 1), x: normal(0, 1)} | # | a.yaml:1: start: missing; it must be given
          method: euler-maruyama | # | a.yaml:1: method: missing; it must be given
          energy: a*x^2 + b*y^2 | # | a.yaml:1: energy: missing; it must be given
          coordinates: [x, y] | # | a.yaml:1: coordinates: missing; it must be given
          dt: 0.01 | # | a.yaml:1: dt: missing; it must be given
          walkers: 1000 | # | a.yaml:1: walkers: missing; it must be given
          , bins: 10 | ~~ | a.yaml:14: histograms.x.bins: missing; it must be given
          steps: 100 | steps: | a.yaml:11: steps: has no value
          walkers: 1000 | walkers: Null | a.yaml:9: walkers: has no value
          dt: 0.01 | dt: null | a.yaml:8: dt: has no value
          energy: a*x^2 + b*y^2 | energy: "  " | a.yaml:3: energy: has no value
          walkers: 1000 | walkers: abc | a.yaml:9: walkers: abc, must be an integer, such as 1000, 1_000 or 1e3
          walkers: 1000 | walkers: 1.5 | a.yaml:9: walkers: 1.5, must be an integer, such as 1000, 1_000 or 1e3
          walkers: 1000 | walkers: 1.25e1 | a.yaml:9: walkers: 1.25e1, must be an integer, such as 1000, 1_000 or 1e3
          walkers: 1000 | walkers: "1000" | a.yaml:9: walkers: "1000", must be an integer, such as 1000, 1_000 or 1e3
          walkers: 1000 | walkers: [1000] | a.yaml:9: walkers: [1000], must be an integer
          walkers: 1000 | walkers: 0 | a.yaml:9: walkers: 0, must be from 1 to 140737488355328
          walkers: 1000 | walkers: -5 | a.yaml:9: walkers: -5, must be from 1 to 140737488355328
          walkers: 1000 | walkers: 140737488355329 | a.yaml:9: walkers: 140737488355329, must be from 1 to 140737488355328
          walkers: 1000 | walkers: 1e30 | a.yaml:9: walkers: 1e30, must fit in 64 bits
          first-walker: 64 | first-walker: 65 | a.yaml:10: first-walker: 65, must be a multiple of 32
          first-walker: 64 | first-walker: -32 | a.yaml:10: first-walker: -32, must be a multiple of 32
          first-walker: 64 | first-walker: 140737488355328 | a.yaml:10: first-walker: 140737488355328, must be at most 140737488354304, so that the last walker is below 2^47
          steps: 100 | steps: 0 | a.yaml:11: steps: 0, must be at least 1
          burn-in: 10 | burn-in: -1 | a.yaml:12: burn-in: -1, must be at least 0
          burn-in: 10 | burn-in: 100 | a.yaml:12: burn-in: 100, must be less than steps, 100, or no sample remains
          sample-every: 7 | sample-every: 0 | a.yaml:13: sample-every: 0, must be at least 1
          sample-every: 7 | sample-every: 91 | a.yaml:13: sample-every: 91, must be at most steps - burn-in, 90, or no sample remains
          dt: 0.01 | dt: -0.1 | a.yaml:8: dt: -0.1, must be greater than 0 and finite
          dt: 0.01 | dt: 0 | a.yaml:8: dt: 0, must be greater than 0 and finite
          dt: 0.01 | dt: .nan | a.yaml:8: dt: .nan, must be greater than 0 and finite
          dt: 0.01 | dt: Infinity | a.yaml:8: dt: Infinity, must be greater than 0 and finite
          dt: 0.01 | dt: 1e999 | a.yaml:8: dt: 1e999, must be greater than 0 and finite
          dt: 0.01 | dt: {a: 1} | a.yaml:8: dt: {a: 1}, must be a formula
          temperature: 0.5 | temperature: -1 | a.yaml:7: temperature: -1, must be at least 0 and finite
          temperature: 0.5 | temperature: nan | a.yaml:7: temperature: nan, must be at least 0 and finite
          bins: 10 | bins: 0 | a.yaml:14: histograms.x.bins: 0, must be from 1 to 1000000
          bins: 10 | bins: 1000001 | a.yaml:14: histograms.x.bins: 1000001, must be from 1 to 1000000
          from: -1 | from: -1e300 | a.yaml:14: histograms.x.from: -1.0E300, must be from -3.4e38 to 3.4e38, as single precision is
          to: 1 | to: 1e39 | a.yaml:14: histograms.x.to: 1.0E39, must be from -3.4e38 to 3.4e38, as single precision is
          from: -1, to: 1 | from: -1.5e308, to: 1.5e308 | a.yaml:14: histograms.x.from: -1.5E308, must be from -3.4e38 to 3.4e38, as single precision is
          from: -1, to: 1 | from: -2e38, to: 2e38 | a.yaml:14: histograms.x.to: 2.0E38, must be less than 3.4e38 above from, which is -2.0E38; narrow it
          from: -1, to: 1 | from: 0, to: 1e-40 | a.yaml:14: histograms.x.to: 1.0E-40, bins/(to - from) is 1.0e+41, must be from 1.2e-38 to 3.4e38, as single precision is
          steps: 100 | steps: 1e12 | a.yaml:13: sample-every: 7, which makes 142857142855 samples, must be at least 7451, so that there are at most 134217728
          bins: 10 | bins: 3e9 | a.yaml:14: histograms.x.bins: 3000000000, must fit in 32 bits
          from: -1 | from: 1 | a.yaml:14: histograms.x.from: 1.0, must be less than to, which is 1.0
          from: -1 | from: 2 | a.yaml:14: histograms.x.from: 2.0, must be less than to, which is 1.0
          from: -1 | from: 0.999999999 | a.yaml:14: histograms.x.from: 0.999999999, must be less than to, which is 1.0
          from: -1 | from: -pi | a.yaml:14: histograms.x.from: -pi, must be a number, such as 0.5
          to: 1 | to: .inf | a.yaml:14: histograms.x.to: .inf, must be a number, such as 0.5
          {of: x, from: -1, to: 1, bins: 10} | 10 | a.yaml:14: histograms.x: 10, must be a map, such as {of: x, from: -2, to: 2, bins: 100}
          {x: {of | {x/y: {of | a.yaml:14: histograms.x/y: "x/y" is not a name; a name is a letter, then letters, digits, _ and -
          {x2: x^2 | {2x: x^2 | a.yaml:15: observables.2x: "2x" is not a name; a name is a letter, then letters, digits, _ and -
          {x2: x^2 | {time: x^2 | a.yaml:15: observables.time: the run file uses this name; choose another
          {x2: x^2 | {x2: [1] | a.yaml:15: observables.x2: [1], must be a formula
          boltzmann: x, | boltzmann: xx, | a.yaml:16: check.boltzmann: xx is not a histogram; the nearest histogram is x
          tolerance: 0.05 | tolerance: 0 | a.yaml:16: check.tolerance: 0.0, must be greater than 0 and at most 1
          tolerance: 0.05 | tolerance: 2 | a.yaml:16: check.tolerance: 2.0, must be greater than 0 and at most 1
          tolerance: 0.05 | tolerance: small | a.yaml:16: check.tolerance: small, must be a number, such as 0.5
          seed: 7 | seed: 18446744073709551616 | a.yaml:17: seed: 18446744073709551616, must fit in 64 bits
          seed: 7 | seed: -9223372036854775809 | a.yaml:17: seed: -9223372036854775809, must fit in 64 bits
          """)
  void refusesValue(String piece, String replacement, String message) {
    assertMessage(message, Sample.edited(piece, replacement));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [x, y] | [x, x] | a.yaml:2: coordinates: x is given twice
          [x, y] | [] | a.yaml:2: coordinates: [], must name at least one coordinate
          [x, y] | [x, kT] | a.yaml:2: coordinates: kT is a reserved name; choose another
          [x, y] | [x, sin] | a.yaml:2: coordinates: sin is a reserved name; choose another
          [x, y] | [x, a-b] | a.yaml:2: coordinates: "a-b" is not a name; a name is a letter, then letters, digits and _
          [x, y] | [x, [y]] | a.yaml:2: coordinates: [y], must be text
          [x, y] | x | a.yaml:2: coordinates: x, must be a list, such as [x] or [x, y]
          {a: 1, b | {x: 1, b | a.yaml:4: parameters.x: x is reserved: it means all coordinates in a step program; choose another name
          {a: 1, b | {y: 1, b | a.yaml:4: parameters.y: the name is taken by a coordinate or parameter; choose another
          {a: 1, b | {e: 1, b | a.yaml:4: parameters.e: e is a reserved name; choose another: in formulas e is Euler's number, 2.718
          {a: 1, b | {gradient: 1, b | a.yaml:4: parameters.gradient: gradient is a reserved name; choose another
          {y: uniform(0, 1), x | {x | a.yaml:5: start: y is missing; every coordinate needs a start
          {y: uniform(0, 1), x | {y: 1, z: 2, x | a.yaml:5: start.z: unknown coordinate; the coordinates are x and y
          {y: uniform(0, 1) | {y: (1, z: 2 | a.yaml:5: start.y: a parenthesis is not closed: (1
          method: euler-maruyama | method: euler-murayama | a.yaml:6: method: euler-murayama is not a method; the nearest method is euler-maruyama
          method: euler-maruyama | method: {name: gradient-decent} | a.yaml:6: method.name: gradient-decent is not a method; the nearest method is gradient-descent
          method: euler-maruyama | method: {name: gradient-descent, friction: 1} | a.yaml:6: method.friction: unknown parameter of gradient-descent; euler-maruyama, leimkuhler-matthews, baoab, obabo and aboba have friction
          method: euler-maruyama | method: {order: 1} | a.yaml:6: method: must have a name or a step
          method: euler-maruyama | method: [a] | a.yaml:6: method: [a], must be one method; several side by side are sweep: {method: [sgd, adam]}
          method: euler-maruyama | method: {step: x = 1, order: 0} | a.yaml:6: method.order: 0, must be at least 1
          method: euler-maruyama | method: {step: x = 1, stat: {}} | a.yaml:6: method.stat: unknown key; the nearest valid key is state
          method: euler-maruyama | method: {step: x = 1, state: {x: 1}} | a.yaml:6: method.state.x: x is reserved: it means all coordinates in a step program; choose another name
          method: euler-maruyama | method: {step: x = 1, state: {dt: 1}} | a.yaml:6: method.state.dt: dt is a reserved name; choose another
          method: euler-maruyama | method: {step: x = 1, state: {y: 1}} | a.yaml:6: method.state.y: the name is taken by a coordinate or parameter; choose another
          method: euler-maruyama | method: {step: x = 1, parameters: {a: 1}} | a.yaml:6: method.parameters.a: the name is taken by a coordinate or parameter; choose another
          method: euler-maruyama | method: {step: x = 1, parameters: {v: 1}, state: {v: 1}} | a.yaml:6: method.state.v: is also a parameter of the method; choose another name
          energy: a*x^2 + b*y^2 | energy: double-wel | a.yaml:3: energy: double-wel is not an energy; the nearest energy is double-well
          energy: a*x^2 + b*y^2 | energy: {name: harmonics} | a.yaml:3: energy.name: harmonics is not an energy; the nearest energy is harmonic
          energy: a*x^2 + b*y^2 | energy: {b: 1} | a.yaml:3: energy.name: missing; it must be given
          energy: a*x^2 + b*y^2 | energy: {name: double-well, c: 1} | a.yaml:3: energy.c: unknown parameter of double-well; the only one is b
          energy: a*x^2 + b*y^2 | energy: double-well | a.yaml:2: coordinates: [x, y], must be [x], those of double-well
          energy: a*x^2 + b*y^2 | energy: [x] | a.yaml:3: energy: [x], must be a formula
          """)
  void refusesName(String piece, String replacement, String message) {
    assertMessage(message, Sample.edited(piece, replacement));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          minibatch: {size: 3} | minibatch: takes rows of the data, and there is no key data
          minibatch: {replacement: false} | minibatch.size: missing; it must be given
          stop-when: x > 0 | stop-when: not available in this version yet; remove it
          replicas: {exchange-every: 50} | replicas: not available in this version yet; remove it
          polish: 100 | polish: 100, begins at the best places: add track-best: true
          trajectories: {walkers: 1000, interpolate: 1000} | trajectories: 2.000e+08 values (frames x walkers x coordinates), must be at most 67108864; keep fewer walkers or frames
          noise: {} | noise.source: missing; it must be given
          noise: {source: dice} | noise.source: dice, must be curand or philox
          noise: {source: curand} | noise.generator: missing; it must be given
          noise: {source: philox, generator: xorwow} | noise.generator: is for source: curand; remove it
          noise: {source: curand, generator: mrg} | noise.generator: mrg, must be mrg32k3a or mt19937 or philox or xorwow
          noise: {source: curand, generator: xorwow, order: 1} | noise.order: unknown key; the keys here are generator and source
          precision: half | precision: half, must be double or single
          math: exact | math: exact, must be fast or portable; the default is portable
          sweeps: {} | sweeps: unknown key; the nearest valid key is sweep
          units: nm | units: nm, must be a map, {name: value}
          units: {xx: nm} | units.xx: is nothing of this experiment's; the nearest name is x
          units: {temp: K} | units.temp: is nothing of this experiment's; the nearest name is temperature
          units: {x: ""} | units.x: "" is no unit; leave it out where there is none
          units: {x: "a\\u202eb"} | units.x: "a\\u202eb" has a character that is not shown; remove it
          units: {x: "\\e[31m"} | units.x: "\\u001b[31m" has a character that is not shown; remove it
          units: {x: "a\\nb"} | units.x: "a\\nb" has a character that is not shown; remove it
          units: {"\\e": m} | units.\\u001b: is nothing of this experiment's; the names are E, a, b, energy, temperature, time, x, x2 and y
          unit: {x: nm} | unit: unknown key; write units: {x: nm, time: ps}
          colour: red | colour: unknown key; docs/experiment-file.md lists all
          title: again | title: given twice, first in line 1; remove one
          """)
  void refusesKey(String line, String message) {
    assertMessage("a.yaml:18: " + message, Sample.YAML + line + "\n");
  }

  @Test
  void allThatIsMissingIsSaidAtOnce() {
    assertMessage(
        "a.yaml:1: start, method, dt, walkers and steps are missing; they must be given",
        "coordinates: [x]\nenergy: x^2\ntemperature: 1\n");
    assertMessage(
        "a.yaml:1: start, method, dt and walkers are missing; they must be given",
        "energy: double-well\nsteps: 10\n");
    assertMessage(
        "a.yaml:1: coordinates, start, method, dt and walkers are missing; they must be given",
        "energy: x^2\nsteps: 10\n");
  }

  @Test
  void takesNeutralValuesOfWhatLaterVersionsWillTake() {
    var neutral =
        """
        sweep: {}
        track-best: false
        noise: {source: philox}
        precision: single
        math: portable
        """;
    var yaml = Sample.edited("tolerance: 0.05", "tolerance: 0.05, bias: false, rhat: false");
    var experiment = ExperimentFile.parse(yaml + neutral, "a.yaml", List.of());
    assertEquals(Sample.read().sha256(), experiment.sha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~ | a.yaml: the file is empty
          # nothing | a.yaml: the file is empty
          - a | a.yaml:1: must be a map of keys and values, such as "dt: 0.01"
          abc | a.yaml:1: must be a map of keys and values, such as "dt: 0.01"
          a: 1\\n\\tb: 2 | a.yaml:2: a tab; indent with spaces
          a:\\n\\tb: 2 | a.yaml:2: a tab; indent with spaces
          a: 1\\nb: [1, 2 | a.yaml:2: not YAML: expected ',' or ']', but got <stream end>
          a: [1\\nb: 2 | a.yaml:2: not YAML: a bracket { or [ is not closed (what is open here began in line 1)
          a: {b: x[0]} | a.yaml:1: not YAML: "[" within { } or [ ]; put a formula with an index in quotes, "x[0]"
          a: [x[0]] | a.yaml:1: not YAML: "[" within { } or [ ]; put a formula with an index in quotes, "x[0]"
          a: 1\\n  b: 2 | a.yaml:2: not YAML: ": " where no key can be; indent correctly; if it belongs to a formula or a text, put it in quotes, "sum(i in 0..9: x[i])"
          a: sum(i in 0..2: i) | a.yaml:1: not YAML: ": " where no key can be; indent correctly; if it belongs to a formula or a text, put it in quotes, "sum(i in 0..9: x[i])"
          a: 'x | a.yaml:1: not YAML: a quote is not closed
          a: @x | a.yaml:1: not YAML: found character '@'; put the value in quotes
          a: 1\\nb: \\1 | a.yaml:2: not YAML: the character U+0001; remove it
          a: 1\\na: 2 | a.yaml:2: a: given twice, first in line 1; remove one
          a: {b: 1,\\n b: 2} | a.yaml:2: a.b: given twice, first in line 1; remove one
          a: &b 1 | a.yaml:1: a: an anchor (&name) is not available; remove it
          a: *b | a.yaml:1: a: an alias (*name) is not available; write the value again
          a: !!str 1 | a.yaml:1: a: a tag (!name) is not available; remove it
          ? [a]\\n: 1 | a.yaml:1: a key must be a word, not a list or a map
          a: 1\\n---\\nb: 2 | a.yaml:2: a second document begins here; write one document a file
          """)
  void refusesYaml(String yaml, String message) {
    assertMessage(message, yaml.translateEscapes());
  }

  @Test
  void refusesEndlessNesting() {
    assertMessage("a.yaml:1: nested deeper than 50 levels", "[".repeat(100_000));
  }

  @Test
  void findsUnreadableCharacterFarDown() {
    assertMessage(
        "a.yaml:5001: not YAML: the character U+0007; remove it",
        "# 1\n".repeat(5000) + "b: \u0007");
  }

  @Test
  void refusesFilesThatCannotBeRead(@TempDir Path folder) throws Exception {
    var missing = folder.resolve("missing.yaml");
    assertLoad(missing + ": there is no such file", missing);
    assertLoad(folder + ": is a folder", folder);
    var latin = folder.resolve("latin.yaml");
    Files.write(latin, "title: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertLoad(latin + ": is not text in UTF-8", latin);
  }

  private static void assertLoad(String message, Path file) {
    var e = assertThrows(ExperimentException.class, () -> ExperimentFile.load(file, List.of()));
    assertEquals(message, e.getMessage());
  }

  private static void assertMessage(String message, String yaml) {
    var e =
        assertThrows(
            ExperimentException.class, () -> ExperimentFile.parse(yaml, "a.yaml", List.of()));
    assertEquals(message, e.getMessage());
    assertTrue(e.getMessage().lines().count() == 1, "one line");
  }
}
