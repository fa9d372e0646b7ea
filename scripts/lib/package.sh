# Folders that run Perrin on a Linux machine (x86-64) without Java, Maven or network. Sourced by scripts/package and
# scripts/gpu-bundle, which set `root` to the checkout and `me` to their name; never run.
#
#   make_folder FOLDER [WITHOUT]  builds Perrin and makes the new FOLDER: Java's run-time image, jars, natives, launcher, examples,
#                               kernels, licences; WITHOUT is `pictures` to leave out what plot -o and animate -o x.gif need
#   put_in_place FRESH FOLDER   moves FRESH to FOLDER, in the place of an older one; refuses to replace anything else
#   glibc FOLDER                says which glibc it needs, at least
#   try_folder FOLDER           tries a copy of it: moved, read-only, without any JDK in sight
. "$root/scripts/lib/jdk.sh"
. "$root/scripts/lib/launch.sh"

fail() {
  echo "$me: $*" >&2
  exit 1
}

# What a folder or file holds, in bytes.
bytes() { find "$1" -type f -printf '%s\n' | awk '{ n += $1 } END { print n + 0 }'; }
mib() { awk -v n="$1" 'BEGIN { printf "%.1f", n / 1048576 }'; }

# What only pictures need: java.desktop (commons-lang3 and Jackson look for java.beans and do without) and these jars.
is_for_pictures() {
  case $(basename "$1") in
    jfreechart-* | org.jfree.svg-* | graphics2d-* | pdfbox-* | fontbox-* | commons-logging-*) return 0 ;;
    *) return 1 ;;
  esac
}

# The modules that the jars use; without what $1 says.
modules() {
  local jar jars=() without=none
  for jar in "$root"/target/lib/*.jar; do
    if [ "${1:-}" = pictures ] && is_for_pictures "$jar"; then continue; fi
    jars+=("$jar")
  done
  [ "${1:-}" != pictures ] || without=java.desktop
  (cd "$root/target" && "$JAVA_HOME/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 --recursive \
    -cp "$(printf '%s:' "${jars[@]}")" perrin.jar) | tr , '\n' | grep -vx "$without" | paste -sd, -
}

# The jars, in folder $1 without what $2 says; of JCuda's natives only what Perrin calls: its PTX compiler alone is 23 MB.
jars() {
  local jar work=$1/.natives
  cp "$root/target/perrin.jar" "$1/"
  if [ "${2:-}" = pictures ]; then # nor their font
    mkdir -p "$work"
    (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$root/target/perrin.jar" && rm perrin/report/paper/DejaVuSans.ttf)
    mv "$work/META-INF/MANIFEST.MF" "$1/.manifest"
    "$JAVA_HOME/bin/jar" --create --file "$1/perrin.jar" --manifest "$1/.manifest" -C "$work" .
    rm -rf "$work" "$1/.manifest"
  fi
  mkdir -p "$1/lib"
  for jar in "$root"/target/lib/*.jar; do
    if [ "${2:-}" = pictures ] && is_for_pictures "$jar"; then continue; fi
    case $jar in
      *-natives-*)
        mkdir -p "$work"
        (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$jar")
        find "$work" -name '*.so' ! -name 'libJCudaDriver-*' ! -name 'libJCurand-*' -delete
        "$JAVA_HOME/bin/jar" --create --file "$1/lib/$(basename "$jar")" -C "$work" .
        rm -rf "$work"
        ;;
      *) cp "$jar" "$1/lib/" ;;
    esac
  done
}

# A list by Maven, and what the jars have of texts; Java's own are in runtime/legal.
licences() {
  local jar name
  (cd "$root" && mvn --batch-mode --no-transfer-progress --quiet license:add-third-party) >"$root/target/licences.log" 2>&1 ||
    fail "Maven could not list the libraries' licences; see $root/target/licences.log"
  mkdir -p "$1/licences"
  cp "$root/LICENSE" "$1/"
  cp "$root/target/licences/THIRD-PARTY.txt" "$1/licences/"
  [ "${2:-}" = pictures ] || cp "$root/target/classes/perrin/report/paper/LICENSE" "$1/licences/LICENSE-DejaVu.txt"
  for jar in "$root"/target/lib/*.jar; do
    if [ "${2:-}" = pictures ] && is_for_pictures "$jar"; then continue; fi
    name=$1/licences/$(basename "$jar" .jar)
    mkdir "$name"
    (cd "$name" && "$JAVA_HOME/bin/jar" --extract --file "$jar" META-INF LICENSE)
    find "$name" -type f ! -iname '*LICENSE*' ! -iname '*NOTICE*' -delete
    find "$name" -depth -type d -empty -delete
  done
}

# The oldest glibc that the Java in a folder runs with: that for which its JDK was built.
glibc() { find "$1/runtime" -type f -name '*.so' -exec grep -aohE 'GLIBC_[0-9.]+' {} + | sort -Vu | tail -n 1 | tr _ ' '; }

launcher() {
  cat <<'LAUNCHER'
#!/usr/bin/env bash
# Runs Perrin from this folder, with the Java that is in it.
#
#   PERRIN_JAVA_OPTS   further options for the JVM, such as -Xmx8g
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
. "$root/scripts/lib/launch.sh"
launch "$root/perrin" "$root/runtime/bin/java" "$root/perrin.jar" "$root/perrin.aot" "$@"
LAUNCHER
}

make_folder() {
  require_jdk "$me"
  require_maven "$me"
  rm -f "$root/target/perrin.jar" # built anew, so that it tells the present commit
  "$root/perrin" --version
  rm -rf "$1"
  mkdir -p "$1/scripts/lib"
  "$JAVA_HOME/bin/jlink" --add-modules "$(modules "${2:-}")" --strip-debug --no-header-files --no-man-pages --vm server \
    --compress zip-9 --output "$1/runtime"
  find "$1/runtime" -name '*.debuginfo' -delete # Debian's JDK has 740 MB of them
  jars "$1" "${2:-}"
  licences "$1" "${2:-}"
  cp -R "$root/examples" "$root/kernels" "$1/"
  cp "$root/scripts/lib/launch.sh" "$1/scripts/lib/"
  [ "${2:-}" = pictures ] || cp -R "$root/scripts/analysis" "$1/scripts/"
  launcher >"$1/perrin"
  chmod +x "$1/perrin"
}

put_in_place() {
  if [ -e "$2" ] && [ ! -d "$2/runtime" ] && [ -n "$(ls -A "$2")" ]; then
    fail "$2 exists and is none of Perrin's folders; name another place"
  fi
  rm -rf "$2"
  mv "$1" "$2"
}

contents() { (cd "$1" && find . -printf '%p %s %T@\n' | LC_ALL=C sort); }

# As a name with other letters in the plain C locale, too, and with what Java loads ahead, where the folder has it.
try_folder() {
  [ -x "$1/runtime/bin/java" ] || fail "$1 is no folder made by $me"
  local work
  work=$(mktemp -d)
  # shellcheck disable=SC2064  # the folder of now
  trap "chmod -R u+w '$work'; rm -rf '$work'" EXIT
  local folder="$work/moved folder"
  cp -a "$1" "$folder"
  chmod -R a-w "$folder"
  contents "$folder" >"$work/before"
  mkdir "$work/elsewhere"
  cd "$work/elsewhere"
  local clean=(env -i "PATH=/usr/bin:/bin" "HOME=$work/elsewhere" "LC_ALL=C")
  "${clean[@]}" "$folder/perrin" --version
  "${clean[@]}" "$folder/perrin" doctor
  cp "$folder/examples/double-well.yaml" Döppelmulde.yaml
  "${clean[@]}" "$folder/perrin" run Döppelmulde.yaml --backend java --quiet \
    --set walkers=2000 --set steps=2000 --set burn-in=1000 -o Läufe.h5 || [ $? = 3 ] # few walkers: any verdict will do
  "${clean[@]}" "$folder/perrin" digest Läufe.h5
  if [ -f "$folder/perrin.aot" ]; then
    "${clean[@]}" "PERRIN_JAVA_OPTS=-XX:AOTMode=on" "$folder/perrin" --version >/dev/null ||
      fail "what Java loads ahead does not fit, see above"
  fi
  if [ -f "$folder/scripts/gpu-check" ]; then
    "${clean[@]}" "$folder/scripts/gpu-check" --help >/dev/null
  fi
  contents "$folder" | cmp - "$work/before" || fail "something in the folder has changed"
  echo "$me: $1 works, moved and read-only"
}
