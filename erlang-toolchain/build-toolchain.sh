#!/bin/sh
# Compiles Erlang/OTP with kerl, adds rebar3, proves that both work, and packs them into a toolchain bundle: for CodeBuild,
# and for any other Linux with a C compiler. The same inputs on the same image give the same layer, byte for byte.

set -eu

usage() {
  cat <<'USAGE'
Usage: [NAME=value ...] build-toolchain.sh

Compiles Erlang/OTP into /usr/local/erlang, which must not exist yet and is gone again afterwards, and makes a toolchain bundle
of it. Needs root, or a user who may write /usr/local. pack-toolchain.sh must lie beside this script.

What to build, by environment
  OTP_VERSION               27.1
  REBAR3_VERSION            3.25.1
  KERL_VERSION              4.4.0
  KERL_CONFIGURE_OPTIONS    --disable-debug --without-javac --without-wx --without-odbc
  STRIP                     yes | no: strip programs and libraries of symbols that they do not need to run or to link
  BUILT_ON_IMAGE            the image this runs in (default in CodeBuild: CODEBUILD_BUILD_IMAGE), for the descriptor
  SOURCE_DATE_EPOCH         seconds since 1970 for what has a time in it (default 1; 'created' in the descriptor: now)
  CC, CXX, CFLAGS, CXXFLAGS, LDFLAGS    for OTP's configure, where set

Where the bundle goes; at least one
  OUT                       a directory: OUT/toolchain.tar.gz and OUT/toolchain.json
  UPLOAD_TO                 s3://BUCKET[/PREFIX]: both there, under otp-OTP_VERSION/linux-ARCHITECTURE/
  EXPECTED_BUCKET_OWNER     the account that must own BUCKET (default: the caller's own)

Where downloads come from: https:// and file:// locations
  KERL_URL                  https://raw.githubusercontent.com/kerl/kerl/KERL_VERSION/kerl
  REBAR3_URL                https://github.com/erlang/rebar3/releases/download/REBAR3_VERSION/rebar3
  OTP_GITHUB_URL            https://github.com/erlang/otp: the start of the two below
  OTP_URL                   OTP_GITHUB_URL/releases/download/OTP-OTP_VERSION/otp_src_OTP_VERSION.tar.gz
  OTP_CHECKSUMS_URL         SHA256.txt beside OTP_URL: used where OTP_SHA256 is neither set nor known

What the downloads must be
  KERL_SHA256, REBAR3_SHA256    the SHA-256 of a version that this script does not know; 'none' takes any file
  OTP_SHA256                    the SHA-256 of the source archive; 'none' takes any file

How it is built
  SKIP_PACKAGES             1: install no packages, all that is needed is there
  BUILD_PACKAGES            install these packages in place of those that were found to be missing
  ALLOW_MISSING_LIBRARIES   1: make a bundle even if OTP needs shared libraries that these packages brought, not the image
  BUILD_DIR                 /usr/local/src/erlang-toolchain: must not exist; another place gives another layer
  KEEP_BUILD                1: leave BUILD_DIR in place, to look at what went wrong
  JOBS                      how many compilers at once (default: one for each processor)
USAGE
}

# One line, whatever the values in it; a location without the user, password and query that may be in it.
one_line() {
  printf '%s' "$*" | tr '[:cntrl:]' ' ' | sed "s|://[^/ ]*@|://|g; s|\(://[^ ?]*\)?[^ ')]*|\1|g"
}

refuse() {
  printf 'build-toolchain: %s\n' "$(one_line "$@")" >&2
  exit 1
}

here=$(cd "$(dirname "$0")" && pwd -P)
image_path=$PATH
erlang=/usr/local/erlang
LC_ALL=C
AWS_PAGER=
export LC_ALL AWS_PAGER
unset CDPATH GREP_OPTIONS TAR_OPTIONS ERL_TOP
umask 022

# The checksum of the very file that the default location serves, where it is known: SHA-256 by 64 digits, SHA-512 by 128.
known_checksum() {
  case "$1" in
    # Computed from the file 'kerl' at tag 4.4.0 of kerl's repository.
    'kerl 4.4.0') echo 1479f5db324ca17f6a1d950a1bb84109b09578de61b94dc6a2f821a96d88f64a ;;
    # Published, for the escript of the GitHub release, in container recipes of several projects that do not know each
    # other: 3.25.1 for "mix local.rebar --sha512", 3.24.0 for "sha256sum -c", "ADD --checksum" and Bazel's http_file.
    'rebar3 3.25.1') echo 69073f6ad163f74971545015238614c327893960c1b3f26df5377df135c773a0716b48b65c2a48cef878f185dd92805abc69894adfa3fd27a90c62a64ba371e2 ;;
    'rebar3 3.24.0') echo d2d31cfb98904b8e4917300a75f870de12cb5167cd6214d1043e973a56668a54 ;;
    # Published in Homebrew's formulas erlang and erlang@27, for otp_src_VERSION.tar.gz of the GitHub release.
    'otp 27.1') echo 5e65d421c6afcac05c6ef38ee49d6f87e74227f282a639d32e890f6b6c456ec0 ;;
    'otp 27.3.4') echo c3a0a0b51df08f877eed88378f3d2da7026a75b8559803bd78071bb47cd4783b ;;
  esac
}

# --- Progress -------------------------------------------------------------------------------------------

began=$(date +%s)

elapsed() {
  echo $(($(date +%s) - began))
}

step() {
  printf '=== %5ss  %s\n' "$(elapsed)" "$*"
}

note() {
  printf '            %s\n' "$(one_line "$@")"
}

show_end() {
  [ ! -s "$1" ] || { printf -- '--- the last lines of %s\n' "$1"; tail -n 40 "$1"; printf -- '---\n'; }
}

# Runs a command with its output in a file; on failure shows the end of that and refuses.
quietly() {
  problem=$1
  log=$2
  shift 2
  "$@" >"$log" 2>&1 </dev/null || { show_end "$log"; refuse "$problem"; }
}

# --- What was asked -------------------------------------------------------------------------------------

check_word() {
  case "$2" in
    '' | [!0-9A-Za-z]* | *[!0-9A-Za-z._+-]*) refuse "$1 is '$2', which is no version: set it to one such as $3." ;;
  esac
}

read_inputs() {
  OTP_VERSION=${OTP_VERSION:-27.1}
  REBAR3_VERSION=${REBAR3_VERSION:-3.25.1}
  KERL_VERSION=${KERL_VERSION:-4.4.0}
  KERL_CONFIGURE_OPTIONS=${KERL_CONFIGURE_OPTIONS---disable-debug --without-javac --without-wx --without-odbc}
  # kerl takes any white space between options; the descriptor has them on one line.
  KERL_CONFIGURE_OPTIONS=$(printf '%s' "$KERL_CONFIGURE_OPTIONS" | tr '\t\r\n' '   ')
  case "$KERL_CONFIGURE_OPTIONS" in
    *[[:cntrl:]]*) refuse "KERL_CONFIGURE_OPTIONS has a control character: take it out." ;;
  esac
  [ "${#KERL_CONFIGURE_OPTIONS}" -le 4096 ] \
    || refuse "KERL_CONFIGURE_OPTIONS has more than 4096 characters, which is all that a descriptor takes: use fewer."
  check_word OTP_VERSION "$OTP_VERSION" 27.1
  check_word REBAR3_VERSION "$REBAR3_VERSION" 3.25.1
  check_word KERL_VERSION "$KERL_VERSION" 4.4.0
  case "${STRIP:=yes}" in
    yes | no) ;;
    *) refuse "STRIP is '$STRIP': set it to yes or no." ;;
  esac
  case "${SOURCE_DATE_EPOCH-0}" in
    '' | *[!0-9]*) refuse "SOURCE_DATE_EPOCH is '$SOURCE_DATE_EPOCH': set it to whole seconds since 1970, or unset it." ;;
  esac
  case "${JOBS:=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}" in
    *[!0-9]* | 0) refuse "JOBS is '$JOBS': set it to a number of processes, or unset it." ;;
  esac

  KERL_URL=${KERL_URL:-https://raw.githubusercontent.com/kerl/kerl/$KERL_VERSION/kerl}
  REBAR3_URL=${REBAR3_URL:-https://github.com/erlang/rebar3/releases/download/$REBAR3_VERSION/rebar3}
  OTP_URL=${OTP_URL:-${OTP_GITHUB_URL:-https://github.com/erlang/otp}/releases/download/OTP-$OTP_VERSION/otp_src_$OTP_VERSION.tar.gz}
  OTP_CHECKSUMS_URL=${OTP_CHECKSUMS_URL:-${OTP_URL%/*}/SHA256.txt}
  for location in "$KERL_URL" "$REBAR3_URL" "$OTP_URL" "$OTP_CHECKSUMS_URL"; do
    case "$location" in
      https://?* | file:///?*) ;;
      *) refuse "'$location' is no https:// or file:/// location: give one, or download the file first and name that." ;;
    esac
  done
  kerl_sum=$(wanted_checksum kerl "$KERL_VERSION" KERL_SHA256 "${KERL_SHA256-}")
  rebar3_sum=$(wanted_checksum rebar3 "$REBAR3_VERSION" REBAR3_SHA256 "${REBAR3_SHA256-}")
  otp_sum=$(wanted_checksum otp "$OTP_VERSION" OTP_SHA256 "${OTP_SHA256-}")

  # CodeBuild's names for its own images, as they are published.
  BUILT_ON_IMAGE=${BUILT_ON_IMAGE-${CODEBUILD_BUILD_IMAGE-}}
  case "$BUILT_ON_IMAGE" in
    aws/codebuild/amazonlinux*) BUILT_ON_IMAGE=public.ecr.aws/codebuild/${BUILT_ON_IMAGE#aws/codebuild/} ;;
  esac

  build=${BUILD_DIR:-/usr/local/src/erlang-toolchain}
  case "$build" in
    /*) ;;
    *) refuse "BUILD_DIR is '$build': name an absolute path, the same for every build." ;;
  esac
}

# The checksum to hold against a download: from the environment, else the known one. Empty: any file.
wanted_checksum() {
  case "$4" in
    none) ;;
    '')
      sum=$(known_checksum "$1 $2")
      if [ -z "$sum" ]; then
        [ "$1" = otp ] || refuse "the checksum of $1 $2 is not known: set $3 to its SHA-256, from a source that you trust."
        sum=published
      fi
      echo "$sum"
      ;;
    *)
      is_sha256 "$4" || refuse "$3 is '$4', which is no SHA-256: set it to 64 hexadecimal digits in lower case, or to none."
      echo "$4"
      ;;
  esac
}

is_sha256() {
  case "$1" in
    *[!0-9a-f]*) false ;;
    *) [ "${#1}" -eq 64 ] ;;
  esac
}

read_places() {
  [ -f "$here/pack-toolchain.sh" ] || refuse "'$here' has no pack-toolchain.sh: keep both scripts in one directory."
  [ -n "${OUT-}" ] || [ -n "${UPLOAD_TO-}" ] || refuse "neither OUT nor UPLOAD_TO is set: say where the bundle goes; see --help."
  if [ -n "${OUT-}" ]; then
    case "$OUT" in
      /*) bundle=$OUT ;;
      *) bundle=$PWD/$OUT ;;
    esac
    parent=$(dirname "$bundle")
    [ -d "$parent" ] || refuse "OUT '$OUT' cannot be made, as '$parent' does not exist: create it first."
    if [ -e "$bundle" ]; then parent=$bundle; fi
    { [ -d "$parent" ] && [ -w "$parent" ]; } || refuse "OUT '$OUT' cannot be written: name a directory that you may write."
  else
    bundle=$build/bundle
  fi
  [ -z "${UPLOAD_TO-}" ] || read_bucket
  ! { [ -e "$erlang" ] || [ -L "$erlang" ]; } || refuse "'$erlang' exists: OTP is compiled for that place, so move away what is there."
}

read_bucket() {
  case "$UPLOAD_TO" in
    s3://?*) bucket=${UPLOAD_TO#s3://} ;;
    *) refuse "UPLOAD_TO is '$UPLOAD_TO': name a place in S3, such as s3://BUCKET." ;;
  esac
  prefix=
  case "$bucket" in
    */*) prefix=${bucket#*/} bucket=${bucket%%/*} ;;
  esac
  prefix=${prefix%/}
  case "$bucket" in
    '' | *[!a-z0-9.-]*) refuse "UPLOAD_TO is '$UPLOAD_TO': '$bucket' cannot be the name of a bucket." ;;
  esac
  owner=${EXPECTED_BUCKET_OWNER-}
  case "$owner" in
    *[!0-9]*) refuse "EXPECTED_BUCKET_OWNER is '$owner', which is no account: set it to 12 digits." ;;
  esac
}

# --- Whatever happens, nothing stays behind -------------------------------------------------------------

group=
ticker=
installing=

end_groups() {
  for leader in $ticker $group; do
    kill -TERM "-$leader" 2>/dev/null || kill -TERM "$leader" 2>/dev/null || :
  done
  ticker=
  group=
}

# What an interrupted kerl started may still write, into directories that are to be gone: it has five seconds to end.
await_end() {
  wait "$1" 2>/dev/null || :
  patience=50
  while [ "$patience" -gt 0 ] && kill -0 "-$1" 2>/dev/null; do
    sleep 0.1
    patience=$((patience - 1))
  done
  kill -KILL "-$1" 2>/dev/null || :
}

clean_up() {
  interrupted=$group
  end_groups
  [ -z "$interrupted" ] || await_end "$interrupted"
  [ -z "$installing" ] || rm -rf "$erlang"
  [ "${KEEP_BUILD-}" = 1 ] || rm -rf "$build"
}

make_build_directory() {
  mkdir -p "$(dirname "$build")" 2>/dev/null || :
  if ! problem=$(mkdir "$build" 2>&1); then
    [ ! -e "$build" ] || refuse "'$build' exists: another build is running, or one was killed; if none runs, delete it."
    refuse "BUILD_DIR '$build' cannot be made (${problem##*: }): run this as root, or as a user who may write there."
  fi
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if ! problem=$(mkdir "$erlang" 2>&1); then
    refuse "'$erlang' cannot be made (${problem##*: }): run this as root, or as a user who may write there."
  fi
  installing=yes
  root=$build/root
  mkdir -p "$build/logs" "$build/home" "$build/tmp" "$build/kerl/archives" "$root/usr/local/bin"
}

# --- The image, as it is before anything is installed in it ---------------------------------------------

read_image() {
  # shellcheck disable=SC1091 # the build host's own
  os_release=$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME-}") || os_release=
  glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //') || glibc=
}

# 'NAME FILE' of each shared library in the loader's directories: from the files, as its cache may be old or not there.
shared_libraries() {
  PATH=$PATH:/usr/sbin:/sbin ldconfig -N -X -v 2>/dev/null \
    | awk '/^\// { sub(/:.*/, ""); directory = $0 } /^\t/ { print $1, directory "/" $1 }'
}

# --- Packages -------------------------------------------------------------------------------------------

# Each is 'command:package', or a package alone that is asked for by its name.
rpm_packages='gcc:gcc c++:gcc-c++ make:make perl:perl strip:binutils tar:tar gzip:gzip find:findutils cmp:diffutils ps:procps-ng
  setsid:util-linux curl:curl ncurses-devel openssl-devel'
deb_packages='gcc:gcc c++:g++ make:make perl:perl strip:binutils ps:procps setsid:util-linux curl:curl
  ca-certificates libc6-dev libncurses-dev libssl-dev'

package_installed() {
  case "$manager" in
    apt-get) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    *) rpm -q --whatprovides "$1" >/dev/null 2>&1 ;;
  esac
}

missing_packages() {
  for wanted in "$@"; do
    case "$wanted" in
      *:*) command -v "${wanted%%:*}" >/dev/null || echo "${wanted#*:}" ;;
      *) package_installed "$wanted" || echo "$wanted" ;;
    esac
  done
}

install_packages() {
  if [ "${SKIP_PACKAGES-}" = 1 ]; then
    note 'not looked for (SKIP_PACKAGES)'
    return
  fi
  for manager in dnf yum apt-get none; do
    ! command -v "$manager" >/dev/null || break
  done
  # The package of the AWS CLI has another name in each distribution; dnf and yum find it by the program.
  aws_package=/usr/bin/aws
  # shellcheck disable=SC2086 # one word per package
  case "$manager" in
    none) refuse "there is no dnf, yum or apt-get: install a C and C++ compiler, make, perl and the headers of ncurses and OpenSSL, then set SKIP_PACKAGES=1." ;;
    apt-get)
      missing=$(missing_packages $deb_packages)
      aws_package=awscli
      ;;
    *) missing=$(missing_packages $rpm_packages) ;;
  esac
  missing=$(printf '%s' "${BUILD_PACKAGES-$missing}" | tr '\n' ' ')
  if [ -z "$missing" ]; then
    note 'all there'
  else
    add_packages "$manager could not install: $missing" "$missing"
  fi
  if [ -n "${UPLOAD_TO-}" ] && ! command -v aws >/dev/null; then
    add_packages "UPLOAD_TO needs the AWS CLI, which $manager could not install: put it into the base image, or set OUT alone." "$aws_package"
  fi
}

# add_packages PROBLEM 'PACKAGE...'
add_packages() {
  note "$manager installs $2"
  [ "$(id -u)" -eq 0 ] || refuse "these packages are missing, and installing them needs root: $2"
  if [ ! -f "$build/libraries-before" ]; then
    shared_libraries >"$build/libraries-before"
    [ -s "$build/libraries-before" ] || refuse "needs 'ldconfig', to know the shared libraries of this image: install it."
  fi
  # shellcheck disable=SC2086 # one word per package
  case "$manager" in
    apt-get)
      DEBIAN_FRONTEND=noninteractive
      export DEBIAN_FRONTEND
      quietly "$1" "$build/logs/packages.log" apt-get -q update
      quietly "$1" "$build/logs/packages.log" apt-get -q -y install --no-install-recommends $2
      ;;
    *) quietly "$1" "$build/logs/packages.log" "$manager" -y install $2 ;;
  esac
}

check_tools() {
  for tool in cc c++ make perl ar strip objdump tar gzip find awk sed grep ps setsid timeout curl md5sum sha256sum sha512sum; do
    command -v "$tool" >/dev/null || refuse "needs '$tool', which is not on the PATH: install it."
  done
  problem=$(sh "$here/pack-toolchain.sh" --check 2>&1) || refuse "${problem#pack-toolchain: }"
}

# Before anything is compiled, whether the upload has what it needs.
check_upload() {
  command -v aws >/dev/null || refuse "UPLOAD_TO needs the AWS CLI, and there is no 'aws' on the PATH: install it, or set OUT alone."
  # Asks nothing of S3: what options the command has.
  case "$(aws s3api put-object --bucket x --key x --checksum-algorithm SHA256 --checksum-sha256 x --expected-bucket-owner x \
    --generate-cli-skeleton output 2>&1 </dev/null)" in
    *'Unknown options'*)
      refuse "UPLOAD_TO needs an AWS CLI with 'put-object --checksum-sha256', and $(aws --version 2>&1) is older: install another one, or set OUT alone."
      ;;
  esac
  # The name of a bootstrap's bucket can be guessed, so another account may have taken it first.
  if [ -z "$owner" ]; then
    owner=$(aws sts get-caller-identity --query Account --output text 2>/dev/null) \
      || refuse "UPLOAD_TO needs AWS credentials, and 'aws sts get-caller-identity' found none that work: provide them, or set OUT alone."
  fi
  case "$owner" in
    '' | *[!0-9]*) refuse "the caller's account is '$owner' by 'aws sts get-caller-identity': set EXPECTED_BUCKET_OWNER to its 12 digits." ;;
  esac
}

# --- Downloads: all of them here, checked, so that kerl itself loads nothing ----------------------------

download() {
  case "$2" in
    https:*) protocol='=https' ;;
    *) protocol='=file' ;;
  esac
  for pause in 2 5 15 0; do
    status=$(curl --silent --show-error --fail --location --proto "$protocol" --proto-redir '=https' --connect-timeout 30 \
      --max-time 1200 --output "$3" --write-out '%{http_code}' "$2" 2>"$build/logs/curl.log") && return
    rm -f "$3"
    case "$pause,$status,$2" in
      0,* | *,40[0-7],* | *,41?,* | *,file:*) break ;;
    esac
    note "$1: $(sed -n '$p' "$build/logs/curl.log"); again in $pause s"
    sleep "$pause"
  done
  refuse "$1 could not be downloaded from $2 ($(sed -n '$p' "$build/logs/curl.log")): check the location, or name another one."
}

# check NAME FILE CHECKSUM VARIABLE LOCATION
check() {
  if [ -z "$3" ]; then
    note "$1: NOT checked ($4=none), from $5"
    return
  fi
  case "${#3}" in
    128) algorithm=sha512 ;;
    *) algorithm=sha256 ;;
  esac
  found=$("${algorithm}sum" <"$2" | sed 's/ .*//')
  [ "$found" = "$3" ] \
    || refuse "$1 from $5 has $algorithm $found, not $3: it is damaged, or another file than the one meant; if it is right, set $4."
  note "$1: $algorithm ${3} from $5"
}

download_all() {
  download "kerl $KERL_VERSION" "$KERL_URL" "$build/kerl/kerl"
  check "kerl $KERL_VERSION" "$build/kerl/kerl" "$kerl_sum" KERL_SHA256 "$KERL_URL"
  chmod 0755 "$build/kerl/kerl"

  download "rebar3 $REBAR3_VERSION" "$REBAR3_URL" "$root/usr/local/bin/rebar3"
  check "rebar3 $REBAR3_VERSION" "$root/usr/local/bin/rebar3" "$rebar3_sum" REBAR3_SHA256 "$REBAR3_URL"
  chmod 0755 "$root/usr/local/bin/rebar3"

  source=otp_src_$OTP_VERSION.tar.gz
  if [ "$otp_sum" = published ]; then
    download "the checksums of OTP $OTP_VERSION" "$OTP_CHECKSUMS_URL" "$build/SHA256.txt"
    otp_sum=$(awk -v "file=$source" '$2 == file || $2 == "*" file { print $1; exit }' "$build/SHA256.txt")
    is_sha256 "$otp_sum" || refuse "$OTP_CHECKSUMS_URL has no SHA-256 of $source: set OTP_SHA256 to it."
  fi
  download "OTP $OTP_VERSION" "$OTP_URL" "$build/kerl/archives/$source"
  check "OTP $OTP_VERSION" "$build/kerl/archives/$source" "$otp_sum" OTP_SHA256 "$OTP_URL"

  # What kerl would ask the network for: which releases there are, and the checksum of this one.
  echo "$OTP_VERSION" >"$build/kerl/otp_releases"
  printf 'MD5(%s)= %s\n' "$source" "$(md5sum <"$build/kerl/archives/$source" | sed 's/ .*//')" >"$build/kerl/archives/MD5"
}

# --- kerl -----------------------------------------------------------------------------------------------

# kerl with what it needs from this environment and nothing else. OTP's own option leaves paths and times out of its .beam
# files; ERL_COMPILER_OPTIONS=deterministic would as well, but breaks the list of dependencies that ssl is built by.
# KERL_DEBUG and CI together make kerl print its messages where there is no terminal, among a trace of its commands.
kerl() {
  case "$KERL_CONFIGURE_OPTIONS" in
    *-deterministic-build*) options=$KERL_CONFIGURE_OPTIONS ;;
    *) options="$KERL_CONFIGURE_OPTIONS --enable-deterministic-build" ;;
  esac
  set -- "$build/kerl/kerl" "$@"
  for variable in LDFLAGS CXXFLAGS CFLAGS CXX CC; do
    eval "value=\${$variable-}"
    # shellcheck disable=SC2154 # set by eval
    [ -z "$value" ] || set -- "$variable=$value" "$@"
  done
  exec setsid env -i "PATH=$image_path" "HOME=$build/home" "TMPDIR=$build/tmp" "TMP_DIR=$build/tmp" LC_ALL=C \
    "SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1}" "MAKEFLAGS=-j$JOBS" \
    "KERL_BASE_DIR=$build/kerl" "KERL_CONFIGURE_OPTIONS=$options" KERL_BUILD_BACKEND=tarball \
    KERL_CHECK_BUILD_PACKAGES=no KERL_AUTOCLEAN=0 KERL_COLORIZE=0 KERL_DEBUG=1 CI=true "$@"
}

# Runs kerl in a process group of its own, which an interrupt ends as a whole; says once a minute that it still runs.
run_kerl() {
  log=$build/kerl/builds/$OTP_VERSION/otp_${1}_$OTP_VERSION.log
  # shellcheck disable=SC2016 # for the shell that it starts
  setsid sh -c 'while sleep 60; do
      now=$(sed -n "s|.*Entering directory .*/otp_src_[^/]*/\([a-z_]*/[a-z_]*\).*|\1|p" "$2" 2>/dev/null | tail -n 1)
      printf "            %ss: %s\n" $(($(date +%s) - $1)) "${now:-still running}"
    done' sh "$began" "$log" &
  ticker=$!
  (kerl "$@") >"$build/logs/kerl.log" 2>&1 </dev/null &
  group=$!
  wait "$group" && status=0 || status=$?
  end_groups
  if [ "$status" -ne 0 ]; then
    # What kerl says, without the trace of its commands; then what OTP's own build said.
    sed "/^+/d; /^[A-Z_]*=/d; /^'*\( [a-z]*\)\{0,1\}\$/d" "$build/logs/kerl.log" >"$build/logs/kerl-messages.log"
    above='it said nothing'
    for log in "$build/logs/kerl-messages.log" "$log"; do
      [ ! -s "$log" ] || above='the end of what it said is above'
      show_end "$log"
    done
    refuse "'kerl $*' failed with exit code $status for OTP $OTP_VERSION ($above)."
  fi
}

compile_otp() {
  note "$JOBS at once, ${KERL_CONFIGURE_OPTIONS:-no options}"
  run_kerl build "$OTP_VERSION" "$OTP_VERSION"
}

install_otp() {
  run_kerl install "$OTP_VERSION" "$erlang"
  installed=$(cat "$erlang"/releases/*/OTP_VERSION 2>/dev/null) || installed=
  [ "$installed" = "$OTP_VERSION" ] || refuse "kerl installed OTP '$installed', not $OTP_VERSION: is $OTP_URL the source of another release?"
  note "$(size_of "$erlang") in $(find "$erlang" -type f | wc -l) files"
}

# Megabytes (10^6 bytes) of the files' content, which is what goes into the layer.
size_of() {
  find "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.1f MB", sum / 1000000 }'
}

# --- Smaller, without what no build misses --------------------------------------------------------------

drop_what_nobody_needs() {
  # What differs on another host (kerl's notes hold the kernel's version), and what a build leaves behind.
  rm -f "$erlang/.kerl_config" "$erlang/.kerl_config.md5"
  find "$erlang" \( -name 'erl_crash.dump' -o -name '*.plt' -o -name '*.orig' \) -type f -exec rm -f {} +
  # Second copies of the static libraries of erl_interface; whoever links to them still finds them where they were.
  for copy in "$erlang"/usr/lib/*.a; do
    for original in "$erlang"/lib/erl_interface-*/lib/"${copy##*/}"; do
      if [ -f "$copy" ] && [ -f "$original" ] && cmp -s "$copy" "$original"; then
        ln -sf "../..${original#"$erlang"}" "$copy"
      fi
    done
  done
  note "$(size_of "$erlang") without second copies and caches"
}

# The programs and shared libraries of OTP.
programs() {
  find "$erlang" -type f \( -perm -u=x -o -name '*.so' \) | while IFS= read -r program; do
    [ "$(head -c 4 "$program" | tr -d '\177')" != ELF ] || printf '%s\n' "$program"
  done
}

# Debugging symbols and names that nothing links to, and the linker's build ID: it is a hash of what is stripped, which no
# two builds have alike. What is compiled against or examined later stays: headers, static libraries, the debug information
# in .beam files, sources.
strip_programs() {
  if [ "$STRIP" = no ]; then
    note 'not stripped (STRIP=no)'
    return
  fi
  programs | while IFS= read -r program; do
    quietly "'$program' could not be stripped." "$build/logs/strip.log" \
      strip --strip-unneeded --remove-section=.note.gnu.build-id "$program"
  done
  find "$erlang" -type f -name '*.a' | while IFS= read -r library; do
    quietly "'$library' could not be stripped." "$build/logs/strip.log" strip --strip-debug --enable-deterministic-archives "$library"
  done
  note "$(size_of "$erlang") stripped"
}

# --- Proof ----------------------------------------------------------------------------------------------

# prove WHAT COMMAND...: runs it as the image would, with the image's PATH and nothing else in the environment.
prove() {
  what=$1
  shift
  (
    cd "$proof"
    exec env -i "PATH=$erlang/bin:$root/usr/local/bin:$image_path" "HOME=$proof/home" "TMPDIR=$proof" timeout 300 "$@"
  ) >"$build/logs/proof.log" 2>&1 </dev/null || {
    show_end "$build/logs/proof.log"
    refuse "the toolchain does not work, so there is no bundle: $what failed."
  }
  note "$what: $(sed -n '$p' "$build/logs/proof.log")"
}

# A library that came with the packages is here while OTP is proven, and not where the toolchain will run.
check_libraries() {
  [ -f "$build/libraries-before" ] || return 0
  programs | while IFS= read -r program; do
    quietly "'$program' could not be read." "$build/logs/objdump.log" objdump -p "$program"
    awk '$1 == "NEEDED" { print $2 }' "$build/logs/objdump.log"
  done >"$build/libraries-needed"
  shared_libraries >"$build/libraries"
  lacking=$(cd "$build" && awk '
    FILENAME == "libraries-before" { before[$1]; next }
    FILENAME == "libraries" { file[$1] = $2; next }
    $1 in file && !($1 in before) && !seen[$1]++ { print file[$1] }' libraries-before libraries libraries-needed \
    | while IFS= read -r library; do printf '%s, ' "${library##*/}$(package_of "$library")"; done)
  lacking=${lacking%, }
  [ -n "$lacking" ] || return 0
  if [ "${ALLOW_MISSING_LIBRARIES-}" = 1 ]; then
    note "WARNING: the base image lacks what OTP needs (ALLOW_MISSING_LIBRARIES): $lacking"
    return
  fi
  refuse "OTP needs what came with the packages that it was compiled with, so the toolchain would not run on this base image:" \
    "$lacking. Put that into the base image, or set ALLOW_MISSING_LIBRARIES=1 if it comes there by other means."
}

# ' (package NAME)' for a file that belongs to one.
package_of() {
  case "$manager" in
    # By any directory: dpkg knows a file by the name that it was packed under, /lib or /usr/lib.
    apt-get) package=$(dpkg-query -S "*/${1##*/}" 2>/dev/null | sed -n '1s/:.*//p') ;;
    *) package=$(rpm -qf --queryformat '%{NAME}' "$1" 2>/dev/null) || package= ;;
  esac
  printf '%s' "${package:+ (package $package)}"
}

prove_that_it_works() {
  check_libraries
  proof=$build/proof
  mkdir -p "$proof/home"
  write_project
  write_nif

  prove 'erl' erl -noshell -eval 'io:format("OTP ~s, erts ~s, ~p~n",
    [erlang:system_info(otp_release), erlang:system_info(version), erlang:system_info(emu_flavor)]), halt().'
  prove 'crypto' erl -noshell -eval '<<16#BA7816BF:32, _/binary>> = crypto:hash(sha256, "abc"),
    [{_, _, Library}] = crypto:info_lib(), io:format("~s~n", [Library]), halt().'
  # Such as 'OpenSSL 3.0.8 7 Feb 2023'.
  openssl=$(sed -n '$s/^[A-Za-z]* \([0-9][^ ]*\).*/\1/p' "$build/logs/proof.log")
  prove 'ssl' erl -noshell -eval '{ok, _} = application:ensure_all_started(ssl),
    io:format("~p~n", [proplists:get_value(available, ssl:versions())]), halt().'
  prove 'rebar3 version' rebar3 version
  case "$(sed -n '$p' "$build/logs/proof.log")" in
    "rebar $REBAR3_VERSION "*) ;;
    *) refuse "the toolchain does not work, so there is no bundle: rebar3 says that it is '$(sed -n '$p' "$build/logs/proof.log")', not $REBAR3_VERSION." ;;
  esac
  prove 'a project, compiled' sh -c 'cd project && rebar3 compile'
  prove 'a project, run' erl -noshell -pa project/_build/default/lib/proof/ebin -eval '
    {ok, _} = application:ensure_all_started(proof), io:format("~s~n", [proof:hello()]), halt().'
  # shellcheck disable=SC2016 # for the shell that it starts
  prove 'a NIF, compiled' sh -c '
    headers=$(erl -noshell -eval "io:format(\"~s/erts-~s/include\", [code:root_dir(), erlang:system_info(version)]), halt().") &&
    cc -shared -fPIC -I "$headers" -o proof_nif.so proof_nif.c && erlc proof_nif.erl && ls proof_nif.so'
  prove 'a NIF, called' erl -noshell -eval 'io:format("~p~n", [proof_nif:answer()]), 42 = proof_nif:answer(), halt().'
  prove 'dialyzer' dialyzer --version
  prove 'activate' sh -c ". $erlang/activate && command -v erl"
}

write_project() {
  mkdir -p "$proof/project/src"
  echo '{erl_opts, [debug_info]}.' >"$proof/project/rebar.config"
  cat >"$proof/project/src/proof.app.src" <<'APP'
{application, proof, [{description, "A proof"}, {vsn, "1"}, {modules, []}, {registered, []},
  {applications, [kernel, stdlib, crypto, ssl]}]}.
APP
  cat >"$proof/project/src/proof.erl" <<'ERL'
-module(proof).
-export([hello/0]).
hello() -> ["compiled by ", proplists:get_value(version, ?MODULE:module_info(compile))].
ERL
}

write_nif() {
  cat >"$proof/proof_nif.erl" <<'ERL'
-module(proof_nif).
-export([answer/0]).
-on_load(load/0).
load() -> erlang:load_nif("./proof_nif", 0).
answer() -> erlang:nif_error(not_loaded).
ERL
  cat >"$proof/proof_nif.c" <<'C'
#include <erl_nif.h>
static ERL_NIF_TERM answer(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) { return enif_make_int(env, 42); }
static ErlNifFunc functions[] = {{"answer", 0, answer}};
ERL_NIF_INIT(proof_nif, functions, NULL, NULL, NULL, NULL)
C
}

# --- The bundle -----------------------------------------------------------------------------------------

pack() {
  mv "$erlang" "$root/usr/local/erlang"
  installing=
  if ! KERL_VERSION=$KERL_VERSION KERL_CONFIGURE_OPTIONS=$KERL_CONFIGURE_OPTIONS REBAR3_VERSION=$REBAR3_VERSION \
    BUILT_ON_IMAGE=$BUILT_ON_IMAGE BUILT_ON_OS_RELEASE=$os_release BUILT_ON_GLIBC=$glibc BUILT_ON_OPENSSL=$openssl \
    sh "$here/pack-toolchain.sh" "$root" "$bundle" >"$build/logs/pack.log" 2>"$build/logs/pack.err"; then
    show_end "$build/logs/pack.err"
    refuse "the toolchain could not be packed: $(sed -n '$s/^pack-toolchain: //; $p' "$build/logs/pack.err")"
  fi
  architecture=$(sed -n 's/.*"architecture": "\([a-z0-9]*\)".*/\1/p' "$bundle/toolchain.json")
  place=$bundle/toolchain.json
}

# The layer first. push reads the descriptor, and takes no layer of another digest than the descriptor's; so whatever
# happens between the two, it takes nothing that is not whole. S3 refuses a body that has not the checksum given.
upload() {
  directory=${prefix:+$prefix/}otp-$OTP_VERSION/linux-$architecture
  put toolchain.tar.gz application/vnd.oci.image.layer.v1.tar+gzip
  put toolchain.json application/json
  place=s3://$bucket/$directory/toolchain.json
}

put() {
  checksum=$(perl -e 'print pack "H*", shift' "$(sha256sum <"$bundle/$1" | sed 's/ .*//')" | base64)
  if ! aws s3api put-object --bucket "$bucket" --key "$directory/$1" --body "$bundle/$1" --content-type "$2" \
    --checksum-algorithm SHA256 --checksum-sha256 "$checksum" --expected-bucket-owner "$owner" \
    >"$build/logs/upload.log" 2>&1 </dev/null; then
    refuse "'$1' could not be uploaded to s3://$bucket/$directory/ ($(grep . "$build/logs/upload.log" | sed -n '$p'))."
  fi
  note "s3://$bucket/$directory/$1"
}

# --------------------------------------------------------------------------------------------------------

case "${1-}" in
  -h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -ne 0 ]; then
  usage >&2
  exit 2
fi

read_inputs
read_places
make_build_directory

step "Erlang/OTP $OTP_VERSION with kerl $KERL_VERSION, and rebar3 $REBAR3_VERSION${BUILT_ON_IMAGE:+, on $BUILT_ON_IMAGE}"
step 'Packages that OTP is compiled with'
read_image
install_packages
check_tools
[ -z "${UPLOAD_TO-}" ] || check_upload
step 'Downloads'
download_all
step "Compiling Erlang/OTP $OTP_VERSION"
compile_otp
step "Installing it in $erlang"
install_otp
step 'Making it smaller'
drop_what_nobody_needs
strip_programs
step 'Proving that it works'
prove_that_it_works
step 'Packing'
pack
sed '/^Bundle/,$d' "$build/logs/pack.log"
if [ -n "${UPLOAD_TO-}" ]; then
  step "Uploading to s3://$bucket"
  upload
fi
step 'Done'
in_place_of=
[ -n "$BUILT_ON_IMAGE" ] || in_place_of=', its name in place of IMAGE'
cat <<SUMMARY
Bundle   $place

Next, push it onto the image that it is for$in_place_of:
  mvn io.github.erlang-codebuild:erlang-codebuild-maven-plugin:push -Derlang-codebuild.baseImage=${BUILT_ON_IMAGE:-IMAGE} \\
    -Derlang-codebuild.toolchain=$place -Derlang-codebuild.erlangVersion=$OTP_VERSION
SUMMARY
