#!/usr/bin/env bats
# The whole path of build-toolchain.sh on small stand-ins: a kerl that installs a handful of files as OTP, an AWS CLI that
# keeps objects in a directory. /usr/local is a directory of the test, by a mount that only the script sees. python3 makes
# rebar3's zip and reads JSON. With a real OTP it runs in the acceptance tests: src/acceptance/make-bundle.sh.

setup_file() {
  bats_require_minimum_version 1.5.0
  export STAND_INS="$BATS_FILE_TMPDIR/stand-ins"
  mkdir "$STAND_INS"
  make_rebar3 "$STAND_INS/rebar3" 3.25.1
  make_otp "$STAND_INS/otp"
  tar -czf "$STAND_INS/otp_src_27.1.tar.gz" -C "$STAND_INS" rebar3
}

setup() {
  script="$BATS_TEST_DIRNAME/../build-toolchain.sh"
  local="$BATS_TEST_TMPDIR/local"
  bin="$BATS_TEST_TMPDIR/bin"
  mkdir -p "$local/src" "$bin"
  unset "${!CODEBUILD_@}" "${!AWS_@}" CC CXX CFLAGS CXXFLAGS LDFLAGS STRIP JOBS BUILD_DIR KEEP_BUILD BUILD_PACKAGES UPLOAD_TO \
    EXPECTED_BUCKET_OWNER BUILT_ON_IMAGE SOURCE_DATE_EPOCH OTP_VERSION REBAR3_VERSION KERL_VERSION KERL_CONFIGURE_OPTIONS \
    OTP_GITHUB_URL OTP_CHECKSUMS_URL ALLOW_MISSING_LIBRARIES
  export SKIP_PACKAGES=1 OUT="$BATS_TEST_TMPDIR/out" S3="$BATS_TEST_TMPDIR/s3"
  export KERL_URL="file://$BATS_TEST_TMPDIR/kerl" REBAR3_URL="file://$STAND_INS/rebar3" OTP_URL="file://$STAND_INS/otp_src_27.1.tar.gz"
  REBAR3_SHA256=$(digest "$STAND_INS/rebar3") OTP_SHA256=$(digest "$STAND_INS/otp_src_27.1.tar.gz")
  export REBAR3_SHA256 OTP_SHA256
  make_kerl
  replace_command cc 'for last; do case "$last" in *.so) echo nif >"$last" ;; esac; done'
  replace_command aws "$FAKE_AWS"
  # Waits between downloads take no time; those between two lines of progress do.
  replace_command sleep '[ "$1" != 60 ] || exec /bin/sleep 60'
  PATH=$bin:$PATH
}

# Puts a command named $1 in front of the PATH that does $2.
replace_command() {
  printf '#!/bin/sh\n%s\n' "$2" >"$bin/$1"
  chmod 0755 "$bin/$1"
}

digest() {
  sha256sum <"$1" | cut -d ' ' -f 1
}

make_rebar3() {
  python3 - "$1" "$2" <<'PYTHON'
import io, sys, zipfile
path, version = sys.argv[1:]
body = io.BytesIO()
with zipfile.ZipFile(body, "w") as z:
    z.writestr("rebar/ebin/rebar.app", '{application,rebar,[{vsn,"%s"}]}.\n' % version)
with open(path, "wb") as f:
    f.write(b"#!/usr/bin/env escript\n" + body.getvalue())
PYTHON
  chmod 0755 "$1"
}

# An OTP of shell scripts. Each fails where the file /usr/local/erlang/broken names a part of what it is asked.
make_otp() {
  mkdir -p "$1"/{bin,erts-15.1/bin,releases/27,lib/erl_interface-5.5.2/lib,usr/lib}
  echo 27.1 >"$1/releases/27/OTP_VERSION"
  printf '\177ELF\002\001\001\000\000\000\000\000\000\000\000\000\003\000\076\000' >"$1/erts-15.1/bin/beam.smp"
  printf '!<arch>\n' | tee "$1/lib/erl_interface-5.5.2/lib/libei.a" >"$1/usr/lib/libei.a"
  echo 'CFLAGS, and the kernel of this host' >"$1/.kerl_config"
  ln -s ../erts-15.1/bin/epmd "$1/bin/epmd"
  local program
  for program in erl erlc escript dialyzer; do
    cat >"$1/bin/$program" <<'PROGRAM'
#!/bin/sh
ROOTDIR="/usr/local/erlang"
while read -r part; do
  case "$*" in *"$part"*) echo "this OTP cannot do $part"; exit 1 ;; esac
done <"$ROOTDIR/broken"
case "$*" in
  *crypto:info_lib*) echo 'OpenSSL 3.0.8 7 Feb 2023' ;;
  */rebar3\ version) echo 'rebar 3.25.1 on Erlang/OTP 27 Erts 15.1' ;;
  *) echo "${0##*/} did it" ;;
esac
PROGRAM
    chmod 0755 "$1/bin/$program"
  done
}

# A kerl that needs no network and does $1 to build and $2 to install, after copying the OTP to its place. It notes its environment.
make_kerl() {
  cat >"$BATS_TEST_TMPDIR/kerl" <<KERL
#!/bin/sh
set -e
env >>"$BATS_TEST_TMPDIR/kerl-environment"
mkdir -p "\$KERL_BASE_DIR/builds/27.1"
case "\$1" in
  build)
    grep -qx "\$2" "\$KERL_BASE_DIR/otp_releases"
    grep -q "^MD5(otp_src_\$2.tar.gz)= \$(md5sum <"\$KERL_BASE_DIR/archives/otp_src_\$2.tar.gz" | cut -d ' ' -f 1)\$" "\$KERL_BASE_DIR/archives/MD5"
    ${1:-:}
    ;;
  install)
    cp -R "$STAND_INS/otp/." "\$3"
    : >"\$3/broken"
    ${2:-:}
    # What kerl's own exports, as it does.
    cat >"\$3/activate" <<'ACTIVATE'
set -o allexport
_KERL_ACTIVE_DIR=/usr/local/erlang
PATH=/usr/local/erlang/bin:\$PATH
MANPATH=/usr/local/erlang/lib/erlang/man:/usr/local/erlang/man\${MANPATH:+:\$MANPATH}
REBAR_PLT_DIR=/usr/local/erlang
REBAR_CACHE_DIR=/usr/local/erlang/.cache/rebar3
ERL_AFLAGS="-kernel shell_history enabled"
set +o allexport
ACTIVATE
    ;;
esac
KERL
  KERL_SHA256=$(digest "$BATS_TEST_TMPDIR/kerl")
  export KERL_SHA256
}

# S3 as a directory. Refuses what S3 would refuse, and an object named by FAIL_UPLOAD.
FAKE_AWS='
case "$*" in *--generate-cli-skeleton\ output) exit ;; esac
echo "$*" >>"$S3.calls"
case "$1 $2" in "sts get-caller-identity") echo 123456789012; exit ;; esac
while [ $# -gt 0 ]; do
  case "$1" in
    --bucket) bucket=$2 ;;
    --key) key=$2 ;;
    --body) body=$2 ;;
    --checksum-sha256) checksum=$2 ;;
    --expected-bucket-owner) owner=$2 ;;
  esac
  shift
done
case "$key" in *"${FAIL_UPLOAD:-nothing}") echo; echo "An error occurred (AccessDenied) when calling PutObject" >&2; exit 254 ;; esac
[ "$owner" = 123456789012 ] || exit 255
[ "$(python3 -c "import base64, hashlib, sys; print(base64.b64encode(hashlib.sha256(open(sys.argv[1], \"rb\").read()).digest()).decode())" "$body")" = "$checksum" ] || exit 255
mkdir -p "$S3/$bucket/$(dirname "$key")"
cp "$body" "$S3/$bucket/$key"
case "$key" in *"${STOP_AFTER:-nothing}") kill -TERM "$PPID" ;; esac
'

# The script, with the test directory for /usr/local.
build() {
  local user=
  [ "$(id -u)" -eq 0 ] || user=--map-root-user
  # shellcheck disable=SC2016 # for the shell that it starts
  unshare --mount $user sh -c 'mount --bind "$1" /usr/local && PATH=$3 && exec "$2"' \
    sh "$local" "$script" "${SCRIPT_PATH-$PATH}"
}

# Runs the script and expects one line on standard error that has every given text, and neither a bundle nor anything else.
refused() {
  run --separate-stderr build
  echo "$output"
  echo "stderr: $stderr"
  [ "$status" -eq 1 ]
  [ "${#stderr_lines[@]}" -eq 1 ]
  [[ "$stderr" == 'build-toolchain: '* ]]
  for text in "$@"; do
    [[ "$stderr" == *"$text"* ]]
  done
  nothing_left
  [ ! -e "$S3" ]
}

nothing_left() {
  [ ! -d "$OUT" ] || [ -z "$(ls -A "$OUT")" ]
  [ ! -e "$local/erlang" ]
  [ ! -e "$local/src/erlang-toolchain" ]
}

# The value at a path such as layer.size in the descriptor.
field() {
  python3 -c '
import functools, json, sys
print(functools.reduce(lambda node, key: node[key], sys.argv[2].split("."), json.load(open(sys.argv[1]))))
' "${2:-$OUT/toolchain.json}" "$1"
}

# --- The bundle

@test "a bundle of OTP and rebar3, and /usr/local is as it was" {
  run --separate-stderr build
  echo "$output"
  echo "$stderr"
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  [ "$(field erlang.otpVersion)" = 27.1 ]
  [ "$(field rebar3.version)" = 3.25.1 ]
  [ "$(field kerl.version)" = 4.4.0 ]
  [ "$(field kerl.configureOptions)" = '--disable-debug --without-javac --without-wx --without-odbc' ]
  [ "$(field layer.digest)" = "sha256:$(digest "$OUT/toolchain.tar.gz")" ]
  [ ! -e "$local/erlang" ]
  [ -z "$(ls -A "$local/src")" ]
  mkdir "$BATS_TEST_TMPDIR/unpacked"
  tar -xzf "$OUT/toolchain.tar.gz" -C "$BATS_TEST_TMPDIR/unpacked"
  cd "$BATS_TEST_TMPDIR/unpacked"
  [ -x usr/local/bin/rebar3 ]
  [ -x usr/local/erlang/bin/erl ]
  [ -f etc/profile.d/erlang.sh ]
  [ "$(. usr/local/erlang/activate && env | grep -c '^REBAR_CACHE_DIR=/usr/local/erlang/')" -eq 1 ]
  # kerl's notes on this host are not in it; a second copy is a link to the first.
  [ ! -e usr/local/erlang/.kerl_config ]
  [ "$(readlink usr/local/erlang/usr/lib/libei.a)" = ../../lib/erl_interface-5.5.2/lib/libei.a ]
  cmp usr/local/erlang/usr/lib/libei.a "$STAND_INS/otp/usr/lib/libei.a"
}

@test "the same inputs give the same layer" {
  build
  first=$(digest "$OUT/toolchain.tar.gz")
  rm -r "$OUT"
  build
  [ "$(digest "$OUT/toolchain.tar.gz")" = "$first" ]
}

@test "the log says each step with its time, and ends with the command that pushes the bundle" {
  run build
  [[ "${lines[0]}" =~ ^'===     '[0-9]'s  Erlang/OTP 27.1 with kerl 4.4.0, and rebar3 3.25.1'$ ]]
  for heading in Packages Downloads Compiling Installing 'Making it smaller' Proving Packing Done; do
    [[ "$output" =~ '=== '\ *[0-9]+'s  '"$heading" ]]
  done
  [[ "$output" == *"-Derlang-codebuild.toolchain=$OUT/toolchain.json -Derlang-codebuild.erlangVersion=27.1" ]]
}

@test "kerl gets a clean environment, and what it needs to give the same bytes" {
  LANG=de_DE.UTF-8 ERL_FLAGS=-x CFLAGS=-O1 JOBS=3 build
  environment=$(cat "$BATS_TEST_TMPDIR/kerl-environment")
  for wanted in SOURCE_DATE_EPOCH=1 MAKEFLAGS=-j3 CFLAGS=-O1 KERL_BUILD_BACKEND=tarball \
    HOME=/usr/local/src/erlang-toolchain/home \
    'KERL_CONFIGURE_OPTIONS=--disable-debug --without-javac --without-wx --without-odbc --enable-deterministic-build'; do
    grep -qxF -e "$wanted" <<<"$environment"
  done
  # An empty value would build the documentation.
  run ! grep -qE '^(LANG|ERL_FLAGS|KERL_BUILD_DOCS)=' <<<"$environment"
}

@test "CodeBuild's own image goes into the descriptor under the name that it is published by" {
  CODEBUILD_BUILD_IMAGE=aws/codebuild/amazonlinux2-x86_64-standard:5.0 build
  [ "$(field builtOn.image)" = public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0 ]
}

@test "any other image goes into the descriptor as it is" {
  CODEBUILD_BUILD_IMAGE=aws/codebuild/standard:7.0 BUILT_ON_IMAGE=example.com/base:1 build
  [ "$(field builtOn.image)" = example.com/base:1 ]
}

@test "the descriptor says what the image was before packages were installed, and OpenSSL's version as crypto does" {
  unset SKIP_PACKAGES
  replace_command getconf "case \"\$1\" in GNU_LIBC_VERSION) cat '$BATS_TEST_TMPDIR/glibc' ;; *) echo 2 ;; esac"
  echo 'glibc 2.34' >"$BATS_TEST_TMPDIR/glibc"
  replace_command rpm 'exit 1'
  replace_command dnf "echo 'glibc 2.40' >'$BATS_TEST_TMPDIR/glibc'"
  replace_command openssl 'echo OpenSSL 9.9.9'
  BUILT_ON_IMAGE=example.com/base:1 build
  [ "$(field builtOn.osRelease)" = "$(. /etc/os-release && echo "$PRETTY_NAME")" ]
  [ "$(field builtOn.glibc)" = 2.34 ]
  [ "$(field builtOn.openssl)" = 3.0.8 ]
}

@test "--help explains, and an argument does too" {
  run --separate-stderr "$script" --help
  [ "$status" -eq 0 ]
  [[ "$output" == Usage:* ]]
  run --separate-stderr "$script" 27.1
  [ "$status" -eq 2 ]
  [[ "$stderr" == Usage:* ]]
}

# --- Upload

@test "the layer is uploaded first, the descriptor last, both to the caller's own bucket" {
  unset OUT
  UPLOAD_TO=s3://bucket run build
  echo "$output"
  [ "$status" -eq 0 ]
  [[ "$output" == *-Derlang-codebuild.toolchain=s3://bucket/otp-27.1/linux-amd64/toolchain.json* ]]
  stored="$S3/bucket/otp-27.1/linux-amd64"
  [ "$(field layer.digest "$stored/toolchain.json")" = "sha256:$(digest "$stored/toolchain.tar.gz")" ]
  run grep -o 'put-object.*--key [^ ]*' "$S3.calls"
  [[ "${lines[0]}" == *--key\ otp-27.1/linux-amd64/toolchain.tar.gz ]]
  [[ "${lines[1]}" == *--key\ otp-27.1/linux-amd64/toolchain.json ]]
  [ "${#lines[@]}" -eq 2 ]
  [ "$(grep -c -- '--expected-bucket-owner 123456789012' "$S3.calls")" -eq 2 ]
}

@test "a prefix is kept, and the bucket's owner can be given" {
  UPLOAD_TO=s3://bucket/team/erlang/ EXPECTED_BUCKET_OWNER=123456789012 build
  [ -f "$S3/bucket/team/erlang/otp-27.1/linux-amd64/toolchain.json" ]
  [ -f "$OUT/toolchain.json" ]
  run ! grep -q sts "$S3.calls"
}

@test "the layer cannot be uploaded: no descriptor either, and the reason" {
  unset OUT
  export UPLOAD_TO=s3://bucket FAIL_UPLOAD=toolchain.tar.gz
  OUT=$BATS_TEST_TMPDIR/none
  refused "'toolchain.tar.gz' could not be uploaded to s3://bucket/otp-27.1/linux-amd64/" AccessDenied
}

@test "the descriptor cannot be uploaded: nothing that push would find" {
  export UPLOAD_TO=s3://bucket FAIL_UPLOAD=toolchain.json
  run --separate-stderr build
  [ "$status" -eq 1 ]
  [ "${#stderr_lines[@]}" -eq 1 ]
  [[ "$stderr" == *"'toolchain.json' could not be uploaded"*AccessDenied* ]]
  [ "$(ls "$S3/bucket/otp-27.1/linux-amd64")" = toolchain.tar.gz ]
}

@test "refused before anything is compiled: an upload without the AWS CLI's credentials, to no bucket" {
  export UPLOAD_TO=s3://bucket
  replace_command aws 'echo "Unable to locate credentials" >&2; exit 253'
  refused 'UPLOAD_TO needs AWS credentials'
  UPLOAD_TO=/tmp refused "UPLOAD_TO is '/tmp'"
  UPLOAD_TO=s3://Bucket/x refused "'Bucket' cannot be the name of a bucket"
  EXPECTED_BUCKET_OWNER=me refused "EXPECTED_BUCKET_OWNER is 'me'"
  replace_command aws 'echo None'
  refused "the caller's account is 'None'" EXPECTED_BUCKET_OWNER
  replace_command aws 'case "$*" in --version) echo aws-cli/1.22.34 ;; *) echo "Unknown options: --checksum-algorithm, --checksum-sha256" >&2; exit 252 ;; esac'
  refused 'UPLOAD_TO needs an AWS CLI' 'put-object --checksum-sha256' aws-cli/1.22.34
  [ ! -e "$BATS_TEST_TMPDIR/kerl-environment" ]
}

# --- Downloads

@test "refused: a kerl, a rebar3, an OTP that is another file" {
  wrong=$(printf '0%.0s' {1..64})
  KERL_SHA256=$wrong refused 'kerl 4.4.0' "$(digest "$BATS_TEST_TMPDIR/kerl")" "$wrong" KERL_SHA256
  REBAR3_SHA256=$wrong refused 'rebar3 3.25.1' "$wrong" REBAR3_SHA256
  OTP_SHA256=$wrong refused 'OTP 27.1' "$wrong" OTP_SHA256
  [ ! -e "$BATS_TEST_TMPDIR/kerl-environment" ]
}

@test "refused: other files under the versions that are known" {
  KERL_SHA256='' refused 'kerl 4.4.0' 'not 1479f5db'
  REBAR3_SHA256='' refused 'rebar3 3.25.1' 'has sha512' 'not 69073f6a'
  OTP_SHA256='' refused 'OTP 27.1' 'not 5e65d421'
}

@test "refused: versions that are not known, without a checksum" {
  KERL_VERSION=4.3.1 KERL_SHA256='' refused 'the checksum of kerl 4.3.1 is not known: set KERL_SHA256'
  REBAR3_VERSION=3.99.0 REBAR3_SHA256='' refused 'the checksum of rebar3 3.99.0 is not known: set REBAR3_SHA256'
  REBAR3_SHA256=abc refused "REBAR3_SHA256 is 'abc'"
}

@test "the checksum of an OTP that is not known is the one published beside it" {
  mkdir "$BATS_TEST_TMPDIR/release"
  cp "$STAND_INS/otp_src_27.1.tar.gz" "$BATS_TEST_TMPDIR/release/otp_src_27.0.9.tar.gz"
  export OTP_VERSION=27.0.9 OTP_URL="file://$BATS_TEST_TMPDIR/release/otp_src_27.0.9.tar.gz" OTP_SHA256=''
  refused 'the checksums of OTP 27.0.9 could not be downloaded'
  echo "$(printf '0%.0s' {1..64})  otp_doc_html_27.0.9.tar.gz" >"$BATS_TEST_TMPDIR/release/SHA256.txt"
  refused 'no SHA-256 of otp_src_27.0.9.tar.gz'
  echo "$(printf '0%.0s' {1..64})  otp_src_27.0.9.tar.gz" >>"$BATS_TEST_TMPDIR/release/SHA256.txt"
  refused 'OTP 27.0.9' 'it is damaged'
  (cd "$BATS_TEST_TMPDIR/release" && sha256sum otp_src_27.0.9.tar.gz >SHA256.txt)
  make_kerl : 'echo 27.0.9 >"$3/releases/27/OTP_VERSION"'
  build
  [ "$(field erlang.otpVersion)" = 27.0.9 ]
}

@test "any file is taken where it is said so, and the log says it too" {
  KERL_SHA256=none REBAR3_SHA256=none OTP_SHA256=none run build
  [ "$status" -eq 0 ]
  [ "$(grep -c 'NOT checked' <<<"$output")" -eq 3 ]
}

@test "what lets into a mirror is neither in the log nor in the message" {
  replace_command curl "case \"\$*\" in
      *'https://me:secret@mirror.example/kerl?token=secret') ;;
      *) printf 404; echo 'curl: (22) The requested URL returned error: 404' >&2; exit 22 ;;
    esac
    while [ \$# -gt 0 ]; do [ \"\$1\" != --output ] || cp '$BATS_TEST_TMPDIR/kerl' \"\$2\"; shift; done"
  export KERL_URL='https://me:secret@mirror.example/kerl?token=secret' REBAR3_URL='https://me:secret@mirror.example/rebar3?token=secret'
  refused 'rebar3 3.25.1 could not be downloaded from https://mirror.example/rebar3 (curl: (22)'
  [[ "$output$stderr" != *secret* ]]
  [[ "$output" == *"from https://mirror.example/kerl"* ]]
  KERL_URL='http://me:secret@mirror.example/kerl?token=secret' refused "'http://mirror.example/kerl' is no https://"
  [[ "$output$stderr" != *secret* ]]
  REBAR3_SHA256=none KERL_SHA256=$(printf '0%.0s' {1..64}) refused 'from https://mirror.example/kerl has sha256'
  [[ "$output$stderr" != *secret* ]]
}

@test "refused: a location that is not there, or not secure" {
  KERL_URL=file:///none/kerl refused 'kerl 4.4.0 could not be downloaded from file:///none/kerl' 'curl: (37)'
  REBAR3_URL=http://example.com/rebar3 refused "'http://example.com/rebar3' is no https:// or file:/// location"
}

@test "a download that breaks off is tried again" {
  replace_command curl "echo x >>'$BATS_TEST_TMPDIR/tries'
    [ \$(wc -l <'$BATS_TEST_TMPDIR/tries') -gt 2 ] || { printf 000; echo 'curl: (56) Connection reset by peer' >&2; exit 56; }
    while [ \$# -gt 0 ]; do [ \"\$1\" != --output ] || cp '$BATS_TEST_TMPDIR/kerl' \"\$2\"; shift; done"
  REBAR3_SHA256=$(printf '0%.0s' {1..64})
  KERL_URL=https://example.com/kerl run build
  echo "$output"
  [[ "$output" == *'kerl 4.4.0: curl: (56) Connection reset by peer; again in 2 s'* ]]
  [[ "$output" == *"kerl 4.4.0: sha256 $KERL_SHA256 from https://example.com/kerl"* ]]
}

@test "refused: a download that fails each time, or that is not there" {
  replace_command curl "echo x >>'$BATS_TEST_TMPDIR/tries'; printf 503; echo 'curl: (22) The requested URL returned error: 503' >&2; exit 22"
  export KERL_URL=https://example.com/kerl
  refused 'kerl 4.4.0 could not be downloaded from https://example.com/kerl' 503
  [ "$(wc -l <"$BATS_TEST_TMPDIR/tries")" -eq 4 ]
  rm "$BATS_TEST_TMPDIR/tries"
  replace_command curl "echo x >>'$BATS_TEST_TMPDIR/tries'; printf 404; echo 'curl: (22) The requested URL returned error: 404' >&2; exit 22"
  refused 'kerl 4.4.0 could not be downloaded from https://example.com/kerl' 404
  [ "$(wc -l <"$BATS_TEST_TMPDIR/tries")" -eq 1 ]
}

# --- Compiling, proving, packing

@test "kerl cannot compile: the end of its log, and one line" {
  make_kerl 'seq 1000 | sed "s/^/line /" >"$KERL_BASE_DIR/builds/$2/otp_build_$2.log"; exit 1'
  refused "'kerl build 27.1 27.1' failed with exit code 1"
  [[ "$output" == *'line 1000'* ]]
  [[ "$output" == *'line 961'* ]]
  [[ "$output" != *'line 960'* ]]
}

@test "kerl cannot install" {
  make_kerl : 'echo "no space left" >&2; exit 3'
  refused "'kerl install 27.1 /usr/local/erlang' failed with exit code 3"
  [[ "$output" == *'no space left'* ]]
}

@test "kerl fails before OTP's own build says anything: kerl's messages, without its trace" {
  make_kerl 'log="$KERL_BASE_DIR/builds/$2/otp_build_$2.log"
    echo "*** kerl build $2 ***" >"$log"
    set -x
    echo "gzip: stdin: unexpected end of file" >&2
    [ -z "$KERL_DEBUG" ] || [ -z "$CI" ] || echo "ERROR: could not cd into otp_src_$2"
    exit 1'
  refused "'kerl build 27.1 27.1' failed with exit code 1" 'the end of what it said is above'
  [[ "$output" == *'gzip: stdin: unexpected end of file'*'ERROR: could not cd into otp_src_27.1'*'*** kerl build 27.1 ***'* ]]
  [[ "$output" != *'+ echo'* ]]
}

@test "kerl fails without a word: the line says so" {
  make_kerl 'exit 3'
  refused "'kerl build 27.1 27.1' failed with exit code 3" 'it said nothing'
}

@test "kerl installs another release than was asked for" {
  make_kerl : 'echo 27.0 >"$3/releases/27/OTP_VERSION"'
  refused "OTP '27.0', not 27.1"
}

@test "an OTP that does not work is no bundle: each thing that is proven" {
  for broken in emu_flavor:erl crypto:crypto ssl:versions:ssl 'rebar3 version:rebar3 version' 'rebar3 compile:a project, compiled' \
    'proof:hello:a project, run' 'proof_nif.erl:a NIF, compiled' '42 =:a NIF, called' '--version:dialyzer'; do
    make_kerl : "echo '${broken%:*}' >\"\$3/broken\""
    refused 'the toolchain does not work' "${broken##*:} failed"
    [[ "$output" == *"this OTP cannot do ${broken%:*}"* ]]
  done
}

@test "a rebar3 of another version than was asked for is no bundle" {
  REBAR3_VERSION=3.24.0 refused 'the toolchain does not work' "'rebar 3.25.1 on Erlang/OTP 27 Erts 15.1', not 3.24.0"
}

@test "no C compiler that works: no bundle" {
  replace_command cc 'echo "cannot find -lc"; exit 1'
  refused 'the toolchain does not work' 'a NIF, compiled failed'
}

@test "a program that cannot be stripped is no bundle" {
  make_kerl : 'chmod +x "$3/erts-15.1/bin/beam.smp"'
  refused "beam.smp' could not be stripped"
  STRIP=no build
  [ -f "$OUT/toolchain.json" ]
}

@test "what cannot be packed is no bundle, and the reason is the packer's" {
  make_kerl : 'mkfifo "$3/lib/fifo"'
  refused "the toolchain could not be packed: 'usr/local/erlang/lib/fifo' in ROOT is a device, FIFO or socket"
}

@test "refused before anything is compiled: a tar that cannot pack" {
  replace_command tar "case \"\$*\" in *--sort*) echo \"tar: unrecognized option '--sort=name'\" >&2; exit 64 ;; esac; exec $(command -v tar) \"\$@\""
  refused 'needs GNU tar 1.28 or later' "unrecognized option '--sort=name'"
  [ ! -e "$BATS_TEST_TMPDIR/kerl-environment" ]
}

@test "what tar says when it cannot pack is shown" {
  replace_command tar "case \"\$*\" in *layer.tar*) echo 'tar: usr/x: File removed before we read it' >&2; exit 1 ;; esac; exec $(command -v tar) \"\$@\""
  refused 'the toolchain could not be packed: tar could not read all of ROOT'
  [[ "$output" == *'tar: usr/x: File removed before we read it'* ]]
}

# --- Interrupted

@test "interrupted while kerl compiles: it ends at once, and so does all that kerl started" {
  make_kerl "/bin/sleep 4321 & echo \$! >'$BATS_TEST_TMPDIR/child'; kill -TERM \$PPID; /bin/sleep 3600"
  UPLOAD_TO=s3://bucket run build
  [ "$status" -eq 143 ]
  nothing_left
  [ ! -e "$S3" ]
  run ! grep -q 4321 "/proc/$(cat "$BATS_TEST_TMPDIR/child")/cmdline"
}

@test "interrupted while kerl compiles: nothing is left, though a compiler takes its time to end" {
  replace_command sleep 'exec /bin/sleep "$@"'
  make_kerl "/bin/sh -c 'trap \"/bin/sleep 1; mkdir -p \$KERL_BASE_DIR/late; exit\" TERM; echo >\$KERL_BASE_DIR/ready; while :; do /bin/sleep 0.1; done' &
    until [ -e \$KERL_BASE_DIR/ready ]; do /bin/sleep 0.1; done
    kill -TERM \$PPID; /bin/sleep 30"
  run build
  [ "$status" -eq 143 ]
  /bin/sleep 1.5
  nothing_left
}

@test "interrupted between the two uploads: no descriptor" {
  STOP_AFTER=toolchain.tar.gz UPLOAD_TO=s3://bucket run build
  [ "$status" -eq 143 ]
  [ "$(ls "$S3/bucket/otp-27.1/linux-amd64")" = toolchain.tar.gz ]
}

# --- Refused before it begins

@test "refused: /usr/local/erlang or the build directory is there already" {
  mkdir "$local/erlang"
  run --separate-stderr build
  [ "$status" -eq 1 ]
  [[ "$stderr" == *"'/usr/local/erlang' exists"* ]]
  [ -d "$local/erlang" ]
  rmdir "$local/erlang"
  mkdir "$local/src/erlang-toolchain"
  run --separate-stderr build
  [ "$status" -eq 1 ]
  [[ "$stderr" == *"'/usr/local/src/erlang-toolchain' exists: another build is running"* ]]
  [ -d "$local/src/erlang-toolchain" ]
}

@test "refused: inputs that make no sense, each by its name" {
  OTP_VERSION='27.1; rm' refused "OTP_VERSION is '27.1; rm'"
  STRIP=maybe refused "STRIP is 'maybe'"
  JOBS=many refused "JOBS is 'many'"
  SOURCE_DATE_EPOCH=now refused "SOURCE_DATE_EPOCH is 'now'"
  BUILD_DIR=here refused "BUILD_DIR is 'here'"
  OUT=/none/out refused "'/none' does not exist"
  OUT='' refused 'neither OUT nor UPLOAD_TO is set'
}

@test "a build directory that is wanted stays" {
  export KEEP_BUILD=1
  make_kerl 'exit 1'
  run build
  [ "$status" -eq 1 ]
  [ -f "$local/src/erlang-toolchain/logs/kerl.log" ]
  [ ! -e "$local/erlang" ]
  rm -r "$local/src/erlang-toolchain"
  KEEP_BUILD=0 refused "'kerl build 27.1 27.1' failed"
}

# --- Packages

# A package manager that notes what it is asked to install.
note_packages() {
  replace_command "$1" "echo \"$1 \$*\" >>'$BATS_TEST_TMPDIR/packages'"
}

@test "Amazon Linux, Fedora, RHEL: what is missing, by dnf, else by yum" {
  unset SKIP_PACKAGES
  replace_command rpm 'case "$*" in *ncurses-devel) exit 0 ;; esac; exit 1'
  note_packages yum
  build
  [ "$(cat "$BATS_TEST_TMPDIR/packages")" = 'yum -y install openssl-devel' ]
  rm "$BATS_TEST_TMPDIR/packages"
  note_packages dnf
  build
  [ "$(cat "$BATS_TEST_TMPDIR/packages")" = 'dnf -y install openssl-devel' ]
}

@test "nothing is installed where nothing is missing" {
  unset SKIP_PACKAGES
  note_packages dnf
  replace_command rpm 'exit 0'
  build
  [ ! -e "$BATS_TEST_TMPDIR/packages" ]
}

@test "Debian, Ubuntu: what is missing, by apt-get" {
  [ -z "$(command -v dnf yum)" ] || skip 'this host has dnf or yum'
  unset SKIP_PACKAGES
  note_packages apt-get
  replace_command dpkg-query 'case "$*" in *libssl-dev | *libncurses-dev) ;; *) printf installed ;; esac'
  build
  [ "$(tail -n 1 "$BATS_TEST_TMPDIR/packages")" = 'apt-get -q -y install --no-install-recommends libncurses-dev libssl-dev' ]
  BUILD_PACKAGES='one two' build
  [ "$(tail -n 1 "$BATS_TEST_TMPDIR/packages")" = 'apt-get -q -y install --no-install-recommends one two' ]
}

# A PATH of what the script needs up to the downloads, without an AWS CLI and without this host's package managers.
without_aws() {
  rm "$bin/aws"
  tools="$BATS_TEST_TMPDIR/tools"
  mkdir "$tools"
  for directory in /usr/bin /bin; do
    for tool in "$directory"/*; do
      case "${tool##*/}" in aws | dnf | yum | apt-get) ;; *) [ -e "$tools/${tool##*/}" ] || ln -s "$tool" "$tools/${tool##*/}" ;; esac
    done
  done
  SCRIPT_PATH=$bin:$tools
}

@test "the AWS CLI is installed where an upload needs it: by its package, or by its program" {
  unset SKIP_PACKAGES
  export UPLOAD_TO=s3://bucket
  without_aws
  printf '#!/bin/sh\n%s\n' "$FAKE_AWS" >"$BATS_TEST_TMPDIR/aws"
  chmod 0755 "$BATS_TEST_TMPDIR/aws"
  replace_command rpm 'exit 0'
  replace_command dpkg-query 'printf installed'
  for manager in apt-get dnf; do
    replace_command "$manager" "echo \"$manager \$*\" >>'$BATS_TEST_TMPDIR/packages'
      case \"\$*\" in *install*) cp '$BATS_TEST_TMPDIR/aws' '$bin/aws' ;; esac"
    build
    [ -f "$S3/bucket/otp-27.1/linux-amd64/toolchain.json" ]
    rm -r "$S3" "$bin/aws"
  done
  [ "$(grep install "$BATS_TEST_TMPDIR/packages")" = 'apt-get -q -y install --no-install-recommends awscli
dnf -y install /usr/bin/aws' ]
}

@test "refused before anything is compiled: an upload without the AWS CLI" {
  export UPLOAD_TO=s3://bucket
  without_aws
  refused "UPLOAD_TO needs the AWS CLI, and there is no 'aws' on the PATH"
  unset SKIP_PACKAGES
  replace_command rpm 'exit 0'
  replace_command dnf 'echo "Error: Unable to find a match: /usr/bin/aws"; exit 1'
  refused 'UPLOAD_TO needs the AWS CLI, which dnf could not install'
  [[ "$output" == *'Unable to find a match'* ]]
  [ ! -e "$BATS_TEST_TMPDIR/kerl-environment" ]
}

# An OTP with a NIF that needs a shared library, which comes with the packages.
make_library() {
  command -v gcc >/dev/null || skip 'this host has no gcc'
  [[ "$(PATH=$PATH:/sbin ldconfig -N -X -v 2>/dev/null)" == *$'\n/usr/local/lib:'* ]] || skip 'this host looks for no libraries in /usr/local/lib'
  gcc -shared -nostdlib -Wl,-soname,libproof.so.1 -o "$BATS_TEST_TMPDIR/libproof.so.1" -x c /dev/null
  gcc -shared -nostdlib -Wl,--no-as-needed -o "$BATS_TEST_TMPDIR/nif.so" -x c /dev/null -x none "$BATS_TEST_TMPDIR/libproof.so.1"
  make_kerl : "cp '$BATS_TEST_TMPDIR/nif.so' \"\$3/lib/nif.so\""
  mkdir "$local/lib"
  bring_library="cp '$BATS_TEST_TMPDIR/libproof.so.1' /usr/local/lib/"
}

@test "refused: a base image without a library that OTP needs, which the packages brought" {
  unset SKIP_PACKAGES
  make_library
  replace_command rpm 'case "$*" in -qf*/usr/local/lib/libproof.so.1) printf proof-libs ;; *) exit 1 ;; esac'
  replace_command dnf "$bring_library"
  refused 'libproof.so.1 (package proof-libs)' 'would not run on this base image' ALLOW_MISSING_LIBRARIES=1
  rm "$local/lib/libproof.so.1"
  export ALLOW_MISSING_LIBRARIES=1
  run build
  [ "$status" -eq 0 ]
  [[ "$output" == *'WARNING: the base image lacks what OTP needs (ALLOW_MISSING_LIBRARIES): libproof.so.1 (package proof-libs)'* ]]
}

@test "refused: such a base image, on Debian and Ubuntu" {
  [ -z "$(command -v dnf yum)" ] || skip 'this host has dnf or yum'
  unset SKIP_PACKAGES
  make_library
  replace_command dpkg-query 'case "$*" in "-S */libproof.so.1") echo "libproof1:amd64: /usr/local/lib/libproof.so.1" ;; *) exit 1 ;; esac'
  replace_command apt-get "$bring_library"
  refused 'libproof.so.1 (package libproof1)'
}

@test "a library that the base image has is no reason to refuse, even where the packages replace it" {
  unset SKIP_PACKAGES
  make_library
  cp "$BATS_TEST_TMPDIR/libproof.so.1" "$local/lib/"
  replace_command rpm 'exit 1'
  replace_command dnf "rm /usr/local/lib/libproof.so.1; $bring_library"
  build
  [ -f "$OUT/toolchain.json" ]
}

@test "refused: an image whose shared libraries cannot be listed before packages are installed" {
  unset SKIP_PACKAGES
  replace_command rpm 'exit 1'
  note_packages dnf
  replace_command ldconfig 'exit 1'
  refused "needs 'ldconfig'"
  [ ! -e "$BATS_TEST_TMPDIR/packages" ]
}

@test "refused: packages that cannot be installed" {
  unset SKIP_PACKAGES
  replace_command rpm 'exit 1'
  replace_command dnf 'echo "Error: Unable to find a match: openssl-devel"; exit 1'
  refused 'dnf could not install: ncurses-devel openssl-devel'
  [[ "$output" == *'Unable to find a match'* ]]
}

@test "refused: no package manager" {
  unset SKIP_PACKAGES
  tools="$BATS_TEST_TMPDIR/tools"
  mkdir "$tools"
  for tool in sh dirname tr sed date mkdir rm id getconf; do
    ln -s "$(command -v "$tool")" "$tools/$tool"
  done
  SCRIPT_PATH=$tools refused 'there is no dnf, yum or apt-get'
}
