package perrin.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Programs of the scheduler, which are given their words as they are: no shell is between. */
final class Commands {
  private Commands() {}

  /**
   * What a program has answered.
   *
   * @param out without white space at its ends
   * @param err likewise
   */
  record Answer(int exit, String out, String err) {}

  /**
   * Runs a program to its end.
   *
   * @throws IOException where it cannot be started
   */
  static Answer run(List<String> words) throws IOException {
    Process process = new ProcessBuilder(words).start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream();
        InputStream err = process.getErrorStream()) {
      var complaint = CompletableFuture.supplyAsync(() -> text(err));
      String answer = text(out);
      return new Answer(process.waitFor(), answer, complaint.join());
    } catch (InterruptedException e) {
      process.destroy();
      throw new IOException(e);
    }
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
