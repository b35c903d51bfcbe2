#!/bin/sh
# Starts the release of examples/app, whose tarball is in DIR, in a container of IMAGE, which must have no OTP, and prints
# whose session it is that a user opens there.

set -eu

if [ $# -ne 2 ]; then
  echo 'usage: run-release.sh IMAGE DIR' >&2
  exit 2
fi
CONTAINER_VOLUME=$(cd "$2" && pwd -P):/release:ro
export CONTAINER_VOLUME

# ERL_FLAGS is split at spaces. <<65>> is a user named A.
# shellcheck disable=SC2016 # for the shell of the container
exec "$(dirname "$0")/run-in-image.sh" "$1" '
  if command -v erl; then echo "run-release: the image has an OTP of its own" >&2; exit 1; fi
  mkdir /tmp/sessions && cd /tmp/sessions && tar -xzf /release/sessions-*.tar.gz || exit 1
  export ERL_FLAGS="-eval erlang:display(sessions:user(sessions:open(<<65>>))),halt()."
  exec bin/sessions foreground'
