# Starts Java as all launchers of Perrin do. Sourced by ./perrin, scripts/lib/package.sh and the launcher of packages; never run.
#
#   launch LAUNCHER JAVA JAR AHEAD WORDS…   becomes Perrin; AHEAD is a file of learn_ahead's, not used where it is empty or missing
#   learn_ahead JAVA JAR EXPERIMENT WORK    makes WORK/aot in the folder WORK; empty if it could not be made
#
# Written for bash 3.2, as jdk.sh is. Every start comes through here: no program is started where none must be.

java_options=(--enable-native-access=ALL-UNNAMED -Xlog:aot=off -Xlog:cds=off)

# In a run, code is compiled when it has run ten times as often as Java waits for by itself: small runs compile next to nothing, in long
# ones it makes no difference (docs/tried.md). Commands that read large files take half as long again with it.
run_options=(-XX:CompileThresholdScaling=10)

# Makes what Java loads ahead, a cache of what it has loaded and linked once it has made a run and a report, by letting it watch; with the quick
# compiler only: what a start takes is then compiled by it, and by the thorough one no more, which takes longer than it saves.
# Where the cache does not fit the jar or the Java, Java does without, silently.
learn_ahead() {
  PERRIN_CACHE=$4 "$1" "${java_options[@]}" "${run_options[@]}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput="$4/aot" \
    -jar "$2" rehearse "$3" "$4/run.h5" >"$4/log" 2>&1 </dev/null || true
  [ -s "$4/aot" ] || : >"$4/aot"
}

# Java names files in the locale's charset: in the plain C locale it finds none with other letters. Its output keeps to that charset.
set_charset() {
  local locale=${LC_ALL:-${LC_CTYPE:-${LANG:-}}} charmap
  case $locale in
    C.UTF-8 | C.utf8) ;;
    *)
      case $locale in
        '' | C | POSIX) charmap=US-ASCII ;;
        *) charmap=$(locale charmap 2>/dev/null || echo UTF-8) ;;
      esac
      if [ "$charmap" != UTF-8 ] &&
        { [ -d /usr/lib/locale/C.utf8 ] || locale -a 2>/dev/null | grep -qiE '^C\.utf-?8$'; }; then
        java_options+=(-Dstdout.encoding="$charmap" -Dstderr.encoding="$charmap")
        export LC_ALL=C.UTF-8
      fi
      ;;
  esac
}

launch() {
  local launcher=$1 java=$2 jar=$3 ahead=$4
  shift 4
  set_charset
  [ "${1:-}" != run ] || java_options+=("${run_options[@]}")
  case ${PERRIN_JAVA_OPTS:-} in
    *-XX:+Use*GC*) ;; # one's own
    *) java_options+=(-XX:+UseSerialGC) ;;
  esac
  [ ! -s "$ahead" ] || java_options+=(-XX:AOTCache="$ahead" -XX:+VerifySharedSpaces) # a damaged one is not used
  # shellcheck disable=SC2086  # PERRIN_JAVA_OPTS holds several words
  exec "$java" "${java_options[@]}" -Dperrin.launcher="$launcher" ${PERRIN_JAVA_OPTS:-} -jar "$jar" "$@"
}
