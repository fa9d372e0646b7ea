package perrin.backend.java;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perrin.kernel.Code;
import perrin.kernel.Definition;
import perrin.kernel.Kernel;
import perrin.kernel.Op;
import perrin.kernel.Opcode;

/**
 * Code as a list of operations over registers, each a block of values, one a walker. Calls are
 * written out; a register is used again when its value is no longer needed, except those of
 * constants, which are filled once.
 *
 * @param steps the operations, in order
 * @param inputs registers to fill before a run, by the input's label
 * @param outputs registers that hold the results after it, by name
 * @param constants operations that fill a register for good
 * @param arrays names of the walkers' arrays, in the order of their numbers
 * @param lengths of those arrays that exist only while it runs, by name
 * @param registers how many of each type, in the order of {@link perrin.kernel.Type}
 */
record BlockProgram(
    List<Instruction> steps,
    Map<String, Integer> inputs,
    Map<String, Integer> outputs,
    List<Step> constants,
    List<String> arrays,
    Map<String, Integer> lengths,
    int[] registers) {

  /** What a machine does next. */
  sealed interface Instruction {}

  /**
   * One operation: its result and operands are register numbers, counted for each type apart.
   *
   * @param array number of the array that it reads or changes, else −1
   * @param source of a gather, else null
   */
  record Step(
      Opcode opcode,
      int target,
      int a,
      int b,
      int c,
      double number,
      long bits,
      int array,
      Op.Source source)
      implements Instruction {}

  /**
   * A loop: its index runs from one index register's value to another's, both included.
   *
   * @param starts first values of what is carried from round to round
   * @param carried registers of these values; they hold the last ones afterwards
   * @param yields their values for the next round
   */
  record Loop(
      int index,
      int from,
      int to,
      int[] starts,
      int[] carried,
      int[] yields,
      List<Instruction> body)
      implements Instruction {}

  static BlockProgram of(Code code, Kernel kernel) {
    Map<String, Code> definitions = new HashMap<>();
    for (Definition definition : kernel.definitions()) {
      definitions.put(definition.function().name(), definition.code());
    }
    return new Allocation(new Inlining(definitions).inline(code)).program();
  }

  BlockProgram {
    steps = List.copyOf(steps);
    inputs = Map.copyOf(inputs);
    outputs = new LinkedHashMap<>(outputs);
    constants = List.copyOf(constants);
    arrays = List.copyOf(arrays);
  }
}
