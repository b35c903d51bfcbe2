#!/bin/sh
# Has a container runtime pull and unpack IMAGE, from a registry without TLS, and lists what it made of it below DIRECTORY of the
# image: type and mode, owner, hard links, path, target of a symlink. containerd is started for it, on its own root, and ended.

set -eu

if [ $# -ne 3 ]; then
  echo 'usage: unpack-image.sh podman|containerd IMAGE DIRECTORY' >&2
  exit 2
fi
runtime=$1
image=$2
directory=$3

work=$(mktemp -d)
daemon=
# shellcheck disable=SC2317 # called by the trap
cleanup() {
  if mountpoint -q "$work/mounted"; then
    umount "$work/mounted"
  fi
  if [ -n "$daemon" ]; then
    kill "$daemon"
    wait "$daemon" || :
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

list() {
  (cd "$1/$directory" && find . -printf '%M %U:%G %n %p %l\n' | LC_ALL=C sort -k 4)
}

case "$runtime" in
  podman)
    podman pull --quiet --tls-verify=false "$image" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    list "$(podman image mount "$image")"
    podman image unmount "$image" >/dev/null
    podman image rm --force "$image" >/dev/null
    ;;
  containerd)
    printf 'version = 2\nroot = "%s/root"\nstate = "%s/state"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\n  address = "%s/socket"\n' \
      "$work" "$work" "$work" >"$work/config.toml"
    containerd --config "$work/config.toml" >"$work/log" 2>&1 &
    daemon=$!
    for _ in $(seq 100); do
      [ ! -S "$work/socket" ] || break
      sleep 0.1
    done
    ctr() { command ctr --address "$work/socket" "$@"; }
    if ! ctr images pull --plain-http --snapshotter native "$image" >"$work/pulled" 2>&1; then
      tail -n 5 "$work/pulled" >&2
      exit 1
    fi
    mkdir "$work/mounted"
    ctr images mount --snapshotter native "$image" "$work/mounted" >/dev/null
    list "$work/mounted"
    ctr images unmount "$work/mounted" >/dev/null
    ;;
  *)
    echo "unpack-image: no runtime '$runtime'" >&2
    exit 2
    ;;
esac
