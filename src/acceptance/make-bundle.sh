#!/bin/sh
# Makes DIR/toolchain.tar.gz and DIR/toolchain.json, a real toolchain bundle, from this distribution's OTP and rebar3.

set -eu

dir=${1:?usage: make-bundle.sh DIR}
toolchain=$(cd "$(dirname "$0")/../../erlang-toolchain" && pwd -P)
mkdir -p "$dir"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$toolchain/distribution-root.sh" "$work/root"
"$toolchain/pack-toolchain.sh" "$work/root" "$dir"
