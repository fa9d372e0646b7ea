package perrin.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Functions of a C library that return a status. For a handful of calls, none of them frequent. */
@SuppressWarnings("restricted")
final class NativeFunctions {
  /** No error message of NVIDIA's is longer. */
  private static final int LONGEST_TEXT = 1024;

  private final SymbolLookup library;

  NativeFunctions(SymbolLookup library) {
    this.library = library;
  }

  boolean has(String function) {
    return library.find(function).isPresent();
  }

  /**
   * Calls {@code int function(arguments)}.
   *
   * @param arguments Integer for int and enumerations, MemorySegment for pointers
   * @throws java.util.NoSuchElementException where the library has no such function
   */
  int call(String function, Object... arguments) {
    MemoryLayout[] types =
        Arrays.stream(arguments)
            .map(argument -> argument instanceof Integer ? JAVA_INT : ADDRESS)
            .toArray(MemoryLayout[]::new);
    return (int) invoke(function, FunctionDescriptor.of(JAVA_INT, types), arguments);
  }

  /** Calls {@code const char *function(int code)}. */
  String text(String function, int code) {
    return string((MemorySegment) invoke(function, FunctionDescriptor.of(ADDRESS, JAVA_INT), code));
  }

  /** The C string at an address that C gave us. */
  static String string(MemorySegment address) {
    return address.reinterpret(LONGEST_TEXT).getString(0);
  }

  private Object invoke(String function, FunctionDescriptor type, Object... arguments) {
    MethodHandle handle = Linker.nativeLinker().downcallHandle(library.findOrThrow(function), type);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("C functions throw nothing", e);
    }
  }
}
