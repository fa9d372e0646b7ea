package perrin.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file named on the command line; an empty name, such as an unset variable's, names none. */
final class FileName implements ITypeConverter<Path> {
  /** What is made of a run file where no name is given: its name with another ending, here. */
  static Path ofRun(Path run, String ending) {
    return Path.of(run.getFileName().toString().replaceFirst("\\.h(df)?5$", "") + ending);
  }

  @Override
  public Path convert(String name) {
    if (name.isBlank()) {
      throw new TypeConversionException("the name of the file is empty");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("the name of the file cannot be: " + e.getReason());
    }
  }
}
