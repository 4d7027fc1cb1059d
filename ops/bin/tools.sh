# Shared by tld and verify: finds or installs what they need. Sourced, not run.
# shellcheck shell=sh

say() {
  printf '%s\n' "$*" >&2
}

# Prints the feature version of the java below $1, such as 17; fails if there is none.
java_version() {
  [ -x "$1/bin/java" ] || return 1
  "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\)[".].*/\1/p' | head -n 1 | grep .
}

# Prints the home of a Java 17 or later. With "jdk" as $1 it has a compiler, and a 17 is preferred,
# for the build's formatter wants that one.
find_java() {
  found=
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*17* /usr/lib/jvm/* \
    "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /nonexistent/bin/java)")")")"; do
    [ -n "$home" ] || continue
    [ "$1" != jdk ] || [ -x "$home/bin/javac" ] || continue
    version=$(java_version "$home") || continue
    [ "$version" -ge 17 ] || continue
    if [ "$1" != jdk ] || [ "$version" -eq 17 ]; then
      printf '%s\n' "$home"
      return 0
    fi
    [ -n "$found" ] || found=$home
  done
  [ -n "$found" ] && printf '%s\n' "$found"
}

# Prints the package that holds a JDK here: of 17 if there is one.
jdk_package() {
  for package in openjdk-17-jdk-headless openjdk-21-jdk-headless; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      printf '%s\n' "$package"
      return 0
    fi
  done
  printf 'default-jdk-headless\n'
}

# Installs the packages by apt as root; else says how, and fails. Daemons that come with them are
# not started.
install_packages() {
  if ! command -v apt-get >/dev/null 2>&1; then
    say "missing: $* (these are Debian's names); please install them"
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    say "missing: $*; install with: sudo apt-get install -y --no-install-recommends $*"
    return 1
  fi
  say "installing $*"
  policy=/usr/sbin/policy-rc.d
  made_policy=
  if [ ! -e "$policy" ] && printf '#!/bin/sh\nexit 101\n' >"$policy"; then
    chmod 755 "$policy"
    made_policy=yes
  fi
  status=0
  apt_install "$@" || { apt_get update -q && apt_install "$@"; } || status=1
  [ -z "$made_policy" ] || rm -f "$policy"
  [ "$status" -eq 0 ] || say "apt-get could not install $*"
  return "$status"
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get "$@" >&2
}

apt_install() {
  apt_get install -q -y --no-install-recommends "$@"
}

# Succeeds if the library of that name is known to the loader.
has_library() {
  for cache in /sbin/ldconfig /usr/sbin/ldconfig; do
    if [ -x "$cache" ]; then
      "$cache" -p | grep -q "$1"
      return
    fi
  done
  return 1
}

# Prints the packages that the firewall needs and that are missing.
missing_firewall() {
  PATH="$PATH:/usr/sbin:/sbin" command -v nft >/dev/null 2>&1 || printf 'nftables '
  has_library libnftables.so.1 || printf 'libnftables1 '
}

# Sets and exports JAVA_HOME to a JDK and makes sure of Maven, for building.
need_build_tools() {
  missing=
  find_java jdk >/dev/null || missing=$(jdk_package)
  command -v mvn >/dev/null 2>&1 || missing="$missing maven"
  # shellcheck disable=SC2086 # a list of names
  [ -z "$missing" ] || install_packages $missing || return 1
  JAVA_HOME=$(find_java jdk)
  export JAVA_HOME
}
