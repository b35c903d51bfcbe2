#!/bin/sh
# Makes DIR/base-layer.tar.gz, the only layer of a real base image: this distribution's minimal root file system with
# the libraries its OTP links to. Made once: a layer that is there is kept. Needs root (debootstrap does).

set -eu

dir=${1:?usage: make-base.sh DIR}
layer=$dir/base-layer.tar.gz
[ ! -f "$layer" ] || exit 0
mkdir -p "$dir"
dir=$(cd "$dir" && pwd -P)

# What OTP's programs link to beyond the minimal system; the C, C++, terminal and zlib libraries are in that already.
libraries=ca-certificates,libssl3,libtinfo6,libsystemd0

# shellcheck disable=SC1091 # the host's own
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
# shellcheck disable=SC2016 # apt's variables, not the shell's
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' "Codename: $suite" | head -n 1)}

work=$(mktemp -d "$dir/.base.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if ! debootstrap --variant=minbase --include="$libraries" "$suite" "$work/root" "$mirror" >"$work/log" 2>&1; then
  tail -n 20 "$work/log" >&2
  echo "make-base: debootstrap could not make $suite from $mirror" >&2
  exit 1
fi
# What differs from run to run, and what a container gets from its engine.
rm -rf "$work/root/var/cache/apt" "$work/root/var/cache/ldconfig" "$work/root/var/lib/apt/lists" "$work/root/var/log" \
  "$work/root/dev" "$work/root/etc/hostname" "$work/root/etc/resolv.conf" "$work/root/etc/machine-id"
mkdir -p "$work/root/dev" "$work/root/var/cache/apt/archives/partial" "$work/root/var/lib/apt/lists/partial" "$work/root/var/log"

LC_ALL=C tar --create --format=gnu --sort=name --numeric-owner --mtime=@1 --file="$work/layer.tar" -C "$work/root" .
gzip -n "$work/layer.tar"
mv "$work/layer.tar.gz" "$layer"
