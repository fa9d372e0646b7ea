# Finds a JDK, 25 or newer. Sourced by perrin, scripts/test and scripts/format; never run.
#
#   . scripts/lib/jdk.sh
#   require_jdk NAME     sets and exports JAVA_HOME, and sets jdk_version to its full version; or says as NAME what to do and exits 2
#   require_maven NAME   likewise for mvn, and keeps Maven quiet about its own use of the JVM
#
# Written for bash 3.2, which macOS still ships. Every start of Perrin comes through here: no program is started where none must be.

oldest_jdk=25

# Sets jdk_version to the version of the JDK at $1, read from its `release` file, and jdk_major to the number before its first dot;
# both are empty if $1 is no JDK.
read_jdk_version() {
  local line
  jdk_version='' jdk_major=''
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        jdk_version=${line#JAVA_VERSION=}
        jdk_version=${jdk_version//[!0-9A-Za-z._+-]/}
        jdk_major=${jdk_version%%[!0-9]*}
        return 0
        ;;
    esac
  done <"$1/release"
}

# Whether the JDK at $1 is new enough.
jdk_serves() {
  read_jdk_version "$1"
  [ -n "$jdk_major" ] && [ "$jdk_major" -ge "$oldest_jdk" ]
}

# Sets found to the home of the `java` on PATH, with symbolic links followed; to nothing if there is none.
find_java_on_path() {
  local java link
  found=''
  java=$(type -P java) || return 0
  while [ -L "$java" ]; do
    link=$(readlink "$java")
    case $link in
      /*) java=$link ;;
      *) java=${java%/*}/$link ;;
    esac
  done
  found=$(cd "${java%/*}/.." 2>/dev/null && pwd -P) || found=''
}

# Sets found to the home of the JDK to use: JAVA_HOME's, else the PATH's, else the oldest that serves among those installed where
# systems put them. Fails if there is none.
find_jdk() {
  local home best='' best_major=''
  found=${JAVA_HOME:-}
  if [ -n "$found" ] && jdk_serves "$found"; then
    return 0
  fi
  find_java_on_path
  if [ -n "$found" ] && jdk_serves "$found"; then
    return 0
  fi
  for home in /usr/lib/jvm/* /opt/* /opt/*/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if jdk_serves "$home" && { [ -z "$best" ] || [ "$jdk_major" -lt "$best_major" ]; }; then
      best=$home
      best_major=$jdk_major
    fi
  done
  found=$best
  [ -n "$found" ] && read_jdk_version "$found"
}

require_jdk() {
  local found
  if ! find_jdk; then
    local here="there is no java on PATH"
    command -v java >/dev/null && here="the java on PATH is $(java -version 2>&1 | head -n 1)"
    cat >&2 <<MESSAGE
$1: needs a JDK, version $oldest_jdk or newer, and found none: $here,
and there is none in JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks or /Library/Java.
Install one (for example Temurin $oldest_jdk from https://adoptium.net; a JRE is not enough)
and, if it lies elsewhere, point to it: export JAVA_HOME=/path/to/jdk
MESSAGE
    exit 2
  fi
  export JAVA_HOME=$found
}

require_maven() {
  if ! command -v mvn >/dev/null; then
    cat >&2 <<MESSAGE
$1: needs Maven (mvn), 3.8 or newer, to build, and there is none on PATH. Install it
(Debian, Ubuntu: apt-get install maven; macOS: brew install maven;
elsewhere: https://maven.apache.org/download.cgi) and try again.
MESSAGE
    exit 2
  fi
  # Maven's own libraries use sun.misc.Unsafe and native code; newer JDKs would warn of it in every build.
  export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
}
