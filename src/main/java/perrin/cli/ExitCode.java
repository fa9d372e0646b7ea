package perrin.cli;

import perrin.cluster.RefusedException;
import perrin.errors.ExperimentException;
import perrin.language.FormulaException;
import perrin.run.resume.TargetTakenException;
import perrin.statistics.verdict.Verdict;
import picocli.CommandLine.ParameterException;

/** How a command ends: the only place where it is decided. */
final class ExitCode {
  /** Done; a run's verdict is not negative. */
  static final int OK = 0;

  /** This machine could not do it, or the run went wrong. */
  static final int FAILED = 1;

  /** The command line or the experiment must be changed. */
  static final int USAGE = 2;

  /** A run is not complete: shards are missing. */
  static final int INCOMPLETE = 3;

  /** Jobs of a cluster wait or run. */
  static final int UNDERWAY = 4;

  /** Stopped on demand; the same command goes on. */
  static final int STOPPED = 85;

  private ExitCode() {}

  /** 0, or 3 for a negative verdict. */
  static int of(Verdict verdict) {
    return verdict.exitCode();
  }

  static int of(Throwable failure) {
    return switch (failure) {
      case ParameterException _ -> USAGE;
      case ExperimentException _ -> USAGE;
      case RefusedException _ -> USAGE;
      case FormulaException _ -> USAGE;
      case TargetTakenException _ -> USAGE;
      default -> FAILED;
    };
  }
}
