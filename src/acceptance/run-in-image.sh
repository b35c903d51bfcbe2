#!/bin/sh
# Runs a command in a container of IMAGE as CodeBuild does: by "sh -c", no login shell, with the image's own PATH. The
# image comes from a registry without TLS; the container has no network. This directory is at /acceptance in it,
# examples at /examples, and what CONTAINER_VOLUME names, where that is set.

set -eu

if [ $# -lt 2 ]; then
  echo 'usage: run-in-image.sh IMAGE COMMAND...' >&2
  exit 2
fi
image=$1
shift
here=$(cd "$(dirname "$0")" && pwd -P)
examples=$(cd "$here/../../examples" && pwd -P)

# runc and cgroupfs: a machine without systemd. The limits: the defaults exceed what a confined root may set.
exec podman --runtime runc --cgroup-manager=cgroupfs run --rm --quiet --pull=always --tls-verify=false \
  --network="${CONTAINER_NETWORK:-none}" --ulimit nofile=1024:1024 --ulimit nproc=1000:1000 \
  --volume "$here:/acceptance:ro" --volume "$examples:/examples:ro" ${CONTAINER_VOLUME:+--volume "$CONTAINER_VOLUME"} --entrypoint '["/bin/sh", "-c"]' "$image" "$*"
