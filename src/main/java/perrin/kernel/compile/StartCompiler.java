package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import perrin.calculus.Function;
import perrin.calculus.FunctionLibrary;
import perrin.calculus.Graph;
import perrin.calculus.Indices;
import perrin.calculus.Node;
import perrin.calculus.Node.Scope;
import perrin.experiment.Best;
import perrin.experiment.Coordinates;
import perrin.experiment.FormulaArray;
import perrin.experiment.Precision;
import perrin.experiment.StateVariable;
import perrin.experiment.Values;
import perrin.kernel.Code;
import perrin.kernel.CodeBuilder;
import perrin.kernel.NoiseGroup;
import perrin.kernel.Op;
import perrin.kernel.Opcode;
import perrin.kernel.SharedValues;
import perrin.kernel.Type;
import perrin.kernel.landscape.AcceptSites;
import perrin.kernel.landscape.FormulaTexts;
import perrin.kernel.landscape.Landscape;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;

/**
 * Compiles start values: first those of the coordinates in the order written, then those of the
 * method's state. Each call of {@code normal} or {@code uniform} begins a new Philox block of
 * stream 2.
 *
 * <p>With shared starts the coordinates' formulas mean the cohort's first walker, so that a cohort
 * starts at one point; the state stays each walker's own.
 */
final class StartCompiler {
  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code = new CodeBuilder();
  private final Lowering lowering;
  private final boolean shares;

  /** The global number that the formulas mean. */
  private Node.Variable walker;

  private int blocks;
  private int sharedBlocks;

  StartCompiler(Landscape landscape, SharedValues shared) {
    this.landscape = landscape;
    graph = landscape.graph();
    lowering = new Lowering(graph, code, shared);
    shares = landscape.experiment().sharedStarts();
    walker = number(shares ? "leader" : "walker");
  }

  private Node.Variable number(String input) {
    Node.Variable number = graph.fresh("walker", Scope.WALKER);
    lowering.bind(number, code.input(Type.REAL, input));
    return number;
  }

  /** Philox blocks of stream 2 a walker; known after {@link #compile}. */
  int blocks() {
    return blocks;
  }

  /** How many of them, the first, are the cohort's. */
  int sharedBlocks() {
    return sharedBlocks;
  }

  Code compile(List<String> variables) {
    Coordinates coordinates = landscape.experiment().coordinates();
    Map<String, List<Op>> starts = new LinkedHashMap<>();
    landscape
        .experiment()
        .start()
        .forEach((name, values) ->
            starts.put(name, start(coordinates.find(name).orElseThrow(), values)));
    if (shares) {
      sharedBlocks = blocks;
      walker = number("walker");
    }
    Map<String, Op> outputs = new LinkedHashMap<>();
    List<Node> position = new ArrayList<>();
    for (Coordinates.Block block : coordinates.blocks()) {
      for (Op value : starts.get(block.name())) {
        Node.Variable coordinate = graph.fresh(block.name(), Scope.WALKER);
        lowering.bind(coordinate, value);
        position.add(coordinate);
        outputs.put(variables.get(outputs.size()), value);
      }
    }
    landscape
        .experiment()
        .method()
        .state()
        .forEach((name, variable) -> {
          int components = variable.ofWalker() ? 1 : coordinates.dimension();
          Names names = new Names(components, position);
          List<Node> value = state(name, variable, names);
          for (int i = 0; i < components; i++) {
            Op component = lowering.lower(value.get(value.size() == 1 ? 0 : i));
            outputs.put(variables.get(outputs.size()), component);
          }
        });
    for (int row = Acceptance.rows(AcceptSites.of(landscape.experiment().method())).size();
        row > 0;
        row--) {
      outputs.put(variables.get(outputs.size()), code.number(0));
    }
    Optional<Best> best = landscape.experiment().outputs().best();
    if (best.isPresent()) {
      List<Op> place = outputs.values().stream().limit(coordinates.dimension()).toList();
      int first = outputs.size();
      outputs.putAll(
          BestPlace.named(variables, first, BestPlace.start(best.get(), code, precision(), place)));
    }
    return code.build(outputs);
  }

  /**
   * All components of a coordinate. In the one formula of a vector, i is the component's number,
   * and each call draws one value for each component; a formula for each component draws its own.
   */
  private List<Op> start(Coordinates.Block block, Values values) {
    String field = "start." + block.name();
    List<Op> components = new ArrayList<>();
    Names shared = new Names(block.length(), List.of());
    for (int i = 0; i < block.length(); i++) {
      Names names = values instanceof FormulaArray ? new Names(1, List.of()) : shared;
      names.component(values instanceof FormulaArray ? 0 : i);
      Indices indices = block.scalar() ? Indices.NONE : Indices.NONE.with("i", i);
      Node value = landscape.texts().scalar(field, FormulaTexts.of(values, i), names, indices);
      components.add(lowering.lower(value));
    }
    return components;
  }

  private List<Node> state(String name, StateVariable variable, Names names) {
    String text = variable.start().text();
    return landscape
        .texts()
        .located(
            "method.state." + name,
            variable.start(),
            () -> {
              List<Node> value =
                  landscape.translator().translate(text, FormulaReader.formula(text), names);
              if (variable.ofWalker() && value.size() > 1) {
                throw new FormulaException(
                    text,
                    0,
                    "one value for each coordinate, where a walker has one; x and parameters of"
                        + " coordinates cannot be used");
              }
              return value;
            });
  }

  /** What a start value may write; a call draws one value for each of {@code components}. */
  private final class Names extends Landscape.Names {
    private final int components;
    private final List<Node> position;

    /** First Philox block of each call, in the order of the formula. */
    private final List<Integer> sites = new ArrayList<>();

    private int site;
    private OptionalInt only = OptionalInt.empty();

    Names(int components, List<Node> position) {
      landscape.super(false);
      this.components = components;
      this.position = position;
    }

    /** From here on the formula is read once more, for this component. */
    void component(int i) {
      only = OptionalInt.of(i);
      site = 0;
    }

    @Override
    public Optional<List<Node>> name(String name) {
      if (name.equals("walker")) {
        return Optional.of(List.of(walker));
      }
      if (landscape.changesFromStepToStep(name)) {
        return Optional.of(List.of(landscape.firstValue(name)));
      }
      if (position.isEmpty()) {
        return super.name(name);
      }
      return name.equals("x")
          ? Optional.of(position)
          : landscape.parameters().oneByOne(name).or(() -> super.name(name));
    }

    @Override
    public Collection<String> names() {
      Collection<String> names = super.names();
      names.add("walker");
      if (!position.isEmpty()) {
        names.add("x");
        names.addAll(landscape.parameters().componentwiseNames());
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
          List<Node> mean = argument(arguments, 0, graph.constant(0), "normal(mean, sd)");
          List<Node> deviation = argument(arguments, 1, graph.constant(1), "normal(mean, sd)");
          yield Optional.of(scaled(draw(true), mean, deviation));
        }
        case "uniform" -> {
          List<Node> from = argument(arguments, 0, graph.constant(0), "uniform(a, b)");
          List<Node> to = argument(arguments, 1, graph.constant(1), "uniform(a, b)");
          List<Node> width = new ArrayList<>();
          for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
            width.add(graph.subtract(of(to, i), of(from, i)));
          }
          yield Optional.of(scaled(draw(false), from, width));
        }
        default -> Optional.empty();
      };
    }

    private static Node of(List<Node> components, int i) {
      return components.get(components.size() == 1 ? 0 : i);
    }

    /** offset + factor · draw. */
    private List<Node> scaled(List<Node> draws, List<Node> offset, List<Node> factor) {
      List<Node> values = new ArrayList<>();
      for (int i = 0; i < draws.size(); i++) {
        values.add(graph.add(of(offset, i), graph.multiply(of(factor, i), draws.get(i))));
      }
      return values;
    }

    private static List<Node> argument(
        List<List<Node>> arguments, int i, Node whenNone, String usage) {
      if (arguments.isEmpty()) {
        return List.of(whenNone);
      }
      if (arguments.size() != 2) {
        throw new IllegalArgumentException("is written " + usage);
      }
      return arguments.get(i);
    }

    private List<Node> draw(boolean gaussian) {
      if (site == sites.size()) {
        sites.add(blocks);
        blocks += (components + drawsOfBlock() - 1) / drawsOfBlock();
      }
      int first = sites.get(site++);
      List<Node> draws = new ArrayList<>();
      for (int i = only.orElse(0); i <= only.orElse(components - 1); i++) {
        Node.Variable draw = graph.fresh("draw", Scope.WALKER);
        int block = first + i / drawsOfBlock();
        int inBlock = i % drawsOfBlock();
        lowering.bind(draw, gaussian ? normal(block, inBlock) : uniform(block, inBlock));
        draws.add(draw);
      }
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
