package perrin.calculus;

import static java.util.stream.Collectors.joining;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import perrin.errors.Nearest;
import perrin.errors.Shown;
import perrin.language.Expr;
import perrin.language.FormulaException;

/** One expression on its way from syntax to meaning, for a {@link Translator}. */
final class FormulaWalk {
  /** The largest whole power; by repeated squaring it takes 26 multiplications. */
  private static final int MAX_EXPONENT = 1_000_000;

  /** Terms of a sum, those of the sums around it multiplied; more would take a walker seconds. */
  private static final double MAX_ROUNDS = 1e9;

  /** The same for a sum that all walkers share; the host takes its time for each term. */
  private static final double MAX_ROUNDS_ON_HOST = 1e7;

  private static final Set<Expr.Operator> SUMS =
      EnumSet.of(Expr.Operator.ADD, Expr.Operator.SUBTRACT);
  private static final Set<Expr.Operator> PRODUCTS =
      EnumSet.of(Expr.Operator.MULTIPLY, Expr.Operator.DIVIDE);
  private static final Set<Expr.Operator> INVERSES =
      EnumSet.of(Expr.Operator.SUBTRACT, Expr.Operator.DIVIDE);

  private static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);

  private final Graph graph;
  private final FunctionLibrary functions;
  private final String text;
  private final Translator.Environment environment;
  private final HostWork work;
  private final Suggestions suggestions;
  private final Choices choices;

  /**
   * @param work of all formulas together
   */
  FormulaWalk(
      Graph graph,
      FunctionLibrary functions,
      String text,
      Translator.Environment environment,
      HostWork work) {
    this.graph = graph;
    this.functions = functions;
    this.text = text;
    this.environment = environment;
    this.work = work;
    choices = new Choices(graph, text, this::visit);
    suggestions = new Suggestions(environment, CONSTANTS.keySet(), functions);
  }

  List<Node> visit(Expr expression, Indices indices) {
    List<Node> value;
    try {
      value = meaning(expression, indices);
    } catch (IllegalArgumentException e) {
      throw trouble(expression.at(), e.getMessage());
    }
    for (Node node : value) {
      if (!isFinite(node)) {
        throw trouble(expression.at(), "the value is not finite");
      }
    }
    return value;
  }

  private List<Node> meaning(Expr expression, Indices indices) {
    return switch (expression) {
      case Expr.Number number -> List.of(graph.constant(number.value()));
      case Expr.Word word -> throw trouble(word.at(), "a bit pattern has no place here");
      case Expr.Name name -> name(name, indices);
      case Expr.Negate negate -> visit(negate.of(), indices).stream().map(graph::negate).toList();
      case Expr.Binary binary -> binary(binary, indices);
      case Expr.Call call -> call(call, indices);
      case Expr.Element element -> element(element, indices);
      case Expr.Total total -> total(total, indices);
    };
  }

  private static boolean isFinite(Node node) {
    return switch (node) {
      case Node.Constant number -> Double.isFinite(number.value());
      case Node.Sum sum ->
          Double.isFinite(sum.constant())
              && sum.terms().stream().allMatch(term -> Double.isFinite(term.coefficient()));
      case Node.Variable variable -> true;
      case Node.Product product -> true;
      case Node.Apply call -> true;
      case Node.Choice choice -> true;
      case Node.Element element -> true;
      case Node.Count count -> true;
      case Node.Total total -> true;
      case Node.Tabulated table -> true;
      case Node.Largest largest -> true;
    };
  }

  private List<Node> name(Expr.Name name, Indices indices) {
    Optional<Index> index = indices.find(name.name());
    if (index.isPresent()) {
      return List.of(graph.count(index.get()));
    }
    Optional<Index> own = environment.index(name.name(), List::of, indices);
    if (own.isPresent()) {
      return List.of(graph.count(own.get()));
    }
    Optional<List<Node>> value = environment.name(name.name(), indices);
    if (value.isPresent()) {
      return value.get();
    }
    Double constant = CONSTANTS.get(name.name());
    if (constant == null) {
      throw unknown(name.at(), "name", name.name(), suggestions.name(name.name()));
    }
    return List.of(graph.constant(constant));
  }

  private List<Node> binary(Expr.Binary binary, Indices indices) {
    return switch (binary.operator()) {
      case ADD, SUBTRACT -> chain(binary, SUMS, indices);
      case MULTIPLY, DIVIDE -> chain(binary, PRODUCTS, indices);
      case POWER -> power(binary, indices);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL, AND, OR ->
          choices.choose(
              choices.read(binary, indices),
              List.of(graph.constant(1)),
              List.of(graph.constant(0)));
    };
  }

  /** Applies an operation component by component, a single component going with every other. */
  static List<Node> components(
      List<List<Node>> operands, java.util.function.Function<List<Node>, Node> operation) {
    int size = operands.stream().mapToInt(List::size).max().orElseThrow();
    List<Node> result = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int at = i;
      result.add(operation.apply(operands.stream().map(o -> component(o, at)).toList()));
    }
    return List.copyOf(result);
  }

  private List<Node> element(Expr.Element element, Indices indices) {
    String name = element.array();
    IndexReader reader = new IndexReader(text, environment, indices);
    Optional<Index> own = reader.own(element);
    if (own.isPresent()) {
      return List.of(graph.count(own.get()));
    }
    ArrayView view = environment.array(name).orElseThrow(() -> noArray(element.at(), name));
    return List.of(view.element(graph, view.place(name, reader.at(element))));
  }

  private FormulaException noArray(int at, String name) {
    if (environment.names().contains(name)) {
      return trouble(at, name + " is a single value, it takes no index");
    }
    return unknown(at, "array", name, suggestions.name(name));
  }

  private List<Node> total(Expr.Total total, Indices indices) {
    boolean ofExponents = total.function().equals("logsumexp");
    if (!ofExponents && !total.function().equals("sum")) {
      throw trouble(
          total.at(), "only sum and logsumexp run through a range, not " + total.function());
    }
    String name = total.index();
    if (indices.find(name).isPresent() || environment.names().contains(name)) {
      throw trouble(total.at(), name + " has a meaning already; choose another index");
    }
    IndexReader reader = new IndexReader(text, environment, indices);
    Index from;
    Index to;
    Translator.Range named = Translator.Range.of(1);
    switch (total.range()) {
      case Expr.Range.Between range -> {
        from = reader.read(range.from());
        to = reader.read(range.to());
      }
      case Expr.Range.Named range -> {
        named =
            environment
                .range(range.name())
                .orElseThrow(() -> trouble(range.at(), "no range is called " + range.name()));
        from = Index.constant(0);
        to = Index.constant(named.rounds() - 1);
      }
    }
    if (from.isOwn() || to.isOwn()) {
      throw trouble(total.at(), "a sum's range is the same for all walkers");
    }
    if (ofExponents && named.estimate()) {
      throw trouble(total.at(), "logsumexp over a mini-batch estimates nothing; sum does");
    }
    if (from.isConstant() && to.isConstant()) {
      if (ofExponents && to.constant() < from.constant()) {
        throw trouble(total.at(), "logsumexp of no terms is not a number");
      }
      int terms = Math.clamp(1L + to.constant() - from.constant(), 0, Integer.MAX_VALUE);
      if (!named.estimate() && environment.writesOut(terms, terms * Symbols.count(total.body()))) {
        return writtenOut(total, from.constant(), to.constant(), indices);
      }
    }
    Index.Loop loop = new Index.Loop(indices.depth(), from, to);
    Indices inside = indices.with(name, loop, named.index().apply(Index.of(loop)));
    List<Node> body = visit(total.body(), inside);
    requireFeasible(total, inside, body.stream().allMatch(Node::shared));
    List<Node> shifts =
        ofExponents ? body.stream().map(term -> graph.largest(loop, term)).toList() : List.of();
    List<Node> terms =
        ofExponents ? components(List.of(body, shifts), c -> shiftedExp(c, total.at())) : body;
    double scale = named.scale();
    List<Node> sums =
        terms.stream().map(term -> graph.scale(scale, graph.total(loop, term))).toList();
    if (sums.stream().allMatch(Node::shared)) {
      double most = work.most(sums, inside.rounds() * Symbols.count(total.body()));
      if (most > 0) {
        throw trouble(
            total.at(),
            "with this sum the host has more than "
                + Shown.number(most)
                + " operations to compute; make the sums shorter");
      }
    }
    return ofExponents ? components(List.of(shifts, sums), c -> shiftedLog(c, total.at())) : sums;
  }

  /** exp(f − m) of a term f and the largest one, m. */
  private Node shiftedExp(List<Node> termAndShift, int at) {
    Node shifted = graph.subtract(termAndShift.getFirst(), termAndShift.getLast());
    return function("exp", List.of(shifted), at);
  }

  /** m + log Σ exp(f − m) of the largest term m and the sum. */
  private Node shiftedLog(List<Node> shiftAndSum, int at) {
    Node log = function("log", List.of(shiftAndSum.getLast()), at);
    return graph.add(shiftAndSum.getFirst(), log);
  }

  /** A sum that would go on for minutes is a slip of the pen. */
  private void requireFeasible(Expr.Total total, Indices inside, boolean shared) {
    double rounds = inside.rounds();
    double most = shared ? MAX_ROUNDS_ON_HOST : MAX_ROUNDS;
    if (rounds > most) {
      String whose = shared ? ", which the host computes," : "";
      throw trouble(
          total.at(),
          String.format(
              Locale.ROOT,
              "a sum%s of %.4g terms in all, must be at most %.4g",
              whose,
              rounds,
              most));
    }
  }

  private List<Node> writtenOut(Expr.Total total, int from, int to, Indices indices) {
    List<List<Node>> terms = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      terms.add(visit(total.body(), indices.with(total.index(), i)));
    }
    if (total.function().equals("logsumexp")) {
      return components(terms, c -> logOfSum(c, total.at()));
    }
    terms.addFirst(List.of(graph.constant(0)));
    return components(terms, this::sum);
  }

  private Node logOfSum(List<Node> terms, int at) {
    Node shift = graph.largest(terms);
    List<Node> exponentials =
        terms.stream().map(term -> shiftedExp(List.of(term, shift), at)).toList();
    return shiftedLog(List.of(shift, sum(exponentials)), at);
  }

  private Node sum(List<Node> terms) {
    return graph.linear(0, terms.stream().map(term -> new Node.Term(1, term)).toList());
  }

  /** An operand of a sum or product; subtracted or divided by, if inverted. */
  private record Operand(List<Node> value, boolean inverted) {}

  /** Sums such as a − b + c, and products such as a·b/c, are taken at once: they may be long. */
  private List<Node> chain(Expr.Binary top, Set<Expr.Operator> operators, Indices indices) {
    Deque<Expr.Binary> links = new ArrayDeque<>();
    Expr first = top;
    while (first instanceof Expr.Binary link && operators.contains(link.operator())) {
      links.push(link);
      first = link.left();
    }
    List<Operand> operands = new ArrayList<>(List.of(new Operand(visit(first, indices), false)));
    for (Expr.Binary link : links) {
      List<Node> value = visit(link.right(), indices);
      if (link.operator() == Expr.Operator.DIVIDE && value.contains(graph.constant(0))) {
        throw trouble(link.at(), "division by zero");
      }
      operands.add(new Operand(value, INVERSES.contains(link.operator())));
    }
    int components = operands.stream().mapToInt(o -> o.value().size()).max().orElseThrow();
    List<Node> result = new ArrayList<>();
    for (int i = 0; i < components; i++) {
      List<Node.Term> terms = new ArrayList<>();
      List<Node.Factor> factors = new ArrayList<>();
      for (Operand operand : operands) {
        int sign = operand.inverted() ? -1 : 1;
        Node part = component(operand.value(), i);
        terms.add(new Node.Term(sign, part));
        factors.add(new Node.Factor(part, sign));
      }
      result.add(operators == SUMS ? graph.linear(0, terms) : graph.product(factors));
    }
    return List.copyOf(result);
  }

  private static Node component(List<Node> value, int i) {
    return value.get(value.size() == 1 ? 0 : i);
  }

  private List<Node> power(Expr.Binary power, Indices indices) {
    List<Node> base = visit(power.left(), indices);
    List<Node> exponent = visit(power.right(), indices);
    return components(List.of(base, exponent), c -> power(c.get(0), c.get(1), power.at()));
  }

  /** Whole and half exponents become multiplications and a square root, others exp and log. */
  private Node power(Node base, Node exponent, int at) {
    OptionalDouble known = knownExponent(exponent);
    if (known.isPresent()) {
      double twice = 2 * known.getAsDouble();
      if (Math.abs(twice) > 2 * MAX_EXPONENT) {
        throw trouble(at, "a whole power beyond " + MAX_EXPONENT);
      }
      return twice % 2 == 0
          ? graph.power(base, (int) twice / 2)
          : graph.power(function("sqrt", List.of(base), at), (int) twice);
    }
    return function(
        "exp", List.of(graph.multiply(exponent, function("log", List.of(base), at))), at);
  }

  /** The value of an exponent that is known to be whole or half. */
  private OptionalDouble knownExponent(Node exponent) {
    OptionalDouble known =
        exponent instanceof Node.Constant number
            ? OptionalDouble.of(number.value())
            : environment.valueOf(exponent);
    double twice = 2 * known.orElse(Double.NaN);
    return twice == Math.rint(twice) ? known : OptionalDouble.empty();
  }

  private List<Node> call(Expr.Call call, Indices indices) {
    if (call.function().equals("if")) {
      requireArguments(call, 3);
      var condition = choices.read(call.arguments().getFirst(), indices);
      List<Node> whenTrue = visit(call.arguments().get(1), indices);
      List<Node> whenFalse = visit(call.arguments().get(2), indices);
      return choices.choose(condition, whenTrue, whenFalse);
    }
    if (call.function().equals("logsumexp")) {
      throw trouble(call.at(), "logsumexp runs through a range: logsumexp(i in 0..2: a[i]*x)");
    }
    if (call.function().equals("table")) {
      return table(call, indices);
    }
    List<List<Node>> arguments =
        call.arguments().stream().map(argument -> visit(argument, indices)).toList();
    Optional<List<Node>> special = special(call, arguments);
    if (special.isPresent()) {
      return special.get();
    }
    Function function = functions.find(call.function()).filter(Function::inFormulas).orElse(null);
    if (function == null) {
      String hint = suggestions.function(call.function());
      throw unknown(call.at(), "function", call.function(), hint);
    }
    requireArguments(call, function.arguments().size());
    return components(arguments, c -> function(function.name(), c, call.at()));
  }

  private List<Node> table(Expr.Call call, Indices indices) {
    if (call.arguments().isEmpty() || !(call.arguments().getFirst() instanceof Expr.Name name)) {
      throw trouble(call.at(), "table takes the name of a table first: table(U, x)");
    }
    Spline spline =
        environment
            .table(name.name())
            .orElseThrow(() -> unknown(name.at(), "table", name.name(), tables(name.name())));
    int axes = spline.axes().size();
    if (call.arguments().size() != axes + 1) {
      String usage = "table(" + name.name() + (axes == 1 ? ", x)" : ", x, y)");
      String problem = name.name() + " has " + axes + (axes == 1 ? " axis: " : " axes: ");
      throw trouble(call.at(), problem + usage);
    }
    List<List<Node>> arguments =
        call.arguments().stream().skip(1).map(argument -> visit(argument, indices)).toList();
    List<Integer> itself = Collections.nCopies(axes, 0);
    return components(arguments, c -> graph.tabulated(spline, itself, c));
  }

  private String tables(String word) {
    return environment.tables().isEmpty()
        ? "; none is given, the key tables gives some"
        : Nearest.hintOrAll(
            "table", "tables", word, environment.tables(), "; the key tables has more");
  }

  private Optional<List<Node>> special(Expr.Call call, List<List<Node>> arguments) {
    try {
      return environment.call(call.function(), arguments);
    } catch (IllegalArgumentException e) {
      throw trouble(call.at(), call.function() + ": " + e.getMessage());
    }
  }

  private void requireArguments(Expr.Call call, int wanted) {
    if (call.arguments().size() != wanted) {
      String problem =
          call.function() + " takes " + wanted + " argument" + (wanted == 1 ? "" : "s");
      throw trouble(call.at(), problem + ", not " + call.arguments().size());
    }
  }

  private Node function(String name, List<Node> arguments, int at) {
    if (!arguments.stream().allMatch(FormulaWalk::isFinite)) {
      throw trouble(at, "the value is not finite");
    }
    if (name.equals("pow") && knownExponent(arguments.get(1)).isPresent()) {
      return power(arguments.get(0), arguments.get(1), at);
    }
    if (arguments.stream().allMatch(Node.Constant.class::isInstance)) {
      double[] numbers =
          arguments.stream().mapToDouble(number -> ((Node.Constant) number).value()).toArray();
      double value = HostFunctions.apply(name, numbers);
      if (Double.isNaN(value)) {
        String shown = Arrays.stream(numbers).mapToObj(String::valueOf).collect(joining(", "));
        throw trouble(at, name + " of " + shown + " is not a number");
      }
      return graph.constant(value);
    }
    return graph.apply(functions.find(name).orElseThrow(), arguments);
  }

  private FormulaException unknown(int at, String kind, String word, String hint) {
    String problem = "unknown " + kind + " \"" + Shown.shortened(word) + "\"";
    return new FormulaException(text, at, problem, hint);
  }

  private FormulaException trouble(int at, String problem) {
    return new FormulaException(text, at, problem);
  }
}
