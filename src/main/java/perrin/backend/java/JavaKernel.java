package perrin.backend.java;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perrin.backend.CorrelatedSamples;
import perrin.backend.Events;
import perrin.backend.LookByLook;
import perrin.backend.Normals;
import perrin.backend.Tally;
import perrin.backend.Tile;
import perrin.backend.TileKernel;
import perrin.backend.TileRun;
import perrin.experiment.Precision;
import perrin.kernel.Code;
import perrin.kernel.Draws;
import perrin.kernel.Kernel;
import perrin.kernel.NoiseGroup;
import perrin.kernel.SharedNumbers;
import perrin.random.Philox;
import perrin.random.Stream;

/**
 * A kernel run by the {@link BlockMachine}; follows {@code kernels/portable/walk.h} and {@code
 * kernels/cpu/frame.h}.
 */
final class JavaKernel implements TileKernel {
  private final Kernel kernel;
  private final BlockProgram start;
  private final BlockProgram gradient;
  private final BlockProgram step;

  /** What makes the values of each of the kernel's draws. */
  private final List<BlockProgram> pairs;

  private final BlockProgram sample;
  private final ThreadLocal<Machines> machines = ThreadLocal.withInitial(Machines::new);
  private int[] keys = new int[2 * Philox.ROUNDS];
  private SharedNumbers shared = SharedNumbers.of();
  private long tableFirst;
  private double[] table = new double[0];

  /** Where Gaussians come from; null where the kernel draws them. */
  private Normals buffered;

  JavaKernel(Kernel kernel) {
    this.kernel = kernel;
    start = BlockProgram.of(kernel.start(), kernel);
    gradient = BlockProgram.of(kernel.gradient(), kernel);
    step = BlockProgram.of(kernel.step(), kernel);
    sample = BlockProgram.of(kernel.sample(), kernel);
    pairs = kernel.draws().stream().map(draws -> pair(draws.kind(), kernel)).toList();
  }

  private static BlockProgram pair(Draws.Kind kind, Kernel kernel) {
    return BlockProgram.of(
        kernel.definitions().stream()
            .filter(definition -> definition.function().equals(kind.pair()))
            .findFirst()
            .orElseThrow()
            .code(),
        kernel);
  }

  @Override
  public void load(long seed, SharedNumbers shared) {
    this.keys = Philox.roundKeys(seed);
    this.shared = shared;
  }

  @Override
  public void table(long first, double[] rows) {
    tableFirst = first;
    table = rows;
  }

  @Override
  public void normals(Normals normals) {
    buffered = normals;
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
  public long run(Tile tile, TileRun run, Events events) {
    return LookByLook.run(kernel, this, tile, run, events);
  }

  @Override
  public void correlate(CorrelatedSamples samples) {
    new JavaCorrelation(samples).compare();
  }

  @Override
  public void close() {
    machines.remove();
  }

  /** One thread's registers. */
  private final class Machines {
    private final Precision precision = kernel.precision();
    private final BlockMachine starter = BlockMachine.of(start, precision);
    private final BlockMachine beginner = BlockMachine.of(gradient, precision);
    private final BlockMachine stepper = BlockMachine.of(step, precision);

    /** Of each block of a tile, so that what is drawn lasts from call to call. */
    private final List<List<StepDraws>> noises = new ArrayList<>();

    private final BlockMachine sampler = BlockMachine.of(sample, precision);
    private final int draws = NoiseGroup.drawsOfBlock(precision);
    private final int[][] words = new int[4][Block.SIZE];
    private final Block[] state = Block.several(precision, kernel.variables().size());
    private final Block[] carried = Block.several(precision, kernel.carried());
    private final Block[] starts = outputs(starter, kernel.start());
    private final Block[] beginInputs = inputs(beginner, "s", state.length);
    private final Block[] beginOutputs = outputs(beginner, kernel.gradient());
    private final Block[] stepInputs = inputs(stepper, "s", state.length);
    private final Block[] stepRows = inputs(stepper, "row", kernel.shared().ofStep().size());
    private final Block[] stepCarried = inputs(stepper, "c", carried.length);
    private final Block[] stepOutputs = outputs(stepper, kernel.step());

    /** The values of each of the kernel's draws. */
    private final List<Block[]> stepDraws =
        kernel.draws().stream()
            .map(draws -> inputs(stepper, draws.kind().array(), draws.number()))
            .toList();

    private final Block[] sampleInputs = inputs(sampler, "s", state.length);
    private final Block[] values = outputs(sampler, kernel.sample());
    private final CohortSample look = new CohortSample(kernel, values, state);

    {
      for (BlockMachine machine : List.of(beginner, stepper, sampler)) {
        machine.bind("s", state);
        machine.bind("c", carried);
        for (int k = 0; k < stepDraws.size(); k++) {
          machine.bind(kernel.draws().get(k).kind().array(), stepDraws.get(k));
        }
      }
    }

    void start(Tile tile) {
      fillShared(starter);
      for (int at = 0; at < tile.walkers(); at += Block.SIZE) {
        int n = Math.min(Block.SIZE, padded(tile) - at);
        long first = tile.first() + at;
        for (int b = 0; b < kernel.startBlocks(); b++) {
          Philox.block(keys, b, Stream.START.subsequence(first), words, n);
          if (b < kernel.sharedBlocks()) {
            shareInCohorts(n);
          }
          for (int i = 0; i < draws; i++) {
            String input = "block[" + b + "]." + "xyzw".charAt(i);
            if (starter.has(input)) {
              starter.draw(words, i, input, n);
            }
          }
        }
        numbers("walker", first, 1, n);
        numbers("leader", first, Kernel.COHORT, n); // a tile begins with a cohort
        starter.run(n);
        copy(starts, state, n);
        store(tile, at, n);
      }
    }

    /** Gives all walkers of a cohort the words of its first. */
    private void shareInCohorts(int n) {
      for (int[] word : words) {
        for (int at = 0; at < n; at += Kernel.COHORT) {
          Arrays.fill(word, at, at + Kernel.COHORT, word[at]);
        }
      }
    }

    /** Each walker's number, or that of the first of so many. */
    private void numbers(String input, long first, int together, int n) {
      for (int i = 0; i < n && starter.has(input); i++) {
        starter.input(input).set(i, number(first + i / together * together));
      }
    }

    /** A walker's number, its lower half rounded first. */
    private double number(long walker) {
      double low = precision.round(walker & 0xffffffffL);
      return precision.round((walker >>> 32) * 0x1p32 + low);
    }

    void advance(Tile tile, long from, long to) {
      fillShared(beginner);
      fillShared(stepper);
      for (int at = 0; at < tile.walkers(); at += Block.SIZE) {
        int n = Math.min(Block.SIZE, padded(tile) - at);
        load(tile, at, n);
        takeOver(n);
        List<StepDraws> noise = noise(at / Block.SIZE);
        for (long now = from; now < to; now++) {
          for (int k = 0; k < noise.size(); k++) {
            if (buffered != null && kernel.draws().get(k).kind() == Draws.Kind.GAUSSIANS) {
              noise.get(k).take(buffered, now, tile.first() + at, n);
            } else {
              noise.get(k).draw(keys, now, tile.first() + at, n);
            }
          }
          makeStep(noise, now, n);
        }
        store(tile, at, n);
      }
    }

    private List<StepDraws> noise(int block) {
      while (noises.size() <= block) {
        List<StepDraws> noise = new ArrayList<>();
        for (int k = 0; k < pairs.size(); k++) {
          noise.add(new StepDraws(kernel.draws().get(k), pairs.get(k), precision));
        }
        noises.add(noise);
      }
      return noises.get(block);
    }

    /** Makes what the first step takes over from the step before. */
    private void takeOver(int n) {
      copy(state, beginInputs, n);
      beginner.run(n);
      copy(beginOutputs, carried, n);
    }

    private void makeStep(List<StepDraws> noise, long now, int n) {
      copy(state, stepInputs, n);
      copy(carried, stepCarried, n);
      for (int k = 0; k < noise.size(); k++) {
        Block[] inputs = stepDraws.get(k);
        for (int j = 0; j < inputs.length; j++) {
          inputs[j].copy(noise.get(k).value(j), n);
        }
      }
      for (int k = 0; k < stepRows.length; k++) {
        stepRows[k].fill(table[(int) (now - tableFirst) * stepRows.length + k], n);
      }
      stepper.run(n);
      for (int i = 0; i < stepOutputs.length; i++) {
        (i < state.length ? state[i] : carried[i - state.length]).copy(stepOutputs[i], n);
      }
    }

    long sample(Tile tile, Tally tally, int half) {
      fillShared(sampler);
      for (int at = 0; at < tile.walkers(); at += Block.SIZE) {
        int n = Math.min(Block.SIZE, padded(tile) - at);
        runSampler(tile, at, n);
        for (int c = 0; c < n / Kernel.COHORT; c++) {
          long bad = look.look(tile, at / Kernel.COHORT + c, c * Kernel.COHORT, tally, half);
          if (bad != ALL_FINITE) {
            return bad;
          }
        }
      }
      return ALL_FINITE;
    }

    private void runSampler(Tile tile, int at, int n) {
      load(tile, at, n);
      copy(state, sampleInputs, n);
      sampler.run(n);
    }

    private void fillShared(BlockMachine machine) {
      machine.share(shared);
      double[] ofRun = shared.ofRun();
      for (int k = 0; k < ofRun.length; k++) {
        if (machine.has("u[" + k + "]")) {
          machine.input("u[" + k + "]").fill(ofRun[k], Block.SIZE);
        }
      }
    }

    private void load(Tile tile, int at, int n) {
      for (int v = 0; v < state.length; v++) {
        state[v].load(tile.state(), v * tile.stride() + tile.offset() + at, n);
      }
    }

    private void store(Tile tile, int at, int n) {
      for (int v = 0; v < state.length; v++) {
        state[v].store(tile.state(), v * tile.stride() + tile.offset() + at, n);
      }
    }

    /** Walkers of a tile with its padding. */
    private static int padded(Tile tile) {
      return tile.cohorts() * Kernel.COHORT;
    }
  }

  private static void copy(Block[] from, Block[] to, int n) {
    for (int i = 0; i < from.length; i++) {
      to[i].copy(from[i], n);
    }
  }

  /**
   * The blocks of the inputs array[0] … ; a block of its own for one that the code does not read.
   */
  private Block[] inputs(BlockMachine machine, String array, int length) {
    Block[] blocks = new Block[length];
    for (int i = 0; i < length; i++) {
      String input = array + "[" + i + "]";
      blocks[i] = machine.has(input) ? machine.input(input) : Block.of(kernel.precision());
    }
    return blocks;
  }

  private static Block[] outputs(BlockMachine machine, Code code) {
    return code.outputs().keySet().stream().map(machine::output).toArray(Block[]::new);
  }

  /** For people: the operations of each part. */
  List<String> listing() {
    List<String> lines = new ArrayList<>();
    Listing.append(lines, "start", start, kernel.precision());
    Listing.append(lines, "step", step, kernel.precision());
    for (int k = 0; k < pairs.size(); k++) {
      String title = kernel.draws().get(k).kind().pair().name();
      Listing.append(lines, title, pairs.get(k), kernel.precision());
    }
    Listing.append(lines, "sample", sample, kernel.precision());
    return lines;
  }
}
