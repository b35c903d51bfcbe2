#!/bin/sh
# Makes DIR/moto, a virtual environment with moto's server in it, an emulator of AWS over HTTP. Does nothing when it is
# there.

set -eu

dir=${1:?usage: install-moto.sh DIR}
version=5.1.16
moto=$dir/moto
[ ! -x "$moto/bin/moto_server" ] || exit 0

mkdir -p "$dir"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
rm -rf "$moto"
if ! { python3 -m venv "$moto" && "$moto/bin/pip" install --disable-pip-version-check "moto[ecr,s3,sts,server]==$version"; } \
  >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  rm -rf "$moto"
  echo "install-moto: moto $version could not be installed" >&2
  exit 1
fi
