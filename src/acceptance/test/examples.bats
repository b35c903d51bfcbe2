#!/usr/bin/env bats
# The buildspecs of examples/app, their commands run as CodeBuild runs them, and what examples/stack.yaml gives a project. That the
# buildspecs build a real project with a real OTP is proven in a container, by the acceptance tests.

setup() {
  examples="$BATS_TEST_DIRNAME/../../../examples"
  acceptance="$BATS_TEST_DIRNAME/.."
  calls="$BATS_TEST_TMPDIR/calls"
  mkdir "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/app" "$BATS_TEST_TMPDIR/source" "$BATS_TEST_TMPDIR/home"
  touch "$calls"
  export PATH=$BATS_TEST_TMPDIR/bin:$PATH HOME=$BATS_TEST_TMPDIR/home
  export CODEBUILD_BUILD_ARN=arn:aws:codebuild:eu-west-1:123456789012:build/erlang:1 AWS_REGION=eu-west-1
  cd "$BATS_TEST_TMPDIR/source"
}

# Puts a command named $1 in front of the PATH that notes its call and does $2.
replace_command() {
  printf '#!/bin/sh\necho "%s $*" >>"%s"\n%s\n' "$1" "$calls" "${2-}" >"$BATS_TEST_TMPDIR/bin/$1"
  chmod 0755 "$BATS_TEST_TMPDIR/bin/$1"
}

run_buildspec() {
  run "$acceptance/run-buildspec.sh" "$examples/app/$1"
  echo "$output"
}

# A bundle where the bootstrap puts it, in a directory that stands for S3, with an erl that says where it was unpacked,
# an activate as kerl writes it, and a rebar3 that does $1 too.
make_s3() {
  architecture=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
  place="$BATS_TEST_TMPDIR/s3/erlang-toolchain-123456789012-eu-west-1/otp-27.1/linux-$architecture"
  mkdir -p "$place" "$BATS_TEST_TMPDIR/root/usr" "$BATS_TEST_TMPDIR/layer/usr/local/erlang/bin" "$BATS_TEST_TMPDIR/layer/usr/local/bin"
  chmod 0700 "$BATS_TEST_TMPDIR/root/usr"
  printf '#!/bin/sh\necho "rebar 3.25.1 $*"\ncommand -v erl\n%s\n' "${1-}" >"$BATS_TEST_TMPDIR/layer/usr/local/bin/rebar3"
  printf '#!/bin/sh\n' >"$BATS_TEST_TMPDIR/layer/usr/local/erlang/bin/erl"
  write_activate "$BATS_TEST_TMPDIR/layer/usr/local/erlang"
  chmod 0755 "$BATS_TEST_TMPDIR/layer/usr/local/bin/rebar3" "$BATS_TEST_TMPDIR/layer/usr/local/erlang/bin/erl"
  tar -czf "$place/toolchain.tar.gz" -C "$BATS_TEST_TMPDIR/layer" usr
  digest=sha256:$(sha256sum <"$place/toolchain.tar.gz" | cut -d ' ' -f 1)
  cat >"$place/toolchain.json" <<JSON
{ "schemaVersion": 1,
  "layer": { "file": "toolchain.tar.gz", "size": 1, "digest": "$digest",
             "diffId": "sha256:0000000000000000000000000000000000000000000000000000000000000000" } }
JSON
  export FAKE_S3=$BATS_TEST_TMPDIR/s3 FAKE_S3_OWNER=123456789012 TOOLCHAIN_ROOT=$BATS_TEST_TMPDIR/root TMPDIR=$BATS_TEST_TMPDIR
  PATH=$acceptance/fake-aws:$PATH
}

nothing_unpacked() {
  [ "$status" -ne 0 ]
  [[ "$output" == *"toolchain: "*"$1"* ]]
  [[ "$output" != *"rebar 3"* ]]
  [ "$(cd "$BATS_TEST_TMPDIR/root" && find . | wc -l)" -eq 2 ]
  [ -z "$(find "$BATS_TEST_TMPDIR" -maxdepth 1 -name 'tmp.*')" ]
}

@test "every buildspec's commands pass shellcheck as sh" {
  for buildspec in "$examples"/app/buildspec*.yml; do
    "$acceptance/run-buildspec.sh" --print "$buildspec" >"$BATS_TEST_TMPDIR/script"
    # The runner prints commands unexpanded and calls phases by name; an activate is there only where OTP is.
    shellcheck --shell=sh --exclude=SC2016,SC2317,SC1091 "$BATS_TEST_TMPDIR/script"
  done
}

@test "buildspec.yml: shows versions, compiles, tests and packs the release" {
  replace_command erl
  replace_command rebar3
  run_buildspec buildspec.yml
  [ "$status" -eq 0 ]
  [ "$(grep rebar3 "$calls" | tr '\n' ,)" = 'rebar3 version,rebar3 compile,rebar3 eunit,rebar3 as prod tar -o release,' ]
}

@test "buildspec.yml: the release is the build's artifact" {
  replace_command erl
  replace_command rebar3 '[ "$1" != as ] || { mkdir -p release/sessions && echo packed >release/sessions/sessions-1.0.0.tar.gz; }'
  mkdir "$BATS_TEST_TMPDIR/artifacts"
  ARTIFACTS=$BATS_TEST_TMPDIR/artifacts run_buildspec buildspec.yml
  [ "$status" -eq 0 ]
  [ "$(cat "$BATS_TEST_TMPDIR/artifacts/sessions-1.0.0.tar.gz")" = packed ]
}

@test "buildspec.yml: a build that leaves no release fails where artifacts are taken" {
  replace_command erl
  replace_command rebar3
  mkdir "$BATS_TEST_TMPDIR/artifacts"
  ARTIFACTS=$BATS_TEST_TMPDIR/artifacts run_buildspec buildspec.yml
  [ "$status" -eq 1 ]
  [[ "$output" == *"no matching artifact paths found: release/sessions/*.tar.gz"*"Build FAILED"* ]]
}

# An activate with what matters here of kerl 4.4.0's, for OTP in $1.
write_activate() {
  printf 'set -o allexport\nREBAR_PLT_DIR="%s"\nREBAR_CACHE_DIR="%s/.cache/rebar3"\nset +o allexport\n' "$1" "$1" >"$1/activate"
}

# Where rebar3 puts its cache, by its rule, says this in place of rebar3.
SAY_CACHE='echo "cache: ${REBAR_CACHE_DIR-$HOME/.cache/rebar3}"'

keeps_cache() {
  [ "$status" -eq 0 ]
  [ "$(grep -c '^cache: ' <<<"$output")" -eq 4 ]
  [ "$(grep '^cache: ' <<<"$output" | sort -u)" = "cache: $HOME/.cache/rebar3" ]
  # CodeBuild's builds run as root.
  grep -qx '    - /root/.cache/rebar3/\*\*/\*' "$examples/app/$1"
}

@test "buildspec.yml: rebar3's cache is where it is kept, whatever kerl's activate says" {
  replace_command erl
  replace_command rebar3 "$SAY_CACHE"
  write_activate "$BATS_TEST_TMPDIR"
  sed "s#/usr/local/erlang/#$BATS_TEST_TMPDIR/#g" "$examples/app/buildspec.yml" >"$BATS_TEST_TMPDIR/app/buildspec.yml"
  examples=$BATS_TEST_TMPDIR run_buildspec buildspec.yml
  keeps_cache buildspec.yml
}

@test "buildspec-s3.yml: rebar3's cache is where it is kept, whatever kerl's activate says" {
  make_s3 "$SAY_CACHE"
  run_buildspec buildspec-s3.yml
  keeps_cache buildspec-s3.yml
}

@test "buildspec.yml: without OTP the build ends at once" {
  replace_command rebar3
  replace_command erl
  rm "$BATS_TEST_TMPDIR/bin/erl"
  PATH=$BATS_TEST_TMPDIR/bin:/usr/bin:/bin
  ! command -v erl || skip 'this machine has an erl of its own'
  run_buildspec buildspec.yml
  [ "$status" -eq 1 ]
  [ ! -s "$calls" ]
}

@test "buildspec.yml: what does not compile is not tested" {
  replace_command erl
  replace_command rebar3 '[ "$1" != compile ]'
  run_buildspec buildspec.yml
  [ "$status" -eq 1 ]
  [ "$(tail -n 1 "$calls")" = 'rebar3 compile' ]
}

@test "a local cache is no symlink while rebar3 runs, and has what it made afterwards" {
  replace_command erl
  replace_command rebar3 '[ "$1" = version ] || { [ ! -L _build ] && cat _build/old && ln -sfn ../../src _build/src && rm -f _build/gone; }'
  mkdir "$BATS_TEST_TMPDIR/cache"
  touch "$BATS_TEST_TMPDIR/cache/old" "$BATS_TEST_TMPDIR/cache/gone"
  ln -s ../elsewhere "$BATS_TEST_TMPDIR/cache/src"
  ln -s "$BATS_TEST_TMPDIR/cache" _build
  run_buildspec buildspec.yml
  [ "$status" -eq 0 ]
  [ "$(ls "$BATS_TEST_TMPDIR/cache" | tr '\n' ,)" = old,src, ]
  [ "$(readlink "$BATS_TEST_TMPDIR/cache/src")" = ../../src ]
}

@test "buildspec-before.yml: comes as far as kerl's build of OTP" {
  replace_command yum
  replace_command curl 'while [ "$1" != -o ]; do shift; done; printf "#!/bin/sh\necho \"\${0##*/} \$*\" >>'"$calls"'; [ \"\$1\" != build ]\n" >"$2"'
  run_buildspec buildspec-before.yml
  [ "$status" -eq 1 ]
  [ "$(tail -n 1 "$calls")" = 'kerl build 27.1 27.1' ]
  grep -q 'https://github.com/erlang/rebar3/releases/download/3.25.1/rebar3' "$calls"
}

@test "buildspec-s3.yml: unpacks the bundle, puts it on the PATH, and leaves directories as they were" {
  make_s3
  run_buildspec buildspec-s3.yml
  [ "$status" -eq 0 ]
  [[ "$output" == *"Unpacked Erlang/OTP 27.1 from s3://erlang-toolchain-123456789012-eu-west-1/otp-27.1/linux-$architecture, $digest"* ]]
  [[ "$output" == *"rebar 3.25.1 version"*"$TOOLCHAIN_ROOT/usr/local/erlang/bin/erl"*"rebar 3.25.1 compile"*"rebar 3.25.1 eunit"*"rebar 3.25.1 as prod tar"* ]]
  [ "$(stat -c %a "$TOOLCHAIN_ROOT/usr")" = 700 ]
  [ -z "$(find "$BATS_TEST_TMPDIR" -maxdepth 1 -name 'tmp.*')" ]
}

@test "buildspec-s3.yml: takes the digest that it is pinned to" {
  make_s3
  TOOLCHAIN_DIGEST=$digest run_buildspec buildspec-s3.yml
  [ "$status" -eq 0 ]
}

@test "buildspec-s3.yml refuses a layer that is not the descriptor's" {
  make_s3
  printf x >>"$place/toolchain.tar.gz"
  run_buildspec buildspec-s3.yml
  nothing_unpacked "its descriptor says $digest: nothing was unpacked"
}

@test "buildspec-s3.yml refuses another digest than it is pinned to" {
  make_s3
  TOOLCHAIN_DIGEST=sha256:abc run_buildspec buildspec-s3.yml
  nothing_unpacked "not sha256:abc"
}

@test "buildspec-s3.yml refuses a descriptor without a digest" {
  make_s3
  echo '{}' >"$place/toolchain.json"
  run_buildspec buildspec-s3.yml
  nothing_unpacked "has no layer digest"
}

@test "buildspec-s3.yml refuses a bucket of somebody else's" {
  make_s3
  FAKE_S3_OWNER=999999999999 run_buildspec buildspec-s3.yml
  nothing_unpacked "cannot be read"
}

@test "buildspec-s3.yml says which bundle is missing" {
  make_s3
  OTP_VERSION=26.2.5 run_buildspec buildspec-s3.yml
  nothing_unpacked "otp-26.2.5/linux-$architecture/toolchain.json cannot be read"
}

# What stack.yaml gives a project on image $1: its pull credentials, then the resource of its right to load images.
pull_rights() {
  "$acceptance/evaluate-template.py" "$examples/stack.yaml" Project SourceLocation=none CodeBuildImage="$@" \
    | sed -n 's/.*"ImagePullCredentialsType": "\(.*\)".*/\1/p'
  "$acceptance/evaluate-template.py" "$examples/stack.yaml" BuildRole SourceLocation=none CodeBuildImage="$@" \
    | sed -n 's/.*"Resource": "\(arn:[^"]*:ecr:.*\)".*/\1/p'
}

@test "stack.yaml: a curated image is CodeBuild's to load, and needs no right" {
  [ "$(pull_rights aws/codebuild/amazonlinux2-x86_64-standard:5.0)" = CODEBUILD ]
}

@test "stack.yaml: an image in ECR needs the right to its one repository, in its own account and region" {
  host=123456789012.dkr.ecr.eu-west-1.amazonaws.com
  expected="SERVICE_ROLE
arn:aws:ecr:eu-west-1:123456789012:repository/erlang-codebuild"
  [ "$(pull_rights $host/erlang-codebuild:27.1)" = "$expected" ]
  [ "$(pull_rights $host/erlang-codebuild)" = "$expected" ]
  [ "$(pull_rights $host/erlang-codebuild@sha256:abc)" = "$expected" ]
  [ "$(pull_rights $host/erlang-codebuild:27.1@sha256:abc)" = "$expected" ]
  [ "$(pull_rights $host/team/ci/erlang:27.1 | tail -n 1)" = arn:aws:ecr:eu-west-1:123456789012:repository/team/ci/erlang ]
}

@test "stack.yaml: so it is in the other partitions" {
  [ "$(pull_rights 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a/b:1 AWS::Partition=aws-cn | tail -n 1)" \
    = arn:aws-cn:ecr:cn-north-1:123456789012:repository/a/b ]
  [ "$(pull_rights 123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/a/b:1 AWS::Partition=aws-eusc | tail -n 1)" \
    = arn:aws-eusc:ecr:eusc-de-east-1:123456789012:repository/a/b ]
}

@test "stack.yaml: so it is by FIPS and by dual-stack names, in all partitions" {
  expected="SERVICE_ROLE
arn:aws:ecr:us-east-1:123456789012:repository/team/erlang"
  [ "$(pull_rights 123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/team/erlang:27.1)" = "$expected" ]
  [ "$(pull_rights 123456789012.dkr-ecr.us-east-1.on.aws/team/erlang:27.1)" = "$expected" ]
  [ "$(pull_rights 123456789012.dkr-ecr.us-east-1.on.aws/team/erlang@sha256:abc)" = "$expected" ]
  [ "$(pull_rights 123456789012.dkr-ecr-fips.us-east-1.on.aws/team/erlang)" = "$expected" ]
  [ "$(pull_rights 123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/a/b:1 AWS::Partition=aws-cn | tail -n 1)" \
    = arn:aws-cn:ecr:cn-north-1:123456789012:repository/a/b ]
  [ "$(pull_rights 123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu/a/b:1 AWS::Partition=aws-eusc | tail -n 1)" \
    = arn:aws-eusc:ecr:eusc-de-east-1:123456789012:repository/a/b ]
}

@test "stack.yaml: an image of a registry that is not ECR needs no right" {
  [ "$(pull_rights erlang:27)" = SERVICE_ROLE ]
  [ "$(pull_rights public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0)" = SERVICE_ROLE ]
}

@test "stack.yaml: the build's role has a boundary where one is given" {
  evaluate() { "$acceptance/evaluate-template.py" "$examples/stack.yaml" BuildRole SourceLocation=none "$@"; }
  run evaluate
  [[ "$output" != *PermissionsBoundary* ]]
  run evaluate PermissionsBoundary=arn:aws:iam::1:policy/b
  [[ "$output" == *'"PermissionsBoundary": "arn:aws:iam::1:policy/b"'* ]]
}
