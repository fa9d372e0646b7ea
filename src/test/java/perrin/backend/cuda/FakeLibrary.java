package perrin.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A C library whose functions are written in Java. */
@SuppressWarnings("restricted")
final class FakeLibrary implements SymbolLookup {
  private final Map<String, MemorySegment> functions = new HashMap<>();

  /** What a function does. */
  interface Body {
    /** Integers and pointers in, the same out. */
    Object call(Object... arguments);
  }

  /**
   * Adds a function.
   *
   * @param signature its result and arguments: i for int, p for a pointer
   */
  FakeLibrary with(String name, String signature, Body body) {
    ValueLayout[] types =
        signature
            .chars()
            .mapToObj(c -> c == 'i' ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS)
            .toArray(ValueLayout[]::new);
    ValueLayout[] arguments = Arrays.copyOfRange(types, 1, types.length);
    FunctionDescriptor type = FunctionDescriptor.of(types[0], arguments);
    functions.put(name, Linker.nativeLinker().upcallStub(handle(body, type), type, Arena.ofAuto()));
    return this;
  }

  private static MethodHandle handle(Body body, FunctionDescriptor type) {
    try {
      return MethodHandles.lookup()
          .findVirtual(Body.class, "call", MethodType.methodType(Object.class, Object[].class))
          .bindTo(body)
          .asCollector(Object[].class, type.argumentLayouts().size())
          .asType(type.toMethodType());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Optional<MemorySegment> find(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  /** Memory behind a pointer argument. */
  static MemorySegment memory(Object pointer, long bytes) {
    return ((MemorySegment) pointer).reinterpret(bytes);
  }

  static void setInt(Object pointer, int value) {
    memory(pointer, 4).set(ValueLayout.JAVA_INT, 0, value);
  }

  static void setLong(Object pointer, long value) {
    memory(pointer, 8).set(ValueLayout.JAVA_LONG, 0, value);
  }
}
