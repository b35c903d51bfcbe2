#!/bin/sh
# Makes a toolchain root for pack-toolchain.sh from the OTP and rebar3 that Debian or Ubuntu ship: minutes faster than
# compiling, for a first try and for tests. The packages are downloaded and unpacked, not installed; no root needed.

set -eu

usage() {
  cat <<'USAGE'
Usage: distribution-root.sh ROOT

Puts the distribution's Erlang/OTP into ROOT/usr/local/erlang and its rebar3 into ROOT/usr/local/bin. ROOT must be
missing or empty. Needs apt-get with current package lists (apt-get update).

Such a toolchain runs on images of the same distribution release only: it is linked with that release's libraries.
USAGE
}

refuse() {
  printf 'distribution-root: %s\n' "$*" >&2
  exit 1
}

case "${1-}" in
  -h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -ne 1 ]; then
  usage >&2
  exit 2
fi
root=$1

LC_ALL=C
export LC_ALL
umask 022
for tool in apt-get apt-cache dpkg-deb; do
  command -v "$tool" >/dev/null || refuse "needs '$tool', which is not on the PATH: run this on Debian or Ubuntu."
done
if [ -e "$root" ] && [ -n "$(ls -A -- "$root")" ]; then
  refuse "ROOT '$root' is not empty: name a new directory."
fi
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# rebar3 and all of OTP that it names, with what those need in turn. Not wx, which wants a desktop's libraries; the
# jquery packages hold what Common Test's reports link to.
packages=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
  --no-enhances rebar3 2>/dev/null | sed -nE '/^erlang-wx$/d; /^(rebar3|erlang-[a-z0-9-]+|libjs-jquery(-tablesorter)?)$/p' | sort -u)
[ -n "$packages" ] || refuse "apt knows no package 'rebar3': run 'apt-get update', and on Ubuntu enable 'universe'."
# shellcheck disable=SC2086 # one word per package
(cd "$work" && apt-get -qq download $packages 2>apt.log) \
  || refuse "apt-get could not download the packages ($(grep -m1 '^E:' "$work/apt.log")): run 'apt-get update' and try again."
for package in "$work"/*.deb; do
  dpkg-deb -x "$package" "$work/unpacked"
done

installed=$work/unpacked/usr/lib/erlang
# Links from OTP to other places of the distribution become what they link to.
find "$installed" -type l | while IFS= read -r link; do
  target=$(readlink -f -- "$link") || target=
  case "$target" in
    "$installed"/*) ;;
    *)
      rm -- "$link"
      [ ! -f "$target" ] || case "$target" in "$work"/*) cp -- "$target" "$link" ;; esac
      ;;
  esac
done
# The start scripts hold the place they were installed to. OTP's own Install script would set it, but no package ships it.
grep -rIlF /usr/lib/erlang "$installed" | while IFS= read -r script; do
  sed -i 's|/usr/lib/erlang|/usr/local/erlang|g' "$script"
done

mkdir -p -- "$root/usr/local/bin"
mv -- "$installed" "$root/usr/local/erlang"
mv -- "$work/unpacked/usr/bin/rebar3" "$root/usr/local/bin/rebar3"

# shellcheck disable=SC1091 # the host's own
. /etc/os-release
cat <<SUMMARY
Erlang/OTP $(cat "$root"/usr/local/erlang/releases/*/OTP_VERSION) from $PRETTY_NAME in $root/usr/local/erlang

Next, pack it. IMAGE is the image that it is for: of this very release, with OpenSSL's shared library and ca-certificates,
which the plain image of the distribution lacks.
  BUILT_ON_IMAGE=IMAGE $(dirname -- "$0")/pack-toolchain.sh $root OUT
SUMMARY
