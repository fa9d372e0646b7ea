package perrin.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import perrin.cli.CommandWords.Command;
import perrin.cli.CommandWords.Option;
import perrin.cli.CommandWords.Value;

/**
 * Completion for bash, 3.2 and later. All words are those of this program: letters, digits, dots
 * and hyphens.
 */
final class BashCompletion {
  private static final String FRAME =
      """
      # Completes perrin in bash; made by `perrin completion bash`.

      # Words of a list.
      _perrin_words() {
        local found
        while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen -W "$1" -- "$word")
      }

      # Folders, and files with one of these endings; without endings, all files.
      _perrin_files() {
        local found ending
        compopt -o filenames 2>/dev/null
        while IFS= read -r found; do COMPREPLY+=("$found"); done < <(
          compgen -d -- "$word"
          for ending in "$@"; do compgen -f -X "!*$ending" -- "$word"; done | sort -u
        )
      }

      _perrin() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
        local options='' valued='' place=0 i
        COMPREPLY=()
        if [ "$COMP_CWORD" = 1 ]; then
          _perrin_words '@first@'
          return
        fi
        # bash takes --option=value for three words
        if [ "$word" = = ]; then
          word=''
        elif [ "$before" = = ]; then
          before=${COMP_WORDS[COMP_CWORD-2]}
        fi
        case $command in
      @options@
          *) return ;;
        esac
        case "$command $before" in
      @values@
        esac
        case $valued in *" $before "*) return ;; esac # it takes what nobody can guess
        case $word in -*) _perrin_words "$options"; return ;; esac
        for ((i = 2; i < COMP_CWORD; i++)); do
          case $valued in
            *" ${COMP_WORDS[i]} "*)
              i=$((i + 1))
              if [ "${COMP_WORDS[i]}" = = ]; then i=$((i + 1)); fi
              continue
              ;;
          esac
          case ${COMP_WORDS[i]} in -*) ;; *) place=$((place + 1)) ;; esac
        done
        case "$command $place" in
      @places@
          *) _perrin_words "$options" ;;
        esac
      }
      complete -F _perrin perrin
      """;

  private BashCompletion() {}

  /** The script. */
  static String of(CommandWords words) {
    String first =
        Stream.concat(
                words.commands().stream().map(Command::name),
                words.options().stream().flatMap(option -> option.names().stream()))
            .collect(Collectors.joining(" "));
    return FRAME
        .replace("@first@", first)
        .replace("@options@", lines(words, BashCompletion::options))
        .replace("@values@", lines(words, BashCompletion::values))
        .replace("@places@", lines(words, BashCompletion::places));
  }

  /** Some lines of each command. */
  private interface Lines {
    Stream<String> of(Command command);
  }

  private static String lines(CommandWords words, Lines lines) {
    return words.commands().stream()
        .flatMap(lines::of)
        .map(line -> "    " + line)
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> options(Command command) {
    return Stream.of(
        command.name()
            + ") options='"
            + names(command.options())
            + "' valued=' "
            + names(command.valued())
            + " ' ;;");
  }

  private static String names(List<Option> options) {
    return options.stream()
        .flatMap(option -> option.names().stream())
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> values(Command command) {
    return command.valued().stream()
        .filter(option -> !(option.value() instanceof Value.Free))
        .map(option -> {
          String pattern =
              option.names().stream()
                  .map(name -> "'" + command.name() + " " + name + "'")
                  .collect(Collectors.joining(" | "));
          return pattern + ") " + completed(option.value()) + "; return ;;";
        });
  }

  private static Stream<String> places(Command command) {
    List<Value> places = command.places();
    return Stream.iterate(0, i -> i + 1)
        .limit(places.size())
        .map(i -> {
          boolean many = places.get(i) instanceof Value.File file && file.many();
          String pattern =
              many ? "'" + command.name() + " '*" : "'" + command.name() + " " + i + "'";
          return pattern + ") " + completed(places.get(i)) + " ;;";
        });
  }

  private static String completed(Value value) {
    return switch (value) {
      case Value.None _, Value.Free _ -> ":";
      case Value.Choice choice -> "_perrin_words '" + String.join(" ", choice.words()) + "'";
      case Value.Folder _ -> "_perrin_files";
      case Value.File file ->
          "_perrin_files "
              + (file.endings().isEmpty()
                  ? "''"
                  : file.endings().stream().map("."::concat).collect(Collectors.joining(" ")));
    };
  }
}
