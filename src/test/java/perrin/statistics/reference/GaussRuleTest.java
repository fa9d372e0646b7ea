package perrin.statistics.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GaussRuleTest {
  @ParameterizedTest
  @EnumSource
  void isTheRuleToTheBit(GaussRule rule) {
    GaussIntegrator exact = new GaussIntegratorFactory().legendre(rule.size());
    for (int i = 0; i < rule.size(); i++) {
      assertEquals(exact.getPoint(i), rule.point(i));
      assertEquals(exact.getWeight(i), rule.weight(i));
    }
  }
}
