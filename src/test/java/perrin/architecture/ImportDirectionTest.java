package perrin.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Imports go one way: {@code cli → {cluster, run, report} → {backend, output, statistics} → kernel
 * → calculus → language}. Packages of one pair of braces do not import each other, but {@code run}
 * may import {@code report}, {@code cluster} may import {@code run}, and {@code backend} and {@code
 * output} the statistics that they fill and write. The leaves {@code random}, {@code files} and
 * {@code experiment → yaml → errors} serve everyone and import nothing else of perrin.
 */
class ImportDirectionTest {
  /** What serves everyone, with what each imports. */
  private static final Map<String, Set<String>> LEAVES =
      Map.of(
          "random", Set.of(),
          "files", Set.of(),
          "errors", Set.of(),
          "yaml", Set.of("errors"),
          "experiment", Set.of("errors", "yaml"));

  /** The layers above the leaves, lowest first. */
  private static final List<Set<String>> LAYERS =
      List.of(
          Set.of("language"),
          Set.of("calculus"),
          Set.of("kernel"),
          Set.of("backend", "output", "statistics"),
          Set.of("run", "report", "cluster"),
          Set.of("cli"));

  /** Imports between packages of one layer that are allowed nevertheless. */
  private static final Map<String, Set<String>> WITHIN_A_LAYER =
      Map.of(
          "run", Set.of("report"),
          "cluster", Set.of("run"),
          "backend", Set.of("statistics"),
          "output", Set.of("statistics"));

  /** Rooms of a package, lowest first; the package itself is above them, but for what is named. */
  private static final Map<String, List<Set<String>>> ROOMS =
      Map.of(
          "kernel",
          List.of(Set.of("", "landscape"), Set.of("compile")),
          "statistics",
          List.of(
              Set.of(""),
              Set.of("distances", "reference", "summary"),
              Set.of("verdict", "noise"),
              Set.of("agreement"),
              Set.of("landscape")),
          "report",
          List.of(
              Set.of("chart"),
              Set.of(""),
              Set.of("figures"),
              Set.of("page", "paper", "dots", "live"),
              Set.of("motion")),
          "run",
          List.of(
              Set.of("text", "memory", "look"),
              Set.of("resume"),
              Set.of("judging", "landscape"),
              Set.of(""),
              Set.of("selfcheck", "minimize")));

  /**
   * What Java allows to differ in the last bit from one machine to the next; StrictMath does not.
   */
  private static final Set<String> INEXACT_MATH =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "random");

  /** Nobody copies more by position without a mistake; groups of them are records. */
  private static final int MOST_COMPONENTS = 10;

  /** What of the backends reads experiments: what they are given is made there. */
  private static final Set<String> READ_EXPERIMENTS = Set.of("Program", "Grid", "EventPlan");

  private static final Map<String, Set<String>> MAY_IMPORT = mayImport();

  private static JavaClasses perrin;

  @BeforeAll
  static void readTheClasses() {
    perrin =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("perrin");
    assertTrue(perrin.contain("perrin.cli.Perrin"), "no classes were read: nothing was checked");
  }

  @Test
  void everyPackageHasItsPlace() {
    var unknown = new TreeSet<String>();
    for (var type : perrin) {
      if (!MAY_IMPORT.containsKey(unit(type))) {
        unknown.add(type.getPackageName());
      }
    }
    assertEquals(Set.of(), unknown, "packages that LAYERS and LEAVES do not know");
  }

  @Test
  void importsGoOneWay() {
    var wrong =
        imports((origin, target) -> {
          var from = unit(origin);
          var to = unit(target);
          return !to.isEmpty() && !from.equals(to) && !mayImport(from, to);
        });
    assertEquals("", String.join("\n", wrong), "imports against the direction");
  }

  @Test
  void roomsOfAPackageImportDownwards() {
    var wrong =
        imports((from, to) -> {
          var rooms = ROOMS.get(unit(from));
          return rooms != null
              && unit(from).equals(unit(to))
              && !room(from).equals(room(to))
              && floor(rooms, from) <= floor(rooms, to);
        });
    assertEquals("", String.join("\n", wrong), "imports upwards");
  }

  /** The imports of one class by another that are as somebody wants to know. */
  private static Set<String> imports(BiPredicate<JavaClass, JavaClass> wanted) {
    var found = new TreeSet<String>();
    for (var type : perrin) {
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        var to = dependency.getTargetClass().getBaseComponentType();
        if (wanted.test(dependency.getOriginClass(), to)) {
          found.add(dependency.getDescription());
        }
      }
    }
    return found;
  }

  /** What of a package's name is behind that of its unit. */
  private static String room(JavaClass type) {
    var unit = "perrin." + unit(type);
    var name = type.getPackageName();
    return name.equals(unit) ? "" : name.substring(unit.length() + 1);
  }

  private static int floor(List<Set<String>> rooms, JavaClass type) {
    for (int i = 0; i < rooms.size(); i++) {
      if (rooms.get(i).contains(room(type))) {
        return i;
      }
    }
    throw new AssertionError(type.getName() + " is in a room that ROOMS does not know");
  }

  /** Full package names here; but {@code backend} may list the backends below it. */
  @Test
  void packagesFormNoCycles() {
    slices()
        .matching("perrin.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(resideInAPackage("perrin.backend"), resideInAPackage("perrin.backend.."))
        .allowEmptyShould(true)
        .check(perrin);
  }

  /** The backends that draw with cuRAND know it; it knows none of them, nor they each other. */
  @Test
  void cpuAndCudaShareCurand() {
    var wrong =
        imports((origin, target) -> {
          var from = origin.getPackageName();
          var to = target.getPackageName();
          var isBackend = Set.of("perrin.backend.cpu", "perrin.backend.cuda").contains(to);
          return isBackend && from.startsWith("perrin.backend.") && !from.equals(to);
        });
    assertEquals("", String.join("\n", wrong), "imports of a backend by another");
  }

  @Test
  void backendsAreGivenProgramsNotExperiments() {
    var readers = new TreeSet<String>();
    for (var type : perrin) {
      boolean reads =
          type.getDirectDependenciesFromSelf().stream()
              .anyMatch(d -> d.getTargetClass().getName().equals("perrin.experiment.Experiment"));
      if (reads && type.getPackageName().startsWith("perrin.backend")) {
        readers.add(type.getSimpleName());
      }
    }
    assertEquals(READ_EXPERIMENTS, readers);
  }

  /** Java's part for graphics takes a tenth of a second to load, and small bundles lack it. */
  @Test
  void onlyPicturesTouchTheDesktop() {
    var wrong =
        imports((from, to) -> {
          boolean pictures =
              Set.of("perrin.report.paper", "perrin.report.motion").contains(from.getPackageName());
          return !pictures
              && Stream.of(
                      "java.awt", "javax.imageio", "javax.swing", "org.jfree", "org.apache.pdfbox")
                  .anyMatch(to.getPackageName()::startsWith);
        });
    assertEquals("", String.join("\n", wrong), "imports of java.desktop");
  }

  @Test
  void recordsHaveFewComponents() {
    var many = new TreeSet<String>();
    for (var type : perrin) {
      var fields = type.getFields().stream().filter(f -> !f.getModifiers().contains(STATIC));
      if (type.isRecord() && fields.count() > MOST_COMPONENTS) {
        many.add(type.getSimpleName());
      }
    }
    assertEquals(Set.of(), many, "records of more than " + MOST_COMPONENTS + " components");
  }

  @Test
  void functionsHaveTheSameBitsOnEveryMachine() {
    assertEquals("", String.join("\n", inexactMath(perrin)), "use StrictMath");
  }

  @Test
  void theRulesBite() {
    assertTrue(mayImport("cli", "language"));
    assertTrue(mayImport("language", "experiment"));
    assertTrue(mayImport("run", "report"));
    assertTrue(!mayImport("report", "run"));
    assertTrue(!mayImport("language", "calculus"));
    assertTrue(!mayImport("statistics", "output"));
    assertTrue(!mayImport("random", "experiment"));
    assertTrue(!mayImport("experiment", "language"));
    assertTrue(mayImport("experiment", "yaml"));
    assertTrue(!mayImport("yaml", "experiment"));
    assertTrue(!mayImport("errors", "yaml"));

    var sinner = new ClassFileImporter().importClasses(Inexact.class);
    assertEquals(2, inexactMath(sinner).size(), "a call and a method reference");
  }

  /** For {@link #theRulesBite}: one call, one method reference, and what is allowed. */
  private static final class Inexact {
    double call(double x) {
      return Math.exp(Math.fma(x, x, Math.sqrt(x))) + StrictMath.sin(x);
    }

    DoubleUnaryOperator reference() {
      return Math::log;
    }
  }

  private static Map<String, Set<String>> mayImport() {
    var allowed = new LinkedHashMap<String, Set<String>>();
    LEAVES.forEach(allowed::put);
    var below = new TreeSet<>(LEAVES.keySet());
    for (var layer : LAYERS) {
      for (var name : layer) {
        var imports = new TreeSet<>(below);
        imports.addAll(WITHIN_A_LAYER.getOrDefault(name, Set.of()));
        allowed.put(name, imports);
      }
      below.addAll(layer);
    }
    return allowed;
  }

  private static boolean mayImport(String from, String to) {
    return MAY_IMPORT.getOrDefault(from, Set.of()).contains(to);
  }

  /** The package directly below {@code perrin} that holds the class; empty for strangers. */
  private static String unit(JavaClass type) {
    var names = type.getPackageName().split("\\.");
    return names[0].equals("perrin") ? (names.length > 1 ? names[1] : "perrin itself") : "";
  }

  private static List<String> inexactMath(JavaClasses classes) {
    var found = new ArrayList<String>();
    for (var type : classes) {
      Stream.concat(
              type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
          .filter(access -> access.getTargetOwner().isEquivalentTo(Math.class))
          .filter(access -> INEXACT_MATH.contains(access.getTarget().getName()))
          .map(JavaAccess::getDescription)
          .forEach(found::add);
    }
    return found;
  }
}
