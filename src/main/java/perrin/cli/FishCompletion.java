package perrin.cli;

import java.util.ArrayList;
import java.util.List;
import perrin.cli.CommandWords.Command;
import perrin.cli.CommandWords.Option;
import perrin.cli.CommandWords.Value;

/** Completion for fish, 3.1 and later, with descriptions. */
final class FishCompletion {
  private static final String FRAME =
      """
      # Completes perrin in fish; made by `perrin completion fish`.

      # Whether perrin's command is this one; with a number, whether so many words without a hyphen are behind it.
      function __perrin_is
          set -l words (string match --invert -- '-*' (commandline -opc))
          test (count $words) -gt 1; and test "$words[2]" = $argv[1]
          and begin
              test (count $argv) -eq 1; or test (count $words) -eq (math $argv[2] + 2)
          end
      end

      function __perrin_has_none
          test (count (commandline -opc)) -eq 1
      end

      # Folders, and files with one of these endings.
      function __perrin_files
          for found in (complete -C"'' "(commandline -ct | string escape) | string replace --regex '\\t.*' '')
              if string match --quiet --regex '/$' -- $found
                  echo $found
              else
                  for ending in $argv
                      if string match --quiet -- "*.$ending" $found
                          echo $found
                      end
                  end
              end
          end
      end

      complete -c perrin -f
      """;

  private FishCompletion() {}

  /** The script. */
  static String of(CommandWords words) {
    List<String> lines = new ArrayList<>();
    words.options().forEach(option -> lines.add(option("__perrin_has_none", option)));
    for (Command command : words.commands()) {
      lines.add(
          "complete -c perrin -n __perrin_has_none -a "
              + command.name()
              + " -d "
              + quoted(command.description()));
    }
    for (Command command : words.commands()) {
      String here = "'__perrin_is " + command.name() + "'";
      command.options().forEach(option -> lines.add(option(here, option)));
      for (int i = 0; i < command.places().size(); i++) {
        Value value = command.places().get(i);
        String place =
            value instanceof Value.Choice ? "'__perrin_is " + command.name() + " " + i + "'" : here;
        String arguments = arguments(value);
        if (!arguments.isEmpty()) {
          lines.add("complete -c perrin -n " + place + arguments);
        }
      }
    }
    return FRAME + String.join("\n", lines) + "\n";
  }

  private static String option(String where, Option option) {
    StringBuilder line = new StringBuilder("complete -c perrin -n ").append(where);
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (!(option.value() instanceof Value.None)) {
      line.append(" -x").append(arguments(option.value()));
    }
    return line.append(" -d ").append(quoted(option.description())).toString();
  }

  private static String arguments(Value value) {
    return switch (value) {
      case Value.None _, Value.Free _ -> "";
      case Value.Choice choice -> " -a '" + String.join(" ", choice.words()) + "'";
      case Value.Folder _ -> " -a '(__perrin_files)'";
      case Value.File file when file.endings().isEmpty() -> " -a '(__perrin_files \"*\")'";
      case Value.File file -> " -a '(__perrin_files " + String.join(" ", file.endings()) + ")'";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
