#!/bin/sh
# Packs an installed Erlang/OTP with rebar3 into a toolchain bundle: the image layer and its descriptor.
# The same files give the same layer, byte for byte, whoever packs them, when and where.

set -eu

usage() {
  cat <<'USAGE'
Usage: pack-toolchain.sh ROOT OUT
       pack-toolchain.sh --check

Packs the toolchain installed under ROOT into OUT/toolchain.tar.gz, which is an OCI image layer,
and OUT/toolchain.json, which describes it. OUT is a directory; it is created if its parent exists.

ROOT holds
  usr/local/erlang/            Erlang/OTP, installed for this very place
  usr/local/bin/rebar3         an executable escript
  etc/profile.d/erlang.sh      optional: puts OTP on the PATH of login shells; a standard one if missing
and nothing else.

--check packs nothing; it fails where the tools that packing needs are not there.

Environment, all optional:
  SOURCE_DATE_EPOCH       seconds since 1970: the time of every file in the layer (default 1), and of the
                          descriptor (default now)
  REBAR3_VERSION          rebar3's version; needed only where it cannot be read from rebar3 itself
  KERL_VERSION            with KERL_CONFIGURE_OPTIONS: how kerl built this OTP
  BUILT_ON_IMAGE          the image this runs in and OTP was compiled in, or for a distribution's OTP one of that release;
                          push puts the bundle onto no other. Describes this host's OS, glibc and OpenSSL too
  BUILT_ON_OS_RELEASE, BUILT_ON_GLIBC, BUILT_ON_OPENSSL
                          what these were, where this host has others by now; empty where it is not known
USAGE
}

# One line, whatever the values in it.
refuse() {
  printf 'pack-toolchain: %s\n' "$(printf '%s' "$*" | tr '[:cntrl:]' '?')" >&2
  exit 1
}

# Whatever the caller's shell is set to, names sort by their bytes and the tools take no options but ours.
LC_ALL=C
export LC_ALL
unset TAR_OPTIONS GZIP POSIXLY_CORRECT GREP_OPTIONS CDPATH
umask 022

erlang=usr/local/erlang
rebar3=usr/local/bin/rebar3
profile=etc/profile.d/erlang.sh

# --- What was asked -------------------------------------------------------------------------------------

case "${1-}" in
  -h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -ne 2 ] && [ "$*" != --check ]; then
  case $# in
    0) problem='ROOT and OUT are missing' ;;
    1) problem='OUT is missing' ;;
    *) problem="there are $# arguments, and only ROOT and OUT are taken" ;;
  esac
  printf 'pack-toolchain: %s.\n\n' "$problem" >&2
  usage >&2
  exit 2
fi
root=$1
out=${2-}

check_tools() {
  for tool in tar gzip sha256sum find awk sed grep od date mktemp; do
    command -v "$tool" >/dev/null || refuse "needs '$tool', which is not on the PATH: install it."
  done
  # An archive of nothing, by the options of the layer.
  problem=$(layer_tar --file=/dev/null --files-from=/dev/null 2>&1) || refuse "needs GNU tar 1.28 or later, and \
$(command -v tar) is $(tar --version 2>/dev/null | sed -n 1p) ($(printf '%s\n' "$problem" | sed -n 1p)): put another one first on the PATH."
}

check_epoch() {
  epoch=${SOURCE_DATE_EPOCH-0}
  case "$epoch" in
    '' | *[!0-9]*) refuse "SOURCE_DATE_EPOCH is '$epoch': set it to whole seconds since 1970, or unset it." ;;
  esac
  # What a tar's 11 octal digits hold.
  { [ ${#epoch} -le 10 ] && [ "$epoch" -le 8589934591 ]; } \
    || refuse "SOURCE_DATE_EPOCH is '$epoch': set it to at most 8589934591, or unset it."
}

check_places() {
  [ -d "$root" ] || refuse "ROOT '$root' is not a directory: name the directory that holds $erlang."
  root=$(cd -- "$root" && pwd -P) || refuse "ROOT '$root' cannot be entered: check its permissions."
  if [ -d "$out" ]; then
    out=$(cd -- "$out" && pwd -P) || refuse "OUT '$out' cannot be entered: check its permissions."
  elif [ -e "$out" ] || [ -L "$out" ]; then
    refuse "OUT '$out' is not a directory: name the directory for toolchain.tar.gz and toolchain.json."
  else
    parent=$(dirname -- "$out")
    [ -d "$parent" ] || refuse "OUT '$out' cannot be made, as '$parent' does not exist: create it first."
    out=$(cd -- "$parent" && pwd -P)/$(basename -- "$out") || refuse "OUT '$out' cannot be made: check the permissions."
  fi
  case "$out/" in
    "${root%/}/"*) refuse "OUT '$out' lies inside ROOT '$root': choose a directory elsewhere." ;;
  esac
}

# --- What ROOT may hold: nothing that push would refuse -------------------------------------------------

# Prints the name below ROOT of the first file there that the find expression matches.
first_found() {
  (cd -- "$root" && find . -mindepth 1 "$@" -printf '%P\n' -quit) || refuse "ROOT '$root' cannot be read: check its permissions."
}

# An executable file, and not by way of a symlink: no entry of a layer may go through another's link.
is_program() {
  [ -f "$1" ] && [ ! -L "$1" ] && [ -x "$1" ]
}

check_content() {
  for directory in etc etc/profile.d usr usr/local usr/local/bin "$erlang"; do
    if [ -L "$root/$directory" ] || { [ -e "$root/$directory" ] && [ ! -d "$root/$directory" ]; }; then
      refuse "'$directory' in ROOT is not a directory: a layer must not replace the base image's own, so make it one."
    fi
  done

  stray=$(first_found \
    ! -path "./$erlang" ! -path "./$erlang/*" ! -path "./$rebar3" ! -path "./$profile" \
    ! \( -type d \( -path ./etc -o -path ./etc/profile.d -o -path ./usr -o -path ./usr/local -o -path ./usr/local/bin \) \))
  [ -z "$stray" ] || refuse "'$stray' in ROOT is outside $erlang, $rebar3 and $profile: move it away, no layer may hold it."

  # As kerl takes it, any white space is between options; on one line, since the descriptor's strings are shown.
  kerl_options=$(printf '%s' "${KERL_CONFIGURE_OPTIONS-}" | tr '\t\r\n' '   ')
  case "$kerl_options" in
    *[[:cntrl:]]*) refuse "KERL_CONFIGURE_OPTIONS has a control character: take it out." ;;
  esac
  [ "${#kerl_options}" -le 4096 ] \
    || refuse "KERL_CONFIGURE_OPTIONS has more than 4096 characters, which is all that a descriptor takes: shorten it."

  special=$(first_found ! -type f ! -type d ! -type l)
  [ -z "$special" ] || refuse "'$special' in ROOT is a device, FIFO or socket: delete it, no layer may hold it."

  whiteout=$(first_found -name '.wh.*')
  [ -z "$whiteout" ] || refuse "'$whiteout' in ROOT would delete a file of the base image (.wh.): rename it."

  control=$(first_found -name '*[[:cntrl:]]*')
  [ -z "$control" ] || refuse "'$control' in ROOT has a control character in its name: rename it."

  control=$(first_found -lname '*[[:cntrl:]]*')
  [ -z "$control" ] || refuse "'$control' in ROOT is a symlink to a name with a control character: delete it."

  # As much as XFS takes of a symlink, and as leaves room for the directory that a path is unpacked to. find puts ./ before it.
  long=$(first_found -regextype posix-extended -regex '.{1026,}')
  [ -z "$long" ] || refuse "a path in ROOT has more than 1023 bytes, which not every Linux can unpack: shorten it ($long)."

  long=$(first_found -type l -size +1023c)
  [ -z "$long" ] || refuse "'$long' in ROOT is a symlink to more than 1023 bytes, which not every Linux can unpack: shorten it."

  is_program "$root/$erlang/bin/erl" \
    || refuse "ROOT '$root' has no executable file $erlang/bin/erl: install OTP to /$erlang, then name the root it is under."
  is_program "$root/$rebar3" \
    || refuse "ROOT '$root' has no executable file $rebar3: put the rebar3 escript there and make it executable."
  if [ -L "$root/$profile" ] || { [ -e "$root/$profile" ] && [ ! -f "$root/$profile" ]; }; then
    refuse "'$profile' in ROOT is not a file: replace it by one, or delete it to get the standard one."
  fi

  place=$(sed -n 's|^ *ROOTDIR="\{0,1\}\(/[^"]*\).*|\1|p' "$root/$erlang/bin/erl" | sed -n 1p)
  [ "${place:-/$erlang}" = "/$erlang" ] \
    || refuse "$erlang/bin/erl in ROOT is installed for '$place': run './Install -minimal /$erlang' in that OTP, or install it to /$erlang."
}

# --- What the toolchain says about itself ---------------------------------------------------------------

read_otp_version() {
  set -- "$root/$erlang"/releases/*/OTP_VERSION
  [ -f "$1" ] || refuse "ROOT '$root' has no $erlang/releases/*/OTP_VERSION: install OTP whole, as 'kerl install' does."
  [ $# -eq 1 ] || refuse "ROOT '$root' has $# OTP releases ($erlang/releases/*/OTP_VERSION): keep one."
  otp_version=$(sed -n 1p "$1")
  case "$otp_version" in
    '' | [!0-9]* | *[!A-Za-z0-9._-]*)
      refuse "OTP_VERSION in ROOT is '$otp_version', which cannot be an image tag: install an unpatched OTP release."
      ;;
  esac
}

read_erts_version() {
  set -- "$root/$erlang"/erts-*
  [ -d "$1" ] || refuse "ROOT '$root' has no $erlang/erts-*: install OTP whole, as 'kerl install' does."
  [ $# -eq 1 ] || refuse "ROOT '$root' has $# runtime systems ($erlang/erts-*): keep one."
  erts_version=${1##*/erts-}
}

# The emulator's ELF header, not uname: OTP may be packed on another machine than it runs on.
read_architecture() {
  emulator=$erlang/erts-$erts_version/bin/beam.smp
  [ -f "$root/$emulator" ] || refuse "ROOT '$root' has no $emulator: install OTP whole, as 'kerl install' does."
  header=$(od -An -v -tx1 -N20 "$root/$emulator" | tr -d ' \n')
  case "$header" in
    7f454c460201????????????????????????3e00) architecture=amd64 ;;
    7f454c460201????????????????????????b700) architecture=arm64 ;;
    7f454c46*) refuse "'$emulator' in ROOT is for a machine other than x86-64 or 64-bit Arm (ELF header $header): use an OTP for one of them." ;;
    *) refuse "'$emulator' in ROOT is not a Linux program (it starts with $header): use an OTP for Linux." ;;
  esac
}

# An unsigned little-endian number of $3 bytes at offset $2 of file $1.
number_at() {
  od -An -v -tu1 -j"$2" -N"$3" "$1" | awk '{ for (i = NF; i > 0; i--) n = n * 256 + $i } END { print n + 0 }'
}

# rebar3 is a zip behind a shebang. Running it would need a working OTP at its final place, so rebar.app is read out
# of the zip (PKWARE APPNOTE 4.3.7): gzip unpacks its deflated bytes once they have a gzip header in front.
rebar3_app() {
  name=rebar/ebin/rebar.app
  at=$(grep -abo -F -m1 "$name" "$1" | sed -n '1s/:.*//p')
  [ -n "$at" ] && [ "$at" -gt 30 ] || return 0
  header=$((at - 30))
  [ "$(number_at "$1" "$header" 4)" = 67324752 ] || return 0
  data=$((at + ${#name} + $(number_at "$1" $((header + 28)) 2)))
  case "$(number_at "$1" $((header + 8)) 2)" in
    0) tail -c +$((data + 1)) "$1" | head -c "$(number_at "$1" $((header + 18)) 4)" ;;
    8) { printf '\037\213\010\000\000\000\000\000\000\003'; tail -c +$((data + 1)) "$1"; } | gzip -dcq 2>/dev/null || : ;;
  esac
}

read_rebar3_version() {
  rebar3_version=$(rebar3_app "$root/$rebar3" | sed -n 's/.*{vsn, *"\([^"]*\)".*/\1/p' | sed -n 1p)
  if [ -z "$rebar3_version" ]; then
    rebar3_version=${REBAR3_VERSION-}
    [ -n "$rebar3_version" ] || refuse "the version of '$root/$rebar3' cannot be read from it: set REBAR3_VERSION."
  elif [ "${REBAR3_VERSION:-$rebar3_version}" != "$rebar3_version" ]; then
    refuse "REBAR3_VERSION is '$REBAR3_VERSION' but '$root/$rebar3' is $rebar3_version: unset it, or install the other rebar3."
  fi
}

read_build_host() {
  # shellcheck disable=SC1091 # the build host's own
  os_release=${BUILT_ON_OS_RELEASE-$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME-}")} || os_release=
  glibc=${BUILT_ON_GLIBC-$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //')} || glibc=
  openssl=${BUILT_ON_OPENSSL-$(openssl version 2>/dev/null | awk '{ print $2 }')} || openssl=
}

# --- The layer ------------------------------------------------------------------------------------------

write_standard_profile() {
  mkdir -p "$work/standard/etc/profile.d"
  cat >"$work/standard/$profile" <<'PROFILE'
# Login shells set PATH anew; this puts Erlang/OTP back in front.
case ":$PATH:" in
  *:/usr/local/erlang/bin:*) ;;
  *) PATH=/usr/local/erlang/bin:$PATH ;;
esac
export PATH
PROFILE
}

# The old GNU format: it holds names of any length and, unlike pax, no time or process id that tar makes up.
# The time is 1 second, not 0, as some tools take 0 for "no time".
layer_tar() {
  tar --create --format=gnu --blocking-factor=20 --sort=name --hard-dereference \
    --no-acls --no-selinux --no-xattrs --owner=0 --group=0 --numeric-owner --mode='a-st,u+rwX,go=u,go-w' \
    --mtime="@${SOURCE_DATE_EPOCH:-1}" "$@"
}

write_layer() {
  if [ -f "$root/$profile" ]; then
    profile_root=$root
  else
    write_standard_profile
    profile_root=$work/standard
  fi
  layer_tar --file="$work/layer.tar" -C "$profile_root" etc -C "$root" usr \
    || refuse "tar could not read all of ROOT '$root' (see above): check its permissions, and that nothing changes it meanwhile."
  diff_id=sha256:$(digest_of "$work/layer.tar")
  uncompressed_size=$(size_of "$work/layer.tar")
  gzip -n -9 -c "$work/layer.tar" >"$work/toolchain.tar.gz" \
    || refuse "gzip could not write '$work/toolchain.tar.gz': is the disk full?"
  rm "$work/layer.tar"
  digest=sha256:$(digest_of "$work/toolchain.tar.gz")
  size=$(size_of "$work/toolchain.tar.gz")
}

digest_of() {
  sha256sum <"$1" | sed 's/ .*//'
}

size_of() {
  wc -c <"$1" | tr -d ' '
}

# --- The descriptor -------------------------------------------------------------------------------------

# The argument as a JSON string (RFC 8259, section 7), quotes included.
json() {
  printf '%s' "$1" | awk '
    BEGIN {
      for (i = 1; i < 32; i++) escape[sprintf("%c", i)] = sprintf("\\u%04x", i)
      escape["\t"] = "\\t"; escape["\""] = "\\\""; escape["\\"] = "\\\\"
    }
    {
      if (NR > 1) text = text "\\n"
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        text = text (c in escape ? escape[c] : c)
      }
    }
    END { printf "\"%s\"", text }'
}

# A comma, and one member of a JSON object; nothing where the value is not known.
member() {
  [ -z "$2" ] || printf ', "%s": %s' "$1" "$(json "$2")"
}

write_descriptor() {
  {
    printf '{\n  "schemaVersion": 1,\n'
    printf '  "erlang": { "otpVersion": %s, "ertsVersion": %s },\n' "$(json "$otp_version")" "$(json "$erts_version")"
    printf '  "rebar3": { "version": %s },\n' "$(json "$rebar3_version")"
    if [ -n "${KERL_VERSION-}" ]; then
      printf '  "kerl": { "version": %s, "configureOptions": %s },\n' \
        "$(json "$KERL_VERSION")" "$(json "$kerl_options")"
    fi
    printf '  "platform": { "os": "linux", "architecture": "%s" },\n' "$architecture"
    if [ -n "${BUILT_ON_IMAGE-}" ]; then
      printf '  "builtOn": { "image": %s%s%s%s },\n' "$(json "$BUILT_ON_IMAGE")" \
        "$(member osRelease "$os_release")" "$(member glibc "$glibc")" "$(member openssl "$openssl")"
    fi
    printf '  "layer": {\n    "file": "toolchain.tar.gz",\n'
    printf '    "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",\n'
    printf '    "size": %s,\n    "digest": "%s",\n' "$size" "$digest"
    printf '    "diffId": "%s",\n    "uncompressedSize": %s\n  },\n' "$diff_id" "$uncompressed_size"
    printf '  "created": "%s"\n}\n' "$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%dT%H:%M:%SZ)"
  } >"$work/toolchain.json" || refuse "the descriptor could not be written to '$work': is the disk full?"
}

# At no moment does a descriptor stand beside a layer that it does not describe.
publish() {
  rm -f -- "$out/toolchain.json"
  mv -f -- "$work/toolchain.tar.gz" "$out/toolchain.tar.gz"
  mv -- "$work/toolchain.json" "$out/toolchain.json"
}

# --------------------------------------------------------------------------------------------------------

check_epoch
check_tools
[ "$root" != --check ] || exit 0
check_places
check_content
read_otp_version
read_erts_version
read_architecture
read_rebar3_version
read_build_host

if ! mkdir -p -- "$out" || ! work=$(mktemp -d "$out/.pack-toolchain.XXXXXX"); then
  refuse "OUT '$out' cannot be written (see above): choose a directory that you may write."
fi
trap 'rm -rf -- "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

write_layer
write_descriptor
publish

cat <<SUMMARY
Packed   Erlang/OTP $otp_version (erts $erts_version) and rebar3 $rebar3_version for linux/$architecture
Layer    $out/toolchain.tar.gz ($size bytes, $uncompressed_size uncompressed)
         $digest
Bundle   $out/toolchain.json

SUMMARY
if [ -n "${BUILT_ON_IMAGE-}" ]; then
  printf 'Next, push it onto the image that it is for:\n'
else
  cat <<'UNKNOWN'
NOTE     The bundle does not say which image it is for, so push cannot refuse a wrong one. OTP runs only where it finds the
         libraries that it is linked with. Pack it again with BUILT_ON_IMAGE set to the image that it was compiled on, or
         for a distribution's OTP to one of that release.

Next, push it, with that image in place of IMAGE:
UNKNOWN
fi
cat <<COMMAND
  mvn io.github.erlang-codebuild:erlang-codebuild-maven-plugin:push \\
    -Derlang-codebuild.toolchain=$out/toolchain.json -Derlang-codebuild.erlangVersion=$otp_version \\
    -Derlang-codebuild.baseImage=${BUILT_ON_IMAGE:-IMAGE}
It goes to your account's Amazon ECR, as $otp_version and latest; another place is -Derlang-codebuild.registry=HOST.
COMMAND
