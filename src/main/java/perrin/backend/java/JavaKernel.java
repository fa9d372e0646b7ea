package perrin.backend.java;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perrin.backend.Axis;
import perrin.backend.Tally;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.kernel.Code;
import perrin.kernel.Kernel;
import perrin.random.Philox;
import perrin.random.Stream;
import perrin.statistics.HistogramCounts;

/**
 * A kernel run by the {@link BlockMachine}; follows {@code kernels/portable/walk.h} and {@code
 * kernels/cpu/frame.h}.
 */
final class JavaKernel implements TileKernel {
  private static final int BLOCK = BlockMachine.BLOCK;

  private final Kernel kernel;
  private final BlockProgram start;
  private final BlockProgram step;
  private final BlockProgram gaussian;
  private final BlockProgram sample;
  private final ThreadLocal<Machines> machines = ThreadLocal.withInitial(Machines::new);
  private int[] keys = new int[2 * Philox.ROUNDS];
  private float[] shared = new float[0];
  private long tableFirst;
  private float[] table = new float[0];

  JavaKernel(Kernel kernel) {
    this.kernel = kernel;
    start = BlockProgram.of(kernel.start(), kernel);
    step = BlockProgram.of(kernel.step(), kernel);
    sample = BlockProgram.of(kernel.sample(), kernel);
    gaussian =
        BlockProgram.of(
            kernel.definitions().stream()
                .filter(definition -> definition.function().name().equals("gaussian"))
                .findFirst()
                .orElseThrow()
                .code(),
            kernel);
  }

  @Override
  public void load(long seed, float[] shared) {
    this.keys = Philox.roundKeys(seed);
    this.shared = shared.clone();
  }

  @Override
  public void table(long first, float[] rows) {
    tableFirst = first;
    table = rows;
  }

  @Override
  public void start(Tile tile) {
    machines.get().start(tile);
  }

  @Override
  public void advance(Tile tile, long from, long to) {
    machines.get().advance(tile, from, to);
  }

  @Override
  public long sample(Tile tile, Tally tally, int half) {
    return machines.get().sample(tile, tally, half);
  }

  @Override
  public void close() {
    machines.remove();
  }

  /** One thread's registers. */
  private final class Machines {
    private final BlockMachine starter = new BlockMachine(start);
    private final BlockMachine stepper = new BlockMachine(step);
    private final BlockMachine drawer = new BlockMachine(gaussian);
    private final BlockMachine sampler = new BlockMachine(sample);
    private final int stepsOfGroup = kernel.normals() == 1 ? 4 : kernel.normals() == 2 ? 2 : 1;
    private final int blocksOfGroup = (kernel.normals() + 3) / 4;
    private final float[][] normals = new float[4 * blocksOfGroup][BLOCK];
    private final int[][] words = new int[4][BLOCK];
    private final float[][] state = new float[kernel.variables().size()][BLOCK];
    private final float[][] starts = outputs(starter, kernel.start());
    private final float[][] stepInputs = inputs(stepper, "s", state.length);
    private final float[][] stepNormals = inputs(stepper, "z", kernel.normals());
    private final float[][] stepRows = inputs(stepper, "row", kernel.shared().ofStep().size());
    private final float[][] stepOutputs = outputs(stepper, kernel.step());
    private final float[][] sampleInputs = inputs(sampler, "s", state.length);
    private final float[][] values = outputs(sampler, kernel.sample());

    void start(Tile tile) {
      fillShared(starter);
      for (int at = 0; at < tile.walkers(); at += BLOCK) {
        int n = Math.min(BLOCK, padded(tile) - at);
        long first = tile.first() + at;
        for (int b = 0; b < kernel.startBlocks(); b++) {
          Philox.block(keys, b, Stream.START.subsequence(first), words, n);
          for (int i = 0; i < 4; i++) {
            String input = "block[" + b + "]." + "xyzw".charAt(i);
            if (starter.has(input)) {
              System.arraycopy(words[i], 0, starter.word(input), 0, n);
            }
          }
        }
        if (starter.has("walker")) {
          float[] number = starter.real("walker");
          for (int i = 0; i < n; i++) {
            long walker = first + i;
            number[i] =
                Math.fma((float) (walker >>> 32), 4294967296.0f, (float) (walker & 0xffffffffL));
          }
        }
        starter.run(n);
        copy(starts, state, n);
        store(tile, at, n);
      }
    }

    void advance(Tile tile, long from, long to) {
      fillShared(stepper);
      for (int at = 0; at < tile.walkers(); at += BLOCK) {
        int n = Math.min(BLOCK, padded(tile) - at);
        load(tile, at, n);
        long drawn = -1;
        for (long now = from; now < to; now++) {
          long group = now / stepsOfGroup;
          if (group != drawn && blocksOfGroup > 0) {
            draw(group, tile.first() + at, n);
            drawn = group;
          }
          makeStep(now, (int) (now % stepsOfGroup), n);
        }
        store(tile, at, n);
      }
    }

    /** Fills {@link #normals} for a group of steps. */
    private void draw(long group, long firstWalker, int n) {
      long subsequence = Stream.STEP_NORMALS.subsequence(firstWalker);
      for (int b = 0; b < blocksOfGroup; b++) {
        Philox.block(keys, group * blocksOfGroup + b, subsequence, words, n);
        for (int pair = 0; pair < 4; pair += 2) {
          System.arraycopy(words[pair], 0, drawer.word("a"), 0, n);
          System.arraycopy(words[pair + 1], 0, drawer.word("b"), 0, n);
          drawer.run(n);
          System.arraycopy(drawer.output("sine"), 0, normals[4 * b + pair], 0, n);
          System.arraycopy(drawer.output("cosine"), 0, normals[4 * b + pair + 1], 0, n);
        }
      }
    }

    private void makeStep(long now, int inGroup, int n) {
      copy(state, stepInputs, n);
      for (int j = 0; j < stepNormals.length; j++) {
        System.arraycopy(normals[inGroup * stepNormals.length + j], 0, stepNormals[j], 0, n);
      }
      for (int k = 0; k < stepRows.length; k++) {
        Arrays.fill(stepRows[k], 0, n, table[(int) (now - tableFirst) * stepRows.length + k]);
      }
      stepper.run(n);
      copy(stepOutputs, state, n);
    }

    long sample(Tile tile, Tally tally, int half) {
      fillShared(sampler);
      for (int at = 0; at < tile.walkers(); at += BLOCK) {
        int n = Math.min(BLOCK, padded(tile) - at);
        load(tile, at, n);
        copy(state, sampleInputs, n);
        sampler.run(n);
        for (int c = 0; c < n / Kernel.COHORT; c++) {
          long bad = cohort(tile, at / Kernel.COHORT + c, c * Kernel.COHORT, tally, half);
          if (bad != ALL_FINITE) {
            return bad;
          }
        }
      }
      return ALL_FINITE;
    }

    private long cohort(Tile tile, int cohort, int at, Tally tally, int half) {
      int present = tile.present(cohort);
      for (int k = 0; k < values.length; k++) {
        for (int i = 0; i < present; i++) {
          if (!Float.isFinite(values[k][at + i])) {
            return ((long) k << VALUE_SHIFT) + cohort * Kernel.COHORT + i;
          }
        }
      }
      for (int v = 0; v < state.length; v++) {
        for (int i = 0; i < present; i++) {
          if (!Float.isFinite(state[v][at + i])) {
            return ((long) (values.length + v) << VALUE_SHIFT) + cohort * Kernel.COHORT + i;
          }
        }
      }
      int cohorts = tile.cohorts();
      for (int k = 0; k < kernel.observables().size(); k++) {
        Cohort moments = Cohort.of(values[1 + k], at, present);
        MemorySegment sums = tally.sums();
        sums.setAtIndex(ValueLayout.JAVA_DOUBLE, 2L * k * cohorts + cohort, moments.sum());
        sums.setAtIndex(
            ValueLayout.JAVA_DOUBLE, (2L * k + 1) * cohorts + cohort, moments.squares());
      }
      if (half >= 0) {
        int group = HistogramCounts.group(tile.first() / Kernel.COHORT + cohort);
        for (int h = 0; h < kernel.histograms().size(); h++) {
          float[] value = values[1 + kernel.observables().size() + h];
          count(value, at, present, tally, tally.axes().get(h), half, group);
        }
      }
      return ALL_FINITE;
    }

    private static void count(
        float[] value, int at, int present, Tally tally, Axis axis, int half, int group) {
      for (int i = 0; i < present; i++) {
        int cell = axis.cell(value[at + i]);
        long index = axis.offset() + HistogramCounts.index(axis.bins(), half, group, cell);
        long before = tally.counts().getAtIndex(ValueLayout.JAVA_LONG, index);
        tally.counts().setAtIndex(ValueLayout.JAVA_LONG, index, before + 1);
      }
    }

    private void fillShared(BlockMachine machine) {
      for (int k = 0; k < shared.length; k++) {
        if (machine.has("u[" + k + "]")) {
          Arrays.fill(machine.real("u[" + k + "]"), shared[k]);
        }
      }
    }

    private void load(Tile tile, int at, int n) {
      for (int v = 0; v < state.length; v++) {
        long from = (v * tile.stride() + tile.offset() + at) * Float.BYTES;
        MemorySegment.copy(tile.state(), ValueLayout.JAVA_FLOAT, from, state[v], 0, n);
      }
    }

    private void store(Tile tile, int at, int n) {
      for (int v = 0; v < state.length; v++) {
        long to = (v * tile.stride() + tile.offset() + at) * Float.BYTES;
        MemorySegment.copy(state[v], 0, tile.state(), ValueLayout.JAVA_FLOAT, to, n);
      }
    }

    /** Walkers of a tile with its padding. */
    private static int padded(Tile tile) {
      return tile.cohorts() * Kernel.COHORT;
    }
  }

  private static void copy(float[][] from, float[][] to, int n) {
    for (int i = 0; i < from.length; i++) {
      System.arraycopy(from[i], 0, to[i], 0, n);
    }
  }

  /**
   * The blocks of the inputs array[0] … ; a block of its own for one that the code does not read.
   */
  private static float[][] inputs(BlockMachine machine, String array, int length) {
    float[][] blocks = new float[length][];
    for (int i = 0; i < length; i++) {
      String input = array + "[" + i + "]";
      blocks[i] = machine.has(input) ? machine.real(input) : new float[BLOCK];
    }
    return blocks;
  }

  private static float[][] outputs(BlockMachine machine, Code code) {
    return code.outputs().keySet().stream().map(machine::output).toArray(float[][]::new);
  }

  /** For people: the operations of each part. */
  List<String> listing() {
    List<String> lines = new ArrayList<>();
    Listing.append(lines, "start", start);
    Listing.append(lines, "step", step);
    Listing.append(lines, "gaussian", gaussian);
    Listing.append(lines, "sample", sample);
    return lines;
  }
}
