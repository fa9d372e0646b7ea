package perrin.backend.cuda;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a kernel became: its machine instructions, counted in a cubin. That is an ELF file; an
 * instruction has 16 bytes, its opcode being the lowest nine bits, from sm_75 to sm_121.
 *
 * @param kernel its name
 * @param registers of a thread
 * @param frame bytes of a thread's local memory: 0 unless something spills or is indexed
 * @param opcodes all its instructions in order
 * @param loops what lies between a backward branch's target and the branch
 */
record SassCount(String kernel, int registers, int frame, List<Integer> opcodes, List<Loop> loops) {
  private static final int INSTRUCTION = 16;
  private static final int BRANCH = 0x147;
  private static final int LOAD_LOCAL = 0x183;
  private static final int STORE_LOCAL = 0x187;
  private static final int NOTHING = 0x118;

  private static final byte REGISTER_COUNT = 0x2f;
  private static final byte FRAME_SIZE = 0x11;

  /** Names of what kernels are made of; every other opcode is shown as a number. */
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0x002, "MOV"),
          Map.entry(0x007, "SEL"),
          Map.entry(0x008, "FSEL"),
          Map.entry(0x009, "FMNMX"),
          Map.entry(0x00b, "FSETP"),
          Map.entry(0x00c, "ISETP"),
          Map.entry(0x010, "IADD3"),
          Map.entry(0x011, "LEA"),
          Map.entry(0x012, "LOP3"),
          Map.entry(0x019, "SHF"),
          Map.entry(0x020, "FMUL"),
          Map.entry(0x021, "FADD"),
          Map.entry(0x023, "FFMA"),
          Map.entry(0x024, "IMAD"),
          Map.entry(0x025, "IMAD.WIDE"),
          Map.entry(0x027, "IMAD.HI"),
          Map.entry(0x028, "DMUL"),
          Map.entry(0x029, "DADD"),
          Map.entry(0x02b, "DFMA"),
          Map.entry(0x036, "VIADD"),
          Map.entry(0x045, "I2FP"),
          Map.entry(0x082, "UMOV"),
          Map.entry(0x090, "UIADD3"),
          Map.entry(0x092, "ULOP3"),
          Map.entry(0x0a4, "UIMAD"),
          Map.entry(0x0a5, "UIMAD.WIDE"),
          Map.entry(0x0b9, "ULDC"),
          Map.entry(0x105, "F2I"),
          Map.entry(0x106, "I2F"),
          Map.entry(0x108, "MUFU"),
          Map.entry(NOTHING, "NOP"),
          Map.entry(0x144, "CALL"),
          Map.entry(0x145, "BSSY"),
          Map.entry(BRANCH, "BRA"),
          Map.entry(0x141, "BSYNC"),
          Map.entry(0x14d, "EXIT"),
          Map.entry(0x181, "LDG"),
          Map.entry(0x182, "LDC"),
          Map.entry(LOAD_LOCAL, "LDL"),
          Map.entry(STORE_LOCAL, "STL"),
          Map.entry(0x184, "LDS"),
          Map.entry(0x186, "STG"),
          Map.entry(0x188, "STS"),
          Map.entry(0x189, "SHFL"));

  /**
   * Instructions from a branch's target to the branch.
   *
   * @param from index of the first
   * @param opcodes one after the other
   */
  record Loop(int from, List<Integer> opcodes) {
    int instructions() {
      return opcodes.size();
    }

    long count(String name) {
      return opcodes.stream().filter(opcode -> name(opcode).equals(name)).count();
    }

    /** {@code 154: FFMA 60, IMAD.WIDE 40, …}. */
    String mix() {
      Map<String, Long> counts =
          opcodes.stream().collect(Collectors.groupingBy(SassCount::name, Collectors.counting()));
      return instructions()
          + ": "
          + counts.entrySet().stream()
              .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
    }
  }

  /** The kernels of a cubin by name. */
  static Map<String, SassCount> of(byte[] cubin) {
    return new Elf(ByteBuffer.wrap(cubin).order(ByteOrder.LITTLE_ENDIAN)).kernels();
  }

  /** Of the loops with no other inside, the one with the most Philox multiplications. */
  Loop steps() {
    return loops.stream()
        .filter(loop -> loops.stream().noneMatch(other -> inside(other, loop)))
        .max(Comparator.comparing(loop -> loop.count("IMAD.WIDE")))
        .orElseThrow(() -> new IllegalStateException(kernel + " has no loop"));
  }

  private static boolean inside(Loop inner, Loop outer) {
    return inner != outer
        && inner.from >= outer.from
        && inner.from + inner.instructions() <= outer.from + outer.instructions();
  }

  /** Loads and stores of local memory. */
  long spills() {
    return opcodes.stream().filter(op -> op == LOAD_LOCAL || op == STORE_LOCAL).count();
  }

  int instructions() {
    return opcodes.size();
  }

  private static String name(int opcode) {
    return NAMES.getOrDefault(opcode, "0x" + Integer.toHexString(opcode));
  }

  private static SassCount count(
      String kernel, int capability, int registers, int frame, byte[] code) {
    List<Integer> opcodes = new ArrayList<>();
    List<int[]> backward = new ArrayList<>();
    for (int i = 0; i < code.length / INSTRUCTION; i++) {
      BigInteger word = word(code, i);
      int opcode = word.intValue() & 0x1ff;
      opcodes.add(opcode);
      if (opcode == BRANCH) {
        int target = i + 1 + distance(word, capability);
        if (target >= 0 && target < i) {
          backward.add(new int[] {target, i + 1});
        }
      }
    }
    while (!opcodes.isEmpty() && opcodes.getLast() == NOTHING) {
      opcodes.removeLast();
    }
    List<Loop> loops =
        backward.stream()
            .map(ends -> new Loop(ends[0], List.copyOf(opcodes.subList(ends[0], ends[1]))))
            .toList();
    return new SassCount(kernel, registers, frame, List.copyOf(opcodes), loops);
  }

  private static BigInteger word(byte[] code, int i) {
    byte[] bytes = new byte[INSTRUCTION];
    for (int k = 0; k < INSTRUCTION; k++) {
      bytes[INSTRUCTION - 1 - k] = code[i * INSTRUCTION + k];
    }
    return new BigInteger(1, bytes);
  }

  /** Instructions from the one after a branch to its target. */
  private static int distance(BigInteger branch, int capability) {
    long high = branch.shiftRight(34).longValue() << 16 >> 16;
    long low = branch.shiftRight(16).intValue() & 0xff;
    long words = capability < 90 ? high : high << 8 | low;
    return (int) (words * 4 / INSTRUCTION);
  }

  private record Section(String name, int type, int link, byte[] content) {}

  private record Elf(ByteBuffer file) {
    private static final int SYMBOLS = 2;
    private static final int SYMBOL_BYTES = 24;

    Map<String, SassCount> kernels() {
      List<Section> sections = sections();
      Map<String, Integer> registers = attribute(sections, REGISTER_COUNT);
      Map<String, Integer> frames = attribute(sections, FRAME_SIZE);
      Map<String, SassCount> kernels = new TreeMap<>();
      for (Section section : sections) {
        if (section.name.startsWith(".text.")) {
          String kernel = section.name.substring(".text.".length());
          int used = registers.getOrDefault(kernel, 0);
          int frame = frames.getOrDefault(kernel, 0);
          kernels.put(kernel, count(kernel, capability(), used, frame, section.content));
        }
      }
      return kernels;
    }

    /** Of the flags' lowest byte; CUDA 13 has it in the second. */
    private int capability() {
      int flags = file.getInt(0x30);
      boolean ofCuda13 = file.get(8) >= 8;
      return (ofCuda13 ? flags >> 8 : flags) & 0xff;
    }

    private List<Section> sections() {
      long table = file.getLong(0x28);
      int size = file.getShort(0x3a);
      int number = file.getShort(0x3c);
      int names = file.getShort(0x3e);
      List<Section> sections = new ArrayList<>();
      int strings = (int) file.getLong((int) (table + (long) names * size + 24));
      for (int i = 0; i < number; i++) {
        int at = (int) (table + (long) i * size);
        int type = file.getInt(at + 4);
        int from = (int) file.getLong(at + 24);
        int length = type == 8 ? 0 : (int) file.getLong(at + 32); // 8: takes no place in the file
        byte[] content = Arrays.copyOfRange(file.array(), from, from + length);
        String name = string(file.array(), strings + file.getInt(at));
        sections.add(new Section(name, type, file.getInt(at + 40), content));
      }
      return sections;
    }

    private static String string(byte[] bytes, int from) {
      int to = from;
      while (bytes[to] != 0) {
        to++;
      }
      return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    /** Entries of {@code .nv.info}: format, attribute, size, then symbol and value. */
    private static Map<String, Integer> attribute(List<Section> sections, byte wanted) {
      List<String> symbols = symbols(sections);
      Map<String, Integer> values = new TreeMap<>();
      for (Section section : sections) {
        if (!section.name.equals(".nv.info")) {
          continue;
        }
        ByteBuffer info = ByteBuffer.wrap(section.content).order(ByteOrder.LITTLE_ENDIAN);
        while (info.remaining() >= 4) {
          boolean sized = info.get() == 4;
          byte attribute = info.get();
          int size = info.getShort();
          if (sized && attribute == wanted) {
            values.put(symbols.get(info.getInt(info.position())), info.getInt(info.position() + 4));
          }
          info.position(info.position() + (sized ? size : 0));
        }
      }
      return values;
    }

    private static List<String> symbols(List<Section> sections) {
      List<String> names = new ArrayList<>();
      for (Section section : sections) {
        if (section.type == SYMBOLS) {
          byte[] strings = sections.get(section.link).content;
          ByteBuffer table = ByteBuffer.wrap(section.content).order(ByteOrder.LITTLE_ENDIAN);
          for (int at = 0; at < section.content.length; at += SYMBOL_BYTES) {
            names.add(string(strings, table.getInt(at)));
          }
        }
      }
      return names;
    }
  }
}
