package perrin.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import perrin.errors.ExperimentException;
import perrin.errors.Location;

/** The experiment file: YAML, read strictly. Every complaint is an {@link ExperimentException}. */
public final class ExperimentFile {
  /** In bytes; far more than keys and formulas take. */
  private static final long LARGEST = 3 << 20;

  private ExperimentFile() {}

  /**
   * Reads an experiment.
   *
   * @param sets options {@code key=value} that replace or add values, later ones over earlier ones
   */
  public static Experiment load(Path file, List<String> sets) {
    return draft(file, sets).read(List.of());
  }

  /**
   * Reads an experiment that may lack what it must have.
   *
   * @param sets options {@code key=value} that replace or add values, later ones over earlier ones
   */
  public static Draft draft(Path file, List<String> sets) {
    return new Draft(text(file), file.toString(), sets);
  }

  /**
   * The same of a text.
   *
   * @param source what complaints call the text
   */
  public static Draft draft(String yaml, String source, List<String> sets) {
    return new Draft(yaml, source, sets);
  }

  /**
   * Reads an experiment from its text.
   *
   * @param source what complaints call the text; its last part is the title where none is given
   */
  public static Experiment parse(String yaml, String source, List<String> sets) {
    return new Draft(yaml, source, sets).read(List.of());
  }

  /** Whether an experiment may have a key of that name. */
  public static boolean isKey(String word) {
    return ExperimentKeys.ALL.contains(word);
  }

  private static String text(Path file) {
    try {
      byte[] bytes = WholeFile.read(file, LARGEST, "put long arrays into a data file");
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unreadable(file, "is not text in UTF-8");
    } catch (WholeFile.Unreadable e) {
      throw unreadable(file, e.getMessage());
    }
  }

  private static ExperimentException unreadable(Path file, String problem) {
    return new ExperimentException(Location.whole(file.toString()), "", problem);
  }
}
