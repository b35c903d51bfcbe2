#!/bin/sh
# Runs buildspec.yml in a container of IMAGE, which has OTP, and buildspec-before.yml in one of BASE, which has not, up to where
# OTP's compilation starts, and prints both with the seconds since each container began. MADE has the bundle of IMAGE, and
# the source of its OTP. What buildspec-before.yml loads from GitHub comes from MADE, its packages from the distribution's
# archive: the container of BASE has the host's network, the other has none.

set -eu

if [ $# -ne 3 ]; then
  echo 'usage: time-buildspecs.sh IMAGE BASE MADE' >&2
  exit 2
fi
image=$1
base=$2
made=$(cd "$3" && pwd -P)
here=$(cd "$(dirname "$0")" && pwd -P)
app=$here/../../examples/app
version=$(sed -n 's/.*"otpVersion": "\([^"]*\)".*/\1/p' "$made/toolchain.json")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The clock of each begins with its first line: what the container itself takes is not the buildspec's.
stamped() {
  began=
  while IFS= read -r line; do
    now=$(date +%s)
    : "${began:=$now}"
    printf '%4d s  %s\n' $((now - began)) "$line"
  done
}
lines() {
  grep -E '\[Container\]|Unpacked OTP|Configured OTP|compilation of OTP' "$1"
}

"$here/run-buildspec-in-image.sh" "$image" "$app/buildspec.yml" 2>&1 | stamped >"$work/now"
if ! grep -q 'Build SUCCEEDED' "$work/now"; then
  cat "$work/now"
  echo "time-buildspecs: buildspec.yml did not build the project" >&2
  exit 1
fi

CONTAINER_NETWORK=host
CONTAINER_VOLUME=$made:/made:ro
export CONTAINER_NETWORK CONTAINER_VOLUME
{ "$here/run-in-image.sh" "$base" "cp -R /examples/app /tmp/project && cd /tmp/project || exit 1
export PATH=/acceptance/old-way:\$PATH OTP_VERSION=$version
$("$here/run-buildspec.sh" --print "$app/buildspec-before.yml")" 2>&1 || :; } | stamped >"$work/before"
if ! grep -q 'compilation of OTP starts' "$work/before"; then
  cat "$work/before"
  echo "time-buildspecs: buildspec-before.yml did not come to the compilation of OTP" >&2
  exit 1
fi

echo "buildspec.yml, on the image with OTP $version:"
lines "$work/now"
echo "buildspec-before.yml, on the base, up to where OTP $version is compiled:"
lines "$work/before" | sed '/compilation of OTP/q'
