package perrin.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import perrin.cli.CommandWords.Command;
import perrin.cli.CommandWords.Option;
import perrin.cli.CommandWords.Value;

/** Completion for zsh, by its own {@code _arguments}, with descriptions. */
final class ZshCompletion {
  private static final String FRAME =
      """
      #compdef perrin
      # Completes perrin in zsh; made by `perrin completion zsh`. Sourced behind compinit, or a file _perrin in a folder of fpath.

      _perrin() {
        local context state state_descr line curcontext="$curcontext"
        typeset -A opt_args
        _arguments -C @own@ '1: :->command' '*:: :->rest'
        case $state in
          command)
            local -a commands=(
      @commands@
            )
            _describe -t commands command commands
            ;;
          rest)
            case $words[1] in
      @rest@
            esac
            ;;
        esac
      }

      if [ "$funcstack[1]" = _perrin ]; then _perrin "$@"; else compdef _perrin perrin; fi
      """;

  private ZshCompletion() {}

  /** The script. */
  static String of(CommandWords words) {
    String commands =
        words.commands().stream()
            .map(each -> "        " + quoted(each.name() + ":" + each.description()))
            .collect(Collectors.joining("\n"));
    String rest =
        words.commands().stream()
            .map(each -> "        " + each.name() + ") _arguments " + arguments(each) + " ;;")
            .collect(Collectors.joining("\n"));
    return FRAME
        .replace("@own@", options(words.options()).collect(Collectors.joining(" ")))
        .replace("@commands@", commands)
        .replace("@rest@", rest);
  }

  private static String arguments(Command command) {
    List<Value> places = command.places();
    Stream<String> words =
        IntStream.range(0, places.size())
            .mapToObj(i -> {
              boolean many = places.get(i) instanceof Value.File file && file.many();
              return quoted((many ? "*" : i + 1) + action(places.get(i)));
            });
    return Stream.concat(options(command.options()), words).collect(Collectors.joining(" "));
  }

  private static Stream<String> options(List<Option> options) {
    return options.stream().flatMap(ZshCompletion::option);
  }

  /** One word for each name: {@code '(-o --output)--output=[where]:OUT.h5:_files'}. */
  private static Stream<String> option(Option option) {
    String others = option.repeated() ? "*" : "(" + String.join(" ", option.names()) + ")";
    return option.names().stream()
        .map(name -> {
          boolean valued = !(option.value() instanceof Value.None);
          String behind = !valued ? "" : name.startsWith("--") ? "=" : "+";
          return quoted(
              others
                  + name
                  + behind
                  + "["
                  + option.description().replaceAll("[\\[\\]\\\\]", "\\\\$0")
                  + "]"
                  + action(option.value()));
        });
  }

  private static String action(Value value) {
    return switch (value) {
      case Value.None _ -> "";
      case Value.Free free -> ":" + label(free.label()) + ": ";
      case Value.Choice choice ->
          ":" + label(choice.label()) + ":(" + String.join(" ", choice.words()) + ")";
      case Value.Folder folder -> ":" + label(folder.label()) + ":_files -/";
      case Value.File file when file.endings().isEmpty() -> ":" + label(file.label()) + ":_files";
      case Value.File file ->
          ":"
              + label(file.label())
              + ":_files -g \"*.("
              + String.join("|", file.endings())
              + ")(-.)\"";
    };
  }

  private static String label(String label) {
    return label.replace(":", "\\:");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
