package perrin.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Formula;
import perrin.experiment.Precision;
import perrin.language.FormulaReader;

/**
 * Compiles start values: first those of the coordinates in the order written, then those of the
 * method's state. Each call of {@code normal} or {@code uniform} begins a new Philox block of
 * stream 2.
 */
final class StartCompiler {
  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code = new CodeBuilder();
  private final Lowering lowering;
  private final Node.Variable walker;
  private int blocks;

  StartCompiler(Landscape landscape, SharedValues shared) {
    this.landscape = landscape;
    graph = landscape.graph();
    lowering = new Lowering(graph, code, shared);
    walker = graph.fresh("walker", Scope.WALKER);
    lowering.bind(walker, code.input(Type.REAL, "walker"));
  }

  /** Philox blocks of stream 2 a walker; known after {@link #compile}. */
  int blocks() {
    return blocks;
  }

  Code compile(List<String> variables) {
    List<String> coordinates = landscape.experiment().coordinates().componentNames();
    Map<String, Op> starts = new LinkedHashMap<>();
    landscape
        .experiment()
        .start()
        .forEach((name, values) -> {
          Formula formula = (Formula) values;
          Node value = landscape.scalar("start." + name, formula, new Names(1, List.of()));
          starts.put(name, lowering.lower(value));
        });
    Map<String, Op> outputs = new LinkedHashMap<>();
    List<Node> position = new ArrayList<>();
    for (String name : coordinates) {
      Node.Variable coordinate = graph.fresh(name, Scope.WALKER);
      lowering.bind(coordinate, starts.get(name));
      position.add(coordinate);
      outputs.put(name, starts.get(name));
    }
    landscape
        .experiment()
        .method()
        .state()
        .forEach((name, formula) -> {
          List<Node> value = state(name, formula, new Names(coordinates.size(), position));
          for (int i = 0; i < coordinates.size(); i++) {
            Op component = lowering.lower(value.get(value.size() == 1 ? 0 : i));
            outputs.put(variables.get(outputs.size()), component);
          }
        });
    return code.build(outputs);
  }

  private List<Node> state(String name, Formula formula, Names names) {
    String text = formula.text();
    return landscape.located(
        "method.state." + name,
        formula,
        () -> landscape.translator().translate(text, FormulaReader.formula(text), names));
  }

  /** What a start value may write; a call draws one value for each of {@code components}. */
  private final class Names extends Landscape.Names {
    private final int components;
    private final List<Node> position;

    Names(int components, List<Node> position) {
      landscape.super(false);
      this.components = components;
      this.position = position;
    }

    @Override
    public Optional<List<Node>> name(String name) {
      if (name.equals("walker")) {
        return Optional.of(List.of(walker));
      }
      return name.equals("x") && !position.isEmpty() ? Optional.of(position) : super.name(name);
    }

    @Override
    public Collection<String> names() {
      Collection<String> names = super.names();
      names.add("walker");
      if (!position.isEmpty()) {
        names.add("x");
      }
      return names;
    }

    @Override
    public Collection<String> calls() {
      return List.of("normal", "uniform");
    }

    @Override
    public Optional<List<Node>> call(String function, List<List<Node>> arguments) {
      return switch (function) {
        case "normal" -> {
          Node mean = argument(arguments, 0, graph.constant(0), "normal(mean, sd)");
          Node deviation = argument(arguments, 1, graph.constant(1), "normal(mean, sd)");
          yield Optional.of(
              draw(true).stream().map(z -> graph.add(mean, graph.multiply(deviation, z))).toList());
        }
        case "uniform" -> {
          Node from = argument(arguments, 0, graph.constant(0), "uniform(a, b)");
          Node to = argument(arguments, 1, graph.constant(1), "uniform(a, b)");
          Node width = graph.subtract(to, from);
          yield Optional.of(
              draw(false).stream().map(u -> graph.add(from, graph.multiply(width, u))).toList());
        }
        default -> Optional.empty();
      };
    }

    private static Node argument(List<List<Node>> arguments, int i, Node whenNone, String usage) {
      if (arguments.isEmpty()) {
        return whenNone;
      }
      if (arguments.size() != 2 || arguments.get(i).size() != 1) {
        throw new IllegalArgumentException("is written " + usage);
      }
      return arguments.get(i).getFirst();
    }

    private List<Node> draw(boolean gaussian) {
      List<Node> draws = new ArrayList<>();
      for (int i = 0; i < components; i++) {
        Node.Variable draw = graph.fresh("draw", Scope.WALKER);
        int block = blocks + i / drawsOfBlock();
        int inBlock = i % drawsOfBlock();
        lowering.bind(draw, gaussian ? normal(block, inBlock) : uniform(block, inBlock));
        draws.add(draw);
      }
      blocks += (components + drawsOfBlock() - 1) / drawsOfBlock();
      return draws;
    }
  }

  private Op word(int block, int i) {
    return code.input(Type.WORD, "block[" + block + "]." + "xyzw".charAt(i));
  }

  private Op normal(int block, int i) {
    Function gaussian = FunctionLibrary.standard().find("gaussian").orElseThrow();
    int pair = i / 2 * 2;
    return code.call(gaussian, List.of(word(block, pair), word(block, pair + 1))).get(i % 2);
  }

  private Op uniform(int block, int i) {
    Op real = code.op(Opcode.TO_REAL, word(block, i));
    double unit = precision() == Precision.SINGLE ? 0x1p-32 : 0x1p-53; // of a word
    return code.op(Opcode.FMA, real, code.number(unit), code.number(unit / 2));
  }

  private Precision precision() {
    return landscape.experiment().precision();
  }

  private int drawsOfBlock() {
    return NoiseGroup.drawsOfBlock(precision());
  }
}
