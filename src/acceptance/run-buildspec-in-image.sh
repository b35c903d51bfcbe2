#!/bin/sh
# Runs the commands of BUILDSPEC on sample-project in a container of IMAGE, without a network. With BUNDLE, a directory with
# a toolchain bundle, that is in an S3 of the container's own, where the bootstrap would have put it.

set -eu

if [ $# -lt 2 ] || [ $# -gt 3 ]; then
  echo 'usage: run-buildspec-in-image.sh IMAGE BUILDSPEC [BUNDLE]' >&2
  exit 2
fi
image=$1
buildspec=$2
bundle=${3-}
here=$(cd "$(dirname "$0")" && pwd -P)

prepare='cp -R /acceptance/sample-project /tmp/project && cd /tmp/project || exit 1'
if [ -n "$bundle" ]; then
  bundle=$(cd "$bundle" && pwd -P)
  CONTAINER_VOLUME=$bundle:/bundle:ro
  export CONTAINER_VOLUME
  prepare="$prepare
    export PATH=/acceptance/fake-aws:\$PATH FAKE_S3=/tmp/s3 FAKE_S3_OWNER=123456789012 AWS_REGION=eu-west-1
    export CODEBUILD_BUILD_ARN=arn:aws:codebuild:eu-west-1:123456789012:build/erlang:1
    export OTP_VERSION=$(sed -n 's/.*"otpVersion": "\([^"]*\)".*/\1/p' "$bundle/toolchain.json")
    place=/tmp/s3/erlang-toolchain-123456789012-eu-west-1/otp-\$OTP_VERSION
    mkdir -p \"\$place\"
    ln -s /bundle \"\$place/linux-$(sed -n 's/.*"architecture": "\([^"]*\)".*/\1/p' "$bundle/toolchain.json")\""
fi

exec "$here/run-in-image.sh" "$image" "$prepare
$("$here/run-buildspec.sh" --print "$buildspec")"
