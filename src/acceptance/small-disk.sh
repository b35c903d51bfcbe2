#!/bin/sh
# Mounts on DIR a disk of BYTES, in memory, or unmounts it. Needs root.

set -eu

usage='usage: small-disk.sh mount DIR BYTES | unmount DIR'
case ${1:-} in
  mount) exec mount -t tmpfs -o "size=${3:?$usage}" small-disk "${2:?$usage}" ;;
  unmount) exec umount "${2:?$usage}" ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac
