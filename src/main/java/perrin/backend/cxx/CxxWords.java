package perrin.backend.cxx;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that an experiment may give, and that mean something else in a kernel's C++. */
final class CxxWords {
  /** C++20 and GNU's dialect, with the macros that compilers define by themselves. */
  private static final List<String> LANGUAGE =
      List.of(
          """
          alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t
          char16_t char32_t class co_await co_return co_yield compl concept const const_cast
          consteval constexpr constinit continue decltype default delete do double dynamic_cast else
          enum explicit export extern false float for friend goto if inline int long mutable
          namespace new noexcept not not_eq nullptr operator or or_eq private protected public
          register reinterpret_cast requires return short signed sizeof static static_assert
          static_cast struct switch template this thread_local throw true try typedef typeid
          typename typeof union unsigned using virtual void volatile wchar_t while xor xor_eq
          i386 linux unix
          """
              .split("\\s+"));

  /** Types and functions of portable/lanes.h and portable/philox.h that emitted code may use. */
  private static final List<String> LANES =
      List.of(
          """
          real word pred u32 u64 i64 number whole signed_whole number_lanes whole_lanes signed_lanes
          int_lanes u32_lanes u64_lanes number_lanes_in_memory half Words Counter RoundKey
          abs bits fma from_bits load select select_sign shift_left shift_right shift_right_signed
          sqrt sqrt_normal store to_real to_real_signed words remainder least gather gather_row at_most
          gather_whole gather_own scatter multiply_high_words scale_word index_to_word remainder_of_word
          index_lanes row_in_memory row_in_block two_rows Slots Tables Values perrin
          """
              .split("\\s+"));

  private static final Set<String> TAKEN = taken();

  /** What the headers define, such as LANES and NORMALS, is in capitals; so are other macros. */
  private static final Pattern MACRO = Pattern.compile("[A-Z][A-Z0-9_]+");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private CxxWords() {}

  /** The name itself. The experiment's reader lets no other through; this is the last gate. */
  static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalStateException("\"" + name + "\" is no name for generated code");
    }
    return name;
  }

  /** The name itself or, where C++ or the headers need it, the name with an underscore. */
  static String free(String name) {
    String word = name.replace("[", "_").replace("]", ""); // a vector's component
    return TAKEN.contains(word) || MACRO.matcher(word).matches() ? word + "_" : word;
  }

  private static Set<String> taken() {
    Set<String> taken = new HashSet<>(LANGUAGE);
    taken.addAll(LANES);
    return taken;
  }
}
