#!/bin/sh
# Runs the commands of BUILDSPEC on examples/app in a container of IMAGE, without a network. With --bundle, a directory with
# a toolchain bundle, that is in an S3 of the container's own, where the bootstrap would have put it. With --artifacts, the
# build's artifacts are left in that directory.

set -eu

usage() {
  echo 'usage: run-buildspec-in-image.sh IMAGE BUILDSPEC [--bundle DIR | --artifacts DIR]' >&2
  exit 2
}
[ $# -eq 2 ] || [ $# -eq 4 ] || usage
image=$1
buildspec=$2
here=$(cd "$(dirname "$0")" && pwd -P)

prepare='cp -R /examples/app /tmp/project && cd /tmp/project || exit 1'
case "${3-}" in
  '') ;;
  --bundle)
    bundle=$(cd "$4" && pwd -P)
    CONTAINER_VOLUME=$bundle:/bundle:ro
    export CONTAINER_VOLUME
    prepare="$prepare
    export PATH=/acceptance/fake-aws:\$PATH FAKE_S3=/tmp/s3 FAKE_S3_OWNER=123456789012 AWS_REGION=eu-west-1
    export CODEBUILD_BUILD_ARN=arn:aws:codebuild:eu-west-1:123456789012:build/erlang:1
    export OTP_VERSION=$(sed -n 's/.*"otpVersion": "\([^"]*\)".*/\1/p' "$bundle/toolchain.json")
    place=/tmp/s3/erlang-toolchain-123456789012-eu-west-1/otp-\$OTP_VERSION
    mkdir -p \"\$place\"
    ln -s /bundle \"\$place/linux-$(sed -n 's/.*"architecture": "\([^"]*\)".*/\1/p' "$bundle/toolchain.json")\""
    ;;
  --artifacts)
    CONTAINER_VOLUME=$(cd "$4" && pwd -P):/artifacts
    export CONTAINER_VOLUME
    prepare="$prepare
    export ARTIFACTS=/artifacts"
    ;;
  *) usage ;;
esac

exec "$here/run-in-image.sh" "$image" "$prepare
$("$here/run-buildspec.sh" --print "$buildspec")"
