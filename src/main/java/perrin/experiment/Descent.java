package perrin.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import perrin.yaml.YamlMap;

/**
 * What a step of a method amounts to, whatever it remembers: a point z of each walker moves by
 *
 * <pre>z ← z − rate·∇E(x) + noise</pre>
 *
 * with the gradient that the step takes, of a mini-batch or of all rows. For the heavy ball z = x +
 * μ/(1 − μ) v and rate = dt/(1 − μ). That at rest |z|² does not change on average is Yaida's
 * fluctuation-dissipation relation (arXiv:1810.00004, eq. 2).
 *
 * @param point z, of x, the method's state and parameters
 * @param rate of its parameters and dt; above 0
 * @param noise variance of what the method's own noise adds to a coordinate of z at a step; of its
 *     parameters, dt and kT
 */
public record Descent(Formula point, Formula rate, Optional<Formula> noise) {
  static final String KEY = "descent";

  static Optional<Descent> read(YamlMap method) {
    return method
        .optionalMap(KEY)
        .map(map -> {
          var descent =
              new Descent(
                  Formulas.read(map, "point"),
                  Formulas.read(map, "rate"),
                  Formulas.optional(map, "noise"));
          map.finish();
          return descent;
        });
  }

  Map<String, Object> json() {
    var json = new TreeMap<String, Object>();
    json.put("point", CanonicalJson.value(point));
    json.put("rate", CanonicalJson.value(rate));
    noise.ifPresent(variance -> json.put("noise", CanonicalJson.value(variance)));
    return json;
  }
}
