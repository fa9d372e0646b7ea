package perrin.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tries many random inputs on all cores: each is accepted or refused by an expected complaint, and
 * that soon. A case depends on its number and the seed alone.
 */
final class Fuzzing {
  /** A case that takes more of a core's time has hung, whatever else the machine is doing. */
  private static final double LONGEST_SECONDS = 5;

  /** As the threads of {@code HardFormulasTest}: less than any thread of the program has. */
  private static final long STACK = 640 * 1024;

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
  private static final int SHOWN = 12;

  /** One input and what becomes of it. */
  interface Case {
    /** The input of a random case. */
    String input(Random random);

    /** Whether the input was accepted; any exception is a finding. */
    boolean accepts(String input);
  }

  private final Case what;
  private final long seed;
  private final long cases;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final Map<String, String> findings = new ConcurrentHashMap<>();

  private Fuzzing(Case what, long seed, long cases) {
    this.what = what;
    this.seed = seed;
    this.cases = cases;
  }

  /**
   * How many cases a test tries.
   *
   * @param inCi where the property {@code perrin.fuzz}, a factor, does not ask for more
   */
  static long cases(long inCi) {
    return (long) (inCi * Double.parseDouble(System.getProperty("perrin.fuzz", "1")));
  }

  /** The seed: fixed in CI, any in a soak. */
  static long seed() {
    return Long.getLong("perrin.fuzz.seed", 20261123);
  }

  /**
   * Tries all cases.
   *
   * @return how many inputs were accepted
   */
  static long run(Case what, long cases) {
    return new Fuzzing(what, seed(), cases).run();
  }

  /** One core's work; what it is at is there for the watchman to see. */
  private final class Worker extends Thread {
    private volatile String input = "";
    private volatile long number = -1;
    private volatile long since;

    Worker() {
      super(null, null, "fuzzing", STACK);
      setDaemon(true);
    }

    @Override
    public void run() {
      for (long i = next.getAndIncrement(); i < cases; i = next.getAndIncrement()) {
        since = CLOCK.getCurrentThreadCpuTime();
        number = i;
        attempt(i);
      }
    }

    private void attempt(long i) {
      input = "";
      try {
        input = what.input(new Random(seed * 1_000_003 + i));
        if (what.accepts(input)) {
          accepted.incrementAndGet();
        }
      } catch (Throwable e) { // errors too: a stack or a memory that is used up is a finding
        note(kind(e), i, input, e.toString());
      }
    }

    boolean hangs() {
      return CLOCK.getThreadCpuTime(threadId()) - since > LONGEST_SECONDS * 1e9;
    }
  }

  private long run() {
    List<Worker> workers = new ArrayList<>();
    for (int k = 0; k < Runtime.getRuntime().availableProcessors(); k++) {
      workers.add(new Worker());
    }
    workers.forEach(Thread::start);
    while (workers.stream().anyMatch(Thread::isAlive)) {
      for (Worker worker : workers) {
        if (worker.hangs()) {
          note("hang", worker.number, worker.input, trace(worker.getStackTrace()));
          throw failure();
        }
      }
      pause();
    }
    if (!findings.isEmpty()) {
      throw failure();
    }
    return accepted.get();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void note(String kind, long number, String input, String what) {
    findings.putIfAbsent(kind, "case " + number + ": " + what + "\n  at " + kind + "\n" + input);
  }

  private AssertionError failure() {
    StringBuilder text = new StringBuilder("seed " + seed + ", " + findings.size() + " findings");
    new TreeMap<>(findings)
        .values().stream().limit(SHOWN).forEach(found -> text.append("\n\n").append(found));
    return new AssertionError(text.toString());
  }

  /** Exceptions of one class from one place are one finding. */
  private static String kind(Throwable e) {
    return e.getClass().getName() + "\n" + trace(e.getStackTrace());
  }

  private static String trace(StackTraceElement[] frames) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().startsWith("perrin.") && shown++ < 5) {
        text.append("    ").append(frame).append("\n");
      }
    }
    return text.toString();
  }
}
