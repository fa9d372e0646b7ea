package perrin.run;

import java.util.ArrayList;
import java.util.List;
import perrin.backend.Ensemble;
import perrin.backend.NotFiniteException;
import perrin.backend.Program;
import perrin.backend.WalkerRange;
import perrin.experiment.Experiment;
import perrin.experiment.ExperimentFile;
import perrin.kernel.Kernel;
import perrin.kernel.compile.KernelCompiler;
import perrin.run.judging.PendingReferences;
import perrin.run.judging.References;
import perrin.run.resume.Shard;
import perrin.run.text.Notice;
import perrin.statistics.TreeNode;

/**
 * Carries out one of several shards of an experiment: a part of the cohorts of all points of its
 * sweep, one behind the other. What is judged, and paths, are the merging's ({@link Merge}).
 */
public final class ShardRunner {
  private final String source;
  private final Experiment experiment;
  private final Runner.Options options;
  private final Progress progress;
  private final Notice notice;
  private Shard.Platform platform = Shard.Platform.NONE;

  private ShardRunner(
      String source,
      Experiment experiment,
      Runner.Options options,
      Progress progress,
      Notice notice) {
    this.source = source;
    this.experiment = experiment;
    this.options = options;
    this.progress = progress;
    this.notice = notice;
  }

  /**
   * Runs a shard.
   *
   * @param source the experiment file, beside which its data are
   * @param number from 0 to of − 1
   */
  public static Shard run(
      String source,
      Experiment experiment,
      int number,
      int of,
      Runner.Options options,
      Progress progress,
      Notice notice) {
    // As the merging will read it: the order of its keys decides that of the kernel's sums.
    Experiment canonical =
        ExperimentFile.parse(experiment.canonicalJson(), source, List.of())
            .withTitle(experiment.title());
    return new ShardRunner(source, canonical, options, progress, notice).run(number, of);
  }

  /**
   * Whether a shard is of this version and build; those of others are not joined with its own.
   *
   * @return what it belongs to instead; empty where it is
   */
  public static String other(Experiment experiment, Shard shard) {
    for (Shard.Part part : shard.parts()) {
      Experiment one = experiment.point(part.point());
      var compiled = KernelCompiler.compile(one, part.end().identities());
      String other = Integration.origin(one, compiled).differs(part.end().of());
      if (!other.isEmpty()) {
        return other;
      }
    }
    return "";
  }

  private Shard run(int number, int of) {
    int points = experiment.sweep().isEmpty() ? 1 : experiment.sweep().points();
    long perPoint = WalkerRange.cohorts(experiment.walkers());
    long begin = cut(number, of, points * perPoint);
    long end = cut(number + 1, of, points * perPoint);
    List<Shard.Part> parts = new ArrayList<>();
    for (int point = 0; point < points; point++) {
      long from = Math.max(0, begin - point * perPoint);
      long to = Math.min(perPoint, end - point * perPoint);
      if (from < to) {
        try {
          parts.add(part(point, from, to));
        } catch (NotFiniteException e) {
          NotFiniteException said = Instability.explained(e, at(point));
          throw experiment.sweep().isEmpty()
              ? said
              : said.at(
                  experiment.sweep().words().get(point), experiment.point(point).firstWalker());
        }
      }
    }
    var head =
        new Shard.Head(
            experiment.title(),
            source,
            experiment.canonicalJson(),
            number,
            of,
            platform,
            parts.stream().map(Shard.Part::point).toList());
    return new Shard(head, parts);
  }

  private Experiment at(int point) {
    return experiment.sweep().isEmpty() ? experiment : experiment.point(point);
  }

  /** The cohort at which a shard begins. */
  private static long cut(int number, int of, long cohorts) {
    return Math.multiplyExact(cohorts, number) / of;
  }

  /**
   * @param from cohort of the point's
   * @param to behind the last
   */
  private Shard.Part part(int point, long from, long to) {
    Experiment one = at(point);
    KernelCompiler.Compiled compiled = compiled(one);
    Program whole = Program.of(one, compiled.kernel());
    long first = whole.walkers().first() + from * Kernel.COHORT;
    long end = Math.min(one.walkers(), to * Kernel.COHORT);
    Program program = whole.of(new WalkerRange(first, end - from * Kernel.COHORT));
    Runner.Options own =
        experiment.sweep().isEmpty() ? options : options.with(options.keeper().at(point));
    var opened = own.backend().open(program, own.threads(), notice);
    try (Ensemble ensemble = opened.ensemble()) {
      var backend = opened.backend();
      String device = backend.device() + ", " + ensemble.workers();
      progress.begins(backend.name(), device);
      platform = new Shard.Platform(backend.name(), device, backend.math(one.math()).word());
      int nodes = program.walkers().nodes(TreeNode.HIGHEST).size();
      var samples = new NodeSeries(one.observables().size(), one.samples(), nodes);
      var integration = new Integration(one, compiled, program, own, progress, samples);
      long made = integration.begin(ensemble, own.keeper().begin());
      integration.finish(ensemble, made, () -> false);
      return new Shard.Part(point, integration.checkpoint(ensemble));
    }
  }

  /** With the identities where no density can be had, as the whole run has. */
  private KernelCompiler.Compiled compiled(Experiment one) {
    KernelCompiler.Compiled plain = KernelCompiler.compile(one);
    References references = PendingReferences.of(one, plain).await(notice);
    return !plain.checked().identities() && references.leaves(one)
        ? KernelCompiler.compileWithIdentities(one)
        : plain;
  }
}
