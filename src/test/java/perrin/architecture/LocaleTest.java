package perrin.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Numbers and letters do not follow the user's language: 1.5 is never 1,5 or ١٫٥. */
class LocaleTest {
  /** What takes the default locale unless it is given one. */
  private static final Set<String> WITH_A_LOCALE =
      Set.of(
          "java.lang.String.format",
          "java.lang.String.formatted",
          "java.lang.String.toLowerCase",
          "java.lang.String.toUpperCase",
          "java.io.PrintStream.format",
          "java.io.PrintStream.printf",
          "java.io.PrintWriter.format",
          "java.io.PrintWriter.printf");

  @Test
  void nothingTakesTheDefaultLocale() {
    JavaClasses perrin =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("perrin");
    assertEquals("", String.join("\n", withoutLocale(perrin)), "give it Locale.ROOT");
  }

  @Test
  void theRuleBites() {
    assertEquals(3, withoutLocale(new ClassFileImporter().importClasses(Careless.class)).size());
  }

  /** Three that follow the locale, and what does not. */
  private static final class Careless {
    List<String> all(double x) {
      return List.of(
          String.format("%f", x),
          "%f".formatted(x),
          "I".toLowerCase(),
          String.format(Locale.ROOT, "%f", x),
          "I".toLowerCase(Locale.ROOT));
    }
  }

  private static Set<String> withoutLocale(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    for (var type : classes) {
      Stream.concat(
              type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
          .filter(access ->
              WITH_A_LOCALE.contains(
                  access.getTargetOwner().getName() + "." + access.getTarget().getName()))
          .filter(access ->
              access.getTarget().getRawParameterTypes().stream()
                  .noneMatch(parameter -> parameter.isEquivalentTo(Locale.class)))
          .map(JavaAccess::getDescription)
          .forEach(found::add);
    }
    return found;
  }
}
