#!/bin/sh
# Makes DIR/crane, DIR/ocimem and DIR/distribution from their Go modules: registries by other makers than Debian's
# docker-registry, and a newer version of that one. Does nothing when they are there. Needs no Go.

set -eu

dir=${1:?usage: install-registries.sh DIR}
crane=github.com/google/go-containerregistry/cmd/crane@v0.19.0
here=$(cd "$(dirname "$0")" && pwd -P)

exec "$here/install-go-commands.sh" "$dir" "$crane" "$here/ocimem" "$here/distribution"
