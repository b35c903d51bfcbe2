#!/bin/sh
# Gets DIR/otp-source.tar.gz, the source of this distribution's OTP, from its archive and checked by apt; compressed as the
# one is that kerl loads. Kept once it is there. Needs neither root nor a deb-src line.

set -eu

dir=${1:?usage: get-otp-source.sh DIR}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd -P)
source=$dir/otp-source.tar.gz
[ ! -f "$source" ] || exit 0

# shellcheck disable=SC1091 # the host's own
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
# shellcheck disable=SC2016 # apt's variables, not the shell's
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' "Codename: $suite" | head -n 1)}

work=$(mktemp -d "$dir/.source.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/source"
echo "deb-src $mirror $suite main" >"$work/sources.list"
apt() {
  apt-get -q -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$work/lists" \
    -o "Dir::Cache=$work/cache" -o Debug::NoLocking=true -o APT::Sandbox::User= "$@"
}
if ! { apt update && cd "$work/source" && apt source --download-only erlang; } >"$work/log" 2>&1 </dev/null; then
  tail -n 20 "$work/log" >&2
  echo "get-otp-source: the source of erlang could not be had from $mirror $suite" >&2
  exit 1
fi
xz --decompress --stdout "$work"/source/erlang_*.orig.tar.xz >"$work/source.tar"
gzip -n "$work/source.tar"
mv "$work/source.tar.gz" "$source"
