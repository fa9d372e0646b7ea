package perrin.run.judging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.backend.Ensemble;
import perrin.experiment.Experiment;
import perrin.kernel.Kernel;
import perrin.kernel.landscape.AcceptSites;
import perrin.output.AcceptanceRecord;
import perrin.statistics.WalkerArray;

/** What an ensemble has counted of its accept statements. */
public final class Acceptances {
  private Acceptances() {}

  /** Over all steps, burn-in included. */
  public static AcceptanceRecord of(Experiment experiment, Kernel kernel, Ensemble ensemble) {
    List<AcceptSites.Site> sites = AcceptSites.of(experiment.method());
    Map<String, AcceptanceRecord.Share> shares = new LinkedHashMap<>();
    for (int k = 0; k < sites.size(); k++) {
      WalkerArray low = ensemble.view(kernel.ends() + 2 * k);
      WalkerArray high = ensemble.view(kernel.ends() + 2 * k + 1);
      double[] counts = new double[low.walkers()];
      for (int w = 0; w < counts.length; w++) {
        counts[w] = Kernel.HIGH * high.value(w) + low.value(w);
      }
      double chances = (double) experiment.steps() * sites.get(k).times();
      shares.put(sites.get(k).name(), AcceptanceRecord.Share.of(counts, chances));
    }
    return new AcceptanceRecord(shares);
  }
}
