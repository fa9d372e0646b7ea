package perrin.kernel.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import perrin.calculus.Graph;
import perrin.calculus.Node;
import perrin.errors.ExperimentException;
import perrin.experiment.Formula;
import perrin.kernel.Code;
import perrin.kernel.CodeBuilder;
import perrin.kernel.Draws;
import perrin.kernel.Op;
import perrin.kernel.SharedValues;
import perrin.kernel.landscape.FormulaTexts;
import perrin.kernel.landscape.Landscape;
import perrin.kernel.landscape.StateRows;
import perrin.kernel.landscape.Vector;
import perrin.language.Expr;
import perrin.language.FormulaException;
import perrin.language.FormulaReader;
import perrin.language.Statement;
import perrin.random.Stream;

/**
 * Compiles a method's step: each statement in turn, all components of x or of a state variable at
 * once.
 *
 * <p>Where a step begins with ∇E(x) and ends with ∇E at its last x, the gradient is carried over to
 * the next step instead of being computed twice.
 */
final class StepCompiler {
  /** Assignments that a step may make when its repetitions are written out. */
  private static final int MAX_ASSIGNMENTS = 10_000;

  private final Landscape landscape;
  private final Graph graph;
  private final CodeBuilder code = new CodeBuilder();
  private final Lowering lowering;
  private final boolean carrying;
  private final Boundaries boundaries;
  private final StepValues values;
  private final StepGradients gradients;
  private final StepCalls calls;
  private final Acceptance acceptance;
  private final Vector initial;
  private int assignments;

  /**
   * @param carrying whether ∇E comes from the step before and is left for the next, see {@link
   *     #carries}
   */
  StepCompiler(Landscape landscape, SharedValues shared, boolean carrying) {
    this.landscape = landscape;
    this.carrying = carrying;
    graph = landscape.graph();
    lowering = new Lowering(graph, code, shared);
    boundaries = new Boundaries(landscape);
    values = new StepValues(landscape, code, lowering, carrying);
    gradients = new StepGradients(landscape, code, lowering, values, carrying);
    calls = new StepCalls(landscape, code, values, gradients, boundaries);
    acceptance = new Acceptance(landscape, code, lowering, values.length());
    initial = values.position();
  }

  /** What a step draws; known after {@link #compile}. */
  List<Draws> draws() {
    List<Draws> draws = new ArrayList<>();
    calls.drawn().forEach((kind, number) -> draws.add(new Draws(stream(kind), kind, number)));
    if (gradients.words() > 0) {
      draws.add(new Draws(Stream.MINIBATCH, Draws.Kind.WORDS, gradients.words()));
    }
    gradients.epochs().ifPresent(draws::add);
    return draws;
  }

  private static Stream stream(Draws.Kind kind) {
    return switch (kind) {
      case GAUSSIANS -> Stream.STEP_NORMALS;
      case UNIFORMS -> Stream.STEP_UNIFORMS;
      case WORDS -> Stream.MINIBATCH;
    };
  }

  /**
   * Whether the step needs the gradient where it begins and computes it where it ends; known after
   * {@link #compile} without carrying.
   */
  boolean carries() {
    return !values.position().equals(initial)
        && gradients.knownAt(initial)
        && gradients.knownAt(values.position())
        && !landscape.forces().changeWithTime()
        && landscape.experiment().minibatch().isEmpty();
  }

  Code compile(List<String> variables) {
    Formula step = landscape.experiment().method().step();
    landscape.texts().located("method.step", step, () -> run(step.text()));
    requireGradientForForces();
    boundaries.atEnd(values);
    Map<String, Op> outputs = new LinkedHashMap<>();
    List<Op> ends = new ArrayList<>(values.outputs());
    ends.addAll(acceptance.counts());
    int first = values.length() + acceptance.rows();
    if (landscape.experiment().outputs().best().isPresent()) {
      ends.addAll(new BestPlace(landscape, code, lowering, first).compare(values.position()));
    }
    ends.forEach(op -> outputs.put(variables.get(outputs.size()), op));
    if (carrying && !landscape.stored()) {
      List<Node> gradient = gradients.at(StateRows.POSITION);
      lowering.want(gradient);
      for (Node component : gradient) {
        outputs.put("c[" + (outputs.size() - variables.size()) + "]", lowering.value(component));
      }
    }
    return code.build(outputs);
  }

  private void requireGradientForForces() {
    var forces = landscape.experiment().force().entrySet();
    if (!gradients.any() && !forces.isEmpty()) {
      var first = forces.iterator().next();
      throw new ExperimentException(
          FormulaTexts.of(first.getValue(), 0).where(),
          "force." + first.getKey(),
          "acts through gradient(x), which method.step does not use");
    }
  }

  /**
   * The gradient where a step begins, for a carrying step: outputs {@code c[i]}, or array c.
   *
   * @param shared those of the step
   */
  static Code gradient(Landscape landscape, SharedValues shared) {
    StepCompiler compiler = new StepCompiler(landscape, shared, true);
    compiler.gradients.forget();
    List<Node> gradient = compiler.gradients.at(StateRows.POSITION);
    Map<String, Op> outputs = new LinkedHashMap<>();
    if (!landscape.stored()) {
      compiler.lowering.want(gradient);
      gradient.forEach(
          node -> outputs.put("c[" + outputs.size() + "]", compiler.lowering.value(node)));
    }
    return compiler.code.build(outputs);
  }

  private Void run(String text) {
    List<Statement> program = FormulaReader.program(text);
    if (program.isEmpty()) {
      throw new FormulaException(text, 0, "the step is empty");
    }
    run(text, program);
    return null;
  }

  private void run(String text, List<Statement> program) {
    for (Statement statement : program) {
      calls.begin();
      switch (statement) {
        case Statement.Assignment line -> {
          requireVariable(text, line);
          assign(text, line);
        }
        case Statement.Repeat loop -> repeat(text, loop);
        case Statement.Accept line -> accept(text, line);
      }
    }
  }

  /** Written out; a condition decides for each walker whether its values still change. */
  private void repeat(String text, Statement.Repeat loop) {
    Optional<Node> before = values.active();
    for (int k = 0; k < loop.times(); k++) {
      if (loop.condition().isPresent()) {
        calls.begin();
        Expr condition = loop.condition().get();
        Node holds = one(text, condition, "repeat goes on while a condition holds for the walker");
        values.only(Optional.of(values.among(holds)));
      }
      run(text, loop.body());
    }
    values.only(before);
  }

  /** A value that a walker has one of. */
  private Node one(String text, Expr expression, String what) {
    List<Node> value = landscape.translator().translate(text, expression, calls);
    if (value.size() > 1 || values.isOfEach(value.getFirst())) {
      throw new FormulaException(
          text,
          expression.at(),
          what + ", and this is one for each coordinate: take sum(...) or dot(..., ...)");
    }
    return value.getFirst();
  }

  private void requireVariable(String text, Statement.Assignment line) {
    if (!values.isVariable(line.name())) {
      throw new FormulaException(
          text,
          line.at(),
          "only x and the method's state can be assigned, not \""
              + line.name()
              + "\"; "
              + (landscape.experiment().coordinates().find(line.name()).isPresent()
                  ? "x stands for all coordinates at once"
                  : "write what it stands for where it is needed, or make it a state, method.state: {"
                      + line.name()
                      + ": 0}"));
    }
    if (++assignments > MAX_ASSIGNMENTS) {
      throw new FormulaException(
          text, line.at(), "more than " + MAX_ASSIGNMENTS + " assignments a step");
    }
  }

  private void assign(String text, Statement.Assignment line) {
    List<Node> value = landscape.translator().translate(text, line.value(), calls);
    atPlace(text, line.at(), () -> values.assign(line.name(), value));
    drifted(line.name());
  }

  private void drifted(String name) {
    if (name.equals(StateRows.POSITION) && landscape.experiment().method().walls().within()) {
      boundaries.reflect(values);
    }
  }

  private static void atPlace(String text, int at, Runnable assignment) {
    try {
      assignment.run();
    } catch (IllegalArgumentException e) {
      throw new FormulaException(text, at, e.getMessage());
    }
  }

  /**
   * All values are made of the old ones, then each walker takes all of them or none. Where both
   * gradients are known, x's and that of the place it may go to, the next is known too. Nobody goes
   * outside of reflecting walls.
   */
  private void accept(String text, Statement.Accept line) {
    acceptance.require(text, line, values.active().isPresent());
    line.news().forEach(each -> requireVariable(text, each));
    Node probability = one(text, line.probability(), "accept takes one probability for a walker");
    Optional<StepGradients.Both> both = Optional.empty();
    List<StepValues.Named> news = new ArrayList<>();
    for (Statement.Assignment each : line.news()) {
      List<Node> value = landscape.translator().translate(text, each.value(), calls);
      if (each.name().equals(StateRows.POSITION)) {
        String there = calls.place(value);
        both = gradients.both(there);
        probability = within(there, probability);
      }
      news.add(new StepValues.Named(each.name(), value));
    }
    Node taken = acceptance.decide(line, calls.uniform(), probability, values);
    atPlace(text, line.at(), () -> values.assign(news, Optional.of(taken)));
    both.ifPresent(known -> gradients.choose(known, Optional.of(taken)));
    line.news().forEach(each -> drifted(each.name()));
  }

  /** No probability beyond a reflecting wall, where the energy counts as infinite. */
  private Node within(String place, Node probability) {
    return boundaries
        .outside(values.present(place).orElseThrow())
        .map(count ->
            graph.choice(
                Node.Comparison.EQUAL, count, graph.constant(0), probability, graph.constant(-1)))
        .orElse(probability);
  }
}
