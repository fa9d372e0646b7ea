package perrin.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import perrin.cluster.Launcher;

/** A script that starts this build of Perrin, as {@code perrin} does, for jobs to call. */
record JobLauncher(Path script) {
  static JobLauncher in(Path folder) throws IOException {
    Path script = folder.resolve("perrin");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        script,
        "#!/bin/bash\nexport CLASSPATH=" // not an argument: ps, and Java, show the first 4096 bytes
            + word(System.getProperty("java.class.path"))
            + "\nexec "
            + word(java)
            + " --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m -D"
            + Launcher.PROPERTY
            + "="
            + word(script.toString())
            + " "
            + Perrin.class.getName()
            + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new JobLauncher(script);
  }

  private static String word(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Carries out a command in a program of its own. */
  CommandLineTrial run(Path folder, Map<String, String> environment, Object... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    Stream.of(words).map(Object::toString).forEach(command::add);
    return process(folder, environment, command);
  }

  /** Carries out any program. */
  static CommandLineTrial process(
      Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", "");
    Path err = Files.createTempFile("err", "");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    try {
      return new CommandLineTrial(
          process.waitFor(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
