package perrin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shells themselves make of the scripts. */
class CompletionCommandTest {
  /** As if Tab were pressed behind the last word. */
  private static final String PRESS_TAB =
      """
      . "$1"
      shift
      complete -p perrin
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      _perrin
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir Path folder;

  @BeforeEach
  void filesToComplete() throws IOException {
    for (String name : List.of("well.yaml", "two words.h5", "notes.txt")) {
      Files.writeString(folder.resolve(name), "");
    }
    Files.createDirectory(folder.resolve("deeper"));
  }

  private Path script(String shell) throws IOException {
    var trial = CommandLineTrial.of("completion", shell);
    assertEquals(0, trial.exit(), trial.err());
    assertEquals("", trial.err());
    return Files.writeString(folder.resolve(".perrin." + shell), trial.out());
  }

  private List<String> shell(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve(".out");
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.resolve(".config").toString());
    builder.environment().put("XDG_DATA_HOME", folder.resolve(".data").toString());
    builder.environment().put("TERM", "dumb");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectOutput(out.toFile()).start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String text = Files.readString(out);
    assertTrue(ended, "no end in sight: " + text);
    return text.lines().toList();
  }

  private static void require(String shell) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, shell)));
    assumeTrue(there, shell + " is not installed");
  }

  private static List<String> words(String several) {
    return List.of(several.split(",", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "perrin,ru | run",
        "./perrin,ru | run",
        "perrin,--vers | --version",
        "perrin,run,--ba | --backend",
        "perrin,run,--ch | --checkpoint-every",
        "perrin,run,--backend,c | cpu,cuda",
        "perrin,run,--backend,=,c | cpu,cuda",
        "perrin,run,--threads,'' | ''",
        "perrin,run,'' | deeper,two words.h5,well.yaml",
        "perrin,run,well.yaml,-o,'' | deeper,two words.h5",
        "perrin,run,--threads,4,we | well.yaml",
        "perrin,show,'' | deeper,two words.h5",
        "perrin,merge,a.h5,two | two words.h5",
        "perrin,status,'' | deeper",
        "perrin,list,'' | methods,energies,functions",
        "perrin,list,methods,'' | ''",
        "perrin,submit,well.yaml,--engine,k | kubernetes",
        "perrin,kernel,--backend,'' | cpu,cuda,java",
        "perrin,completion,f | fish",
        "perrin,frobnicate,'' | ''",
      })
  void inBash(String line, String expected) throws Exception {
    require("bash");
    var command = new ArrayList<>(List.of("bash", "--norc", "-c", PRESS_TAB, "bash"));
    command.add(script("bash").toString());
    words(line).forEach(word -> command.add(word.equals("''") ? "" : word));
    List<String> found = shell(command.toArray(String[]::new));
    assertEquals("complete -F _perrin perrin", found.getFirst());
    List<String> wanted = words(expected);
    assertEquals(new TreeSet<>(wanted), new TreeSet<>(found.subList(1, found.size())));
  }

  /** A zsh in a terminal of its own, in which Tab is pressed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "perrin ru | perrin run",
        "./perrin ru | ./perrin run",
        "perrin run --ba | perrin run --backend",
        "perrin run --backend ja | perrin run --backend java",
        "perrin run --backend=ja | perrin run --backend=java",
        "perrin run we | perrin run well.yaml",
        "perrin show tw | perrin show two words.h5",
        "perrin list en | perrin list energies",
        "perrin submit well.yaml --engine k | perrin submit well.yaml --engine kubernetes",
      })
  void inZsh(String line, String expected) throws Exception {
    require("zsh");
    Path script = script("zsh");
    String session =
        """
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z 'PS1= PS2= RPS1=; unsetopt zle_bracketed_paste 2>/dev/null; autoload -Uz compinit; compinit -u -D; . "%s"; echo REA\\DY'
        zpty -r z got '*READY*'
        zpty -w -n z $'%s\\t\\C-aprint -r -- GO\\\\T: \\n'
        zpty -r z got $'*GOT: *\\n'
        print -r -- $got
        zpty -d z
        """
            .formatted(script, line);
    String found = String.join("\n", shell("zsh", "-f", "-c", session));
    String result = found.substring(found.lastIndexOf("GOT: ")).lines().findFirst().orElseThrow();
    assertEquals("GOT: " + expected, result.strip(), found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "perrin ru | run",
        "./perrin ru | run",
        "perrin run --ba | --backend",
        "perrin run --backend c | cpu,cuda",
        "perrin run --backend=c | --backend=cpu,--backend=cuda",
        "perrin run  | deeper/,two words.h5,well.yaml",
        "perrin run well.yaml -o  | deeper/,two words.h5",
        "perrin show tw | two words.h5",
        "perrin status  | deeper/",
        "perrin list  | methods,energies,functions",
        "perrin list methods  | ''",
        "perrin submit well.yaml --engine k | kubernetes",
      })
  void inFish(String line, String expected) throws Exception {
    require("fish");
    // CsvSource strips the space behind which nothing has been typed yet.
    boolean begun = line.matches(".*(ru|c|k|tw|--ba)");
    String text = begun ? line : line + " ";
    List<String> found =
        shell(
            "fish",
            "--no-config",
            "-c",
            "source $argv[1]; complete -C $argv[2]",
            script("fish").toString(),
            text);
    List<String> names =
        found.stream().map(each -> each.split("\t")[0]).filter(name -> !name.isEmpty()).toList();
    List<String> wanted = expected.isEmpty() ? List.of() : words(expected);
    assertEquals(new TreeSet<>(wanted), new TreeSet<>(names), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void whatIsHiddenStaysHidden(String shell) throws IOException {
    String text = Files.readString(script(shell));
    assertFalse(text.contains("chunk"), text);
    assertFalse(text.contains("serve"), text);
    assertTrue(text.contains("checkpoint-every"));
  }

  @Test
  void otherShellsAreRefused() {
    var trial = CommandLineTrial.of("completion", "bsh");
    assertEquals(2, trial.exit());
    assertEquals("", trial.out());
    assertEquals(
        "perrin: there is no completion for bsh; the nearest shell is bash; see perrin completion"
            + " --help\n",
        trial.err());
  }
}
