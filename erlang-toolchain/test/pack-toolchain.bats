#!/usr/bin/env bats
# What pack-toolchain.sh promises, on a toolchain of a few small files. python3 makes rebar3's zip and reads JSON.

setup_file() {
  bats_require_minimum_version 1.5.0
  export REBAR3_ESCRIPT="$BATS_FILE_TMPDIR/rebar3"
  make_rebar3 "$REBAR3_ESCRIPT" 3.25.1
}

setup() {
  pack="$BATS_TEST_DIRNAME/../pack-toolchain.sh"
  root="$BATS_TEST_TMPDIR/root"
  out="$BATS_TEST_TMPDIR/out"
  unset SOURCE_DATE_EPOCH REBAR3_VERSION KERL_VERSION KERL_CONFIGURE_OPTIONS "${!BUILT_ON_@}"
  make_root "$root"
}

# An escript as rebar3 is one: a shebang, then a zip that holds rebar.app of version $2.
make_rebar3() {
  python3 - "$1" "$2" "${3:-deflated}" <<'PYTHON'
import io, sys, zipfile
path, version, method = sys.argv[1:]
body = io.BytesIO()
with zipfile.ZipFile(body, "w", zipfile.ZIP_STORED if method == "stored" else zipfile.ZIP_DEFLATED) as z:
    z.writestr("getopt/ebin/getopt.app", '{application,getopt,[{vsn,"1.0.1"}]}.\n')
    z.writestr("rebar/ebin/rebar.app",
               '{application,rebar,\n [{description,"Rebar: Erlang Build Tool"},\n  {vsn,"%s"},\n  {modules,[%s]}]}.\n'
               % (version, ",".join("rebar_%d" % i for i in range(200))))
    z.writestr("rebar/ebin/rebar.beam", bytes(range(256)) * 20)
with open(path, "wb") as f:
    f.write(b"#!/usr/bin/env escript\n%%! +sbtu +A1\n" + body.getvalue())
PYTHON
  chmod 0755 "$1"
}

# The first 20 bytes of a 64-bit little-endian ELF file for machine $1, in octal.
elf_header() {
  printf "\\177ELF\\002\\001\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000\\003\\000\\$1\\000"
}

make_root() {
  local erlang="$1/usr/local/erlang" long
  long=$(printf 'n%.0s' {1..120})
  mkdir -p "$erlang"/{bin,erts-15.1/bin,releases/27,lib/kernel-10.1/ebin,"lib/$long/$long/$long"} "$1/usr/local/bin"
  printf '#!/bin/sh\nROOTDIR="/usr/local/erlang"\n' >"$erlang/bin/erl"
  elf_header 076 >"$erlang/erts-15.1/bin/beam.smp"
  elf_header 076 >"$erlang/erts-15.1/bin/epmd"
  ln -s ../erts-15.1/bin/epmd "$erlang/bin/epmd"
  ln "$erlang/erts-15.1/bin/epmd" "$erlang/erts-15.1/bin/epmd-too"
  echo 27.1 >"$erlang/releases/27/OTP_VERSION"
  echo '{application,kernel,[]}.' >"$erlang/lib/kernel-10.1/ebin/kernel.app"
  echo a >"$erlang/lib/$long/$long/$long/a"
  echo B >"$erlang/lib/$long/B"
  echo ü >"$erlang/lib/ü and a space"
  cp "$REBAR3_ESCRIPT" "$1/usr/local/bin/rebar3"
  chmod 0755 "$erlang"/bin/erl "$erlang"/erts-15.1/bin/*
}

digest() {
  sha256sum <"$1" | cut -d ' ' -f 1
}

# The value at a path such as layer.size in the descriptor.
field() {
  python3 -c '
import functools, json, sys
print(functools.reduce(lambda node, key: node[key], sys.argv[2].split("."), json.load(open(sys.argv[1]))))
' "$out/toolchain.json" "$1"
}

# Runs the script and expects it to fail with one line that has every given text, and to leave nothing in OUT.
refused() {
  run "$pack" "$root" "$out"
  echo "$output"
  [ "$status" -ne 0 ]
  [ "${#lines[@]}" -eq 1 ]
  for text in "$@"; do
    [[ "$output" == *"$text"* ]]
  done
  [ ! -d "$out" ] || [ -z "$(ls -A "$out")" ]
}

# --- The layer

@test "the same toolchain gives the same layer, whoever packs it, where and when" {
  "$pack" "$root" "$out"

  # The same content elsewhere, made in another order, under another umask, with other times and owners.
  local other="$BATS_TEST_TMPDIR/an other root" again="$BATS_TEST_TMPDIR/again"
  mkdir "$other"
  (
    umask 077
    cd "$root"
    find . -mindepth 1 -type d -print0 | sort -zr | while IFS= read -r -d '' d; do mkdir -p "$other/$d"; done
    find . ! -type d -print0 | sort -zr | while IFS= read -r -d '' f; do cp -P --no-preserve=all "$f" "$other/$f"; done
    chmod -R go= "$other"
    chmod 0700 "$other"/usr/local/bin/rebar3 "$other"/usr/local/erlang/bin/erl "$other"/usr/local/erlang/erts-15.1/bin/*
    find "$other" -depth -exec touch -h -d '2001-02-03 04:05:06.789' {} +
    [ "$(id -u)" -ne 0 ] || chown -hR 1234:5678 "$other"
    cd /
    TZ=Pacific/Chatham LANG=C.UTF-8 LC_ALL=C.UTF-8 GZIP=-1 TAR_OPTIONS=--format=posix \
      "$pack" "$other" "$again" 2>"$BATS_TEST_TMPDIR/errors"
  )
  [ ! -s "$BATS_TEST_TMPDIR/errors" ]
  cmp "$out/toolchain.tar.gz" "$again/toolchain.tar.gz"
}

@test "packing again over a bundle gives the same layer" {
  "$pack" "$root" "$out"
  first=$(digest "$out/toolchain.tar.gz")
  "$pack" "$root" "$out"
  [ "$(digest "$out/toolchain.tar.gz")" = "$first" ]
  [ "$(ls -A "$out")" = "$(printf 'toolchain.json\ntoolchain.tar.gz')" ]
}

@test "entries are sorted, owned by root, of one time, with modes 0755 and 0644" {
  chmod 0611 "$root/usr/local/erlang/lib/kernel-10.1/ebin/kernel.app"
  chmod 4755 "$root/usr/local/erlang/erts-15.1/bin/epmd"
  chmod 2770 "$root/usr/local/erlang/lib"
  chmod 1777 "$root/usr/local/erlang/releases"
  chmod 0600 "$root/usr/local/erlang/releases/27/OTP_VERSION"
  "$pack" "$root" "$out"
  python3 - "$out/toolchain.tar.gz" <<'PYTHON'
import sys, tarfile
with tarfile.open(sys.argv[1]) as tar:
    members = tar.getmembers()
names = [m.name for m in members]
assert names == sorted(names, key=lambda n: n.encode("utf-8", "surrogateescape").split(b"/")), names
assert len(names) == len(set(names))
for m in members:
    assert not m.name.startswith(("/", ".")), m.name
    assert (m.uid, m.gid, m.uname, m.gname, m.mtime) == (0, 0, "", "", 1), (m.name, m.uid, m.uname, m.mtime)
    assert m.isdir() or m.isreg() or m.issym(), (m.name, m.type)
    assert m.issym() or m.mode in (0o755, 0o644), (m.name, oct(m.mode))
    assert not m.isdir() or m.mode == 0o755, (m.name, oct(m.mode))
modes = {m.name: m.mode for m in members}
assert modes["usr/local/erlang/releases/27/OTP_VERSION"] == 0o644
assert modes["usr/local/erlang/bin/erl"] == modes["usr/local/bin/rebar3"] == 0o755
PYTHON
}

@test "a symlink stays a symlink, a hard link becomes a file" {
  "$pack" "$root" "$out"
  mkdir "$BATS_TEST_TMPDIR/unpacked"
  tar -xzf "$out/toolchain.tar.gz" -C "$BATS_TEST_TMPDIR/unpacked"
  cd "$BATS_TEST_TMPDIR/unpacked/usr/local/erlang"
  [ "$(readlink bin/epmd)" = ../erts-15.1/bin/epmd ]
  [ "$(stat -c %h erts-15.1/bin/epmd-too)" -eq 1 ]
  cmp erts-15.1/bin/epmd erts-15.1/bin/epmd-too
}

@test "the layer holds what ROOT holds, long and unusual names too" {
  "$pack" "$root" "$out"
  mkdir "$BATS_TEST_TMPDIR/unpacked"
  tar -xzf "$out/toolchain.tar.gz" -C "$BATS_TEST_TMPDIR/unpacked"
  diff -r --no-dereference "$root/usr" "$BATS_TEST_TMPDIR/unpacked/usr"
}

@test "a profile that puts OTP on the PATH once is added, and ROOT is left as it was" {
  "$pack" "$root" "$out"
  [ ! -e "$root/etc" ]
  tar -xzOf "$out/toolchain.tar.gz" etc/profile.d/erlang.sh >"$BATS_TEST_TMPDIR/erlang.sh"
  run sh -c 'PATH=/usr/bin:/bin; . "$1"; . "$1"; echo "$PATH"' sh "$BATS_TEST_TMPDIR/erlang.sh"
  [ "$output" = /usr/local/erlang/bin:/usr/bin:/bin ]
}

@test "a profile in ROOT is kept" {
  mkdir -p "$root/etc/profile.d"
  echo '# mine' >"$root/etc/profile.d/erlang.sh"
  "$pack" "$root" "$out"
  [ "$(tar -xzOf "$out/toolchain.tar.gz" etc/profile.d/erlang.sh)" = '# mine' ]
}

@test "SOURCE_DATE_EPOCH sets the time of the entries and of the descriptor" {
  SOURCE_DATE_EPOCH=1700000000 "$pack" "$root" "$out"
  [ "$(field created)" = 2023-11-14T22:13:20Z ]
  TZ=UTC tar --full-time -tvzf "$out/toolchain.tar.gz" | grep -q '2023-11-14 22:13:20 usr/local/erlang/bin/erl$'
}

# --- The descriptor

@test "the descriptor gives digest, size, diff ID and uncompressed size of the layer" {
  "$pack" "$root" "$out"
  python3 -m json.tool "$out/toolchain.json"
  [ "$(field schemaVersion)" = 1 ]
  [ "$(field layer.file)" = toolchain.tar.gz ]
  [ "$(field layer.mediaType)" = application/vnd.oci.image.layer.v1.tar+gzip ]
  [ "$(field layer.digest)" = "sha256:$(digest "$out/toolchain.tar.gz")" ]
  [ "$(field layer.size)" = "$(wc -c <"$out/toolchain.tar.gz")" ]
  gunzip -c "$out/toolchain.tar.gz" >"$BATS_TEST_TMPDIR/layer.tar"
  [ "$(field layer.diffId)" = "sha256:$(digest "$BATS_TEST_TMPDIR/layer.tar")" ]
  [ "$(field layer.uncompressedSize)" = "$(wc -c <"$BATS_TEST_TMPDIR/layer.tar")" ]
}

@test "the descriptor gives OTP, erts, rebar3 and platform, and nothing that is not known" {
  "$pack" "$root" "$out"
  [ "$(field erlang.otpVersion)" = 27.1 ]
  [ "$(field erlang.ertsVersion)" = 15.1 ]
  [ "$(field rebar3.version)" = 3.25.1 ]
  [ "$(field platform.os)" = linux ]
  [ "$(field platform.architecture)" = amd64 ]
  [[ "$(field created)" =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$ ]]
  run ! grep -qE 'kerl|builtOn' "$out/toolchain.json"
}

@test "the architecture is the emulator's, not this machine's" {
  elf_header 267 >"$root/usr/local/erlang/erts-15.1/bin/beam.smp"
  "$pack" "$root" "$out"
  [ "$(field platform.architecture)" = arm64 ]
}

@test "kerl's options come through as they are, quotes too, and on one line" {
  export KERL_VERSION=4.4.0
  export KERL_CONFIGURE_OPTIONS=$'--with-ssl="/opt/a b"\t\\x \'y\'\r\n--é'
  "$pack" "$root" "$out"
  [ "$(field kerl.version)" = 4.4.0 ]
  [ "$(field kerl.configureOptions)" = "--with-ssl=\"/opt/a b\" \\x 'y'  --é" ]
}

@test "refused: options of kerl that push would refuse in a descriptor" {
  export KERL_VERSION=4.4.0
  KERL_CONFIGURE_OPTIONS=$'--a\x01' refused 'KERL_CONFIGURE_OPTIONS' 'control character'
  KERL_CONFIGURE_OPTIONS=$(printf -- '-%.0s' $(seq 4097)) refused 'KERL_CONFIGURE_OPTIONS' '4096 characters'
}

@test "builtOn describes the image that it runs in" {
  BUILT_ON_IMAGE=public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0 "$pack" "$root" "$out"
  [ "$(field builtOn.image)" = public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0 ]
  [ "$(field builtOn.osRelease)" = "$(. /etc/os-release && echo "$PRETTY_NAME")" ]
  [ "$(field builtOn.glibc)" = "$(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2)" ]
}

@test "builtOn says what the image had, not what this host has, where that is given" {
  BUILT_ON_IMAGE=example.com/base:1 BUILT_ON_OS_RELEASE='Example Linux 1' BUILT_ON_GLIBC=2.30 BUILT_ON_OPENSSL='' "$pack" "$root" "$out"
  [ "$(field builtOn.osRelease)" = 'Example Linux 1' ]
  [ "$(field builtOn.glibc)" = 2.30 ]
  run ! grep -q openssl "$out/toolchain.json"
}

@test "rebar3's version is read where its zip is not compressed" {
  make_rebar3 "$root/usr/local/bin/rebar3" 3.24.0 stored
  "$pack" "$root" "$out"
  [ "$(field rebar3.version)" = 3.24.0 ]
}

@test "rebar3's version is taken from REBAR3_VERSION where rebar3 does not say it" {
  printf '#!/bin/sh\n' >"$root/usr/local/bin/rebar3"
  REBAR3_VERSION=3.23.0 "$pack" "$root" "$out"
  [ "$(field rebar3.version)" = 3.23.0 ]
}

# --- What the user sees

@test "the end is a summary and the command that pushes the bundle" {
  run --separate-stderr "$pack" "$root" "$out"
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  [[ "$output" == *'Erlang/OTP 27.1 (erts 15.1) and rebar3 3.25.1 for linux/amd64'* ]]
  [[ "$output" == *"$(field layer.digest)"* ]]
  [[ "$output" == *"-Derlang-codebuild.toolchain=$out/toolchain.json -Derlang-codebuild.erlangVersion=27.1"* ]]
}

@test "the command names the image that the bundle was made on" {
  BUILT_ON_IMAGE=example.com/base:1 run --separate-stderr "$pack" "$root" "$out"
  [ "$status" -eq 0 ]
  [[ "$output" == *'-Derlang-codebuild.baseImage=example.com/base:1'* ]]
  [[ "$output" != *NOTE* ]]
}

@test "the command of a bundle without a known image cannot be pasted as it is, and a note says what to set" {
  run --separate-stderr "$pack" "$root" "$out"
  [ "$status" -eq 0 ]
  [[ "$output" == *'-Derlang-codebuild.baseImage=IMAGE'* ]]
  [[ "$output" == *'NOTE '*'BUILT_ON_IMAGE'* ]]
}

@test "--help explains, and a wrong number of arguments does too" {
  run --separate-stderr "$pack" --help
  [ "$status" -eq 0 ]
  [[ "$output" == Usage:* ]]
  run --separate-stderr "$pack"
  [ "$status" -eq 2 ]
  [[ "$stderr" == 'pack-toolchain: ROOT and OUT are missing.'*Usage:* ]]
  run --separate-stderr "$pack" "$root"
  [ "$status" -eq 2 ]
  [[ "$stderr" == 'pack-toolchain: OUT is missing.'*Usage:* ]]
  run --separate-stderr "$pack" "$root" "$out" more
  [ "$status" -eq 2 ]
  [[ "$stderr" == 'pack-toolchain: there are 3 arguments'*Usage:* ]]
}

# --- Interrupted

# Puts a command named $1 in front of the PATH that does $2.
replace_command() {
  mkdir -p "$BATS_TEST_TMPDIR/bin"
  printf '#!/bin/sh\n%s\n' "$2" >"$BATS_TEST_TMPDIR/bin/$1"
  chmod 0755 "$BATS_TEST_TMPDIR/bin/$1"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

@test "a run that is interrupted leaves the bundle before it whole" {
  "$pack" "$root" "$out"
  before=$(cat "$out"/* | sha256sum)
  echo 27.2 >"$root/usr/local/erlang/releases/27/OTP_VERSION"
  replace_command gzip "case \"\$*\" in *-9*) kill -TERM \$PPID; exit 1 ;; esac; exec $(command -v gzip) \"\$@\""
  run "$pack" "$root" "$out"
  [ "$status" -eq 143 ]
  [ "$(cat "$out"/* | sha256sum)" = "$before" ]
  [ "$(ls -A "$out")" = "$(printf 'toolchain.json\ntoolchain.tar.gz')" ]
}

@test "a run that is interrupted between the two files leaves no descriptor" {
  "$pack" "$root" "$out"
  echo 27.2 >"$root/usr/local/erlang/releases/27/OTP_VERSION"
  replace_command mv "case \"\$*\" in *toolchain.json*) exit 1 ;; esac; exec $(command -v mv) \"\$@\""
  run "$pack" "$root" "$out"
  [ "$status" -ne 0 ]
  [ "$(ls -A "$out")" = toolchain.tar.gz ]
}

@test "a layer that cannot be compressed is no bundle" {
  replace_command gzip 'exit 1'
  export REBAR3_VERSION=3.25.1
  refused 'gzip could not write'
}

# --- Refused

@test "refused: no bin/erl" {
  rm "$root/usr/local/erlang/bin/erl"
  refused 'no executable file usr/local/erlang/bin/erl' "$root" 'install OTP'
}

@test "refused: bin/erl that is not executable" {
  chmod 0644 "$root/usr/local/erlang/bin/erl"
  refused 'no executable file usr/local/erlang/bin/erl'
}

@test "refused: OTP installed for another place" {
  printf '#!/bin/sh\nROOTDIR=/opt/otp\n' >"$root/usr/local/erlang/bin/erl"
  refused "'/opt/otp'" 'Install -minimal /usr/local/erlang'
}

@test "refused: no rebar3" {
  rm "$root/usr/local/bin/rebar3"
  refused 'no executable file usr/local/bin/rebar3'
}

@test "refused: rebar3 that is a symlink" {
  mv "$root/usr/local/bin/rebar3" "$root/usr/local/erlang/bin/"
  ln -s ../erlang/bin/rebar3 "$root/usr/local/bin/rebar3"
  refused 'no executable file usr/local/bin/rebar3'
}

@test "refused: rebar3 that does not say its version" {
  printf '#!/bin/sh\n' >"$root/usr/local/bin/rebar3"
  refused 'usr/local/bin/rebar3' 'set REBAR3_VERSION'
}

@test "refused: another rebar3 than REBAR3_VERSION" {
  export REBAR3_VERSION=3.24.0
  refused "'3.24.0'" 3.25.1
}

@test "refused: no OTP_VERSION" {
  rm "$root/usr/local/erlang/releases/27/OTP_VERSION"
  refused 'no usr/local/erlang/releases/*/OTP_VERSION'
}

@test "refused: two OTP releases" {
  mkdir "$root/usr/local/erlang/releases/28"
  echo 28.0 >"$root/usr/local/erlang/releases/28/OTP_VERSION"
  refused '2 OTP releases'
}

@test "refused: an OTP_VERSION that is no tag" {
  echo '27.1**' >"$root/usr/local/erlang/releases/27/OTP_VERSION"
  refused "'27.1**'"
}

@test "refused: no erts, or two" {
  mkdir "$root/usr/local/erlang/erts-15.2"
  refused '2 runtime systems'
  rm -r "$root"/usr/local/erlang/erts-*
  refused 'no usr/local/erlang/erts-*'
}

@test "refused: an emulator for another machine, or for no Linux" {
  elf_header 363 >"$root/usr/local/erlang/erts-15.1/bin/beam.smp"
  refused 'beam.smp' 'other than x86-64 or 64-bit Arm'
  printf '\317\372\355\376' >"$root/usr/local/erlang/erts-15.1/bin/beam.smp"
  refused 'beam.smp' 'not a Linux program' cffaedfe
}

@test "refused: files outside the allowed paths" {
  for stray in usr/local/lib/x usr/local/bin/kerl etc/passwd etc/profile.d/other.sh usr/local/erlang2/x top; do
    mkdir -p "$root/$(dirname "$stray")"
    touch "$root/$stray"
    refused 'is outside'
    rm "$root/$stray"
    case $stray in usr/local/lib/* | usr/local/erlang2/*) rmdir "$root/$(dirname "$stray")" ;; esac
  done
}

@test "refused: a FIFO, a socket, a device" {
  mkfifo "$root/usr/local/erlang/lib/fifo"
  refused "'usr/local/erlang/lib/fifo'" 'device, FIFO or socket'
  rm "$root/usr/local/erlang/lib/fifo"
  (cd "$root/usr/local/erlang/lib" && python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")')
  refused "'usr/local/erlang/lib/socket'" 'device, FIFO or socket'
  rm "$root/usr/local/erlang/lib/socket"
  [ "$(id -u)" -eq 0 ] && mknod "$root/usr/local/erlang/lib/null" c 1 3 || skip 'a device needs root'
  refused "'usr/local/erlang/lib/null'" 'device, FIFO or socket'
}

@test "refused: a whiteout, file or directory" {
  touch "$root/usr/local/erlang/lib/.wh.kernel"
  refused "'usr/local/erlang/lib/.wh.kernel'"
  rm "$root/usr/local/erlang/lib/.wh.kernel"
  mkdir "$root/usr/local/erlang/lib/.wh..wh..opq"
  refused "'usr/local/erlang/lib/.wh..wh..opq'"
}

@test "refused: a name with a line break" {
  touch "$root/usr/local/erlang/lib/a"$'\n'"b"
  refused 'control character' 'lib/a?b'
}

@test "refused: a symlink to a name with a control character" {
  ln -s $'a\tb' "$root/usr/local/erlang/lib/link"
  refused "'usr/local/erlang/lib/link'" 'control character'
}

@test "a path and a symlink's target may have 1023 bytes" {
  cd "$root/usr/local/erlang/lib"
  path=usr/local/erlang/lib
  for _ in {1..10}; do
    path=$path/$(printf 'd%.0s' {1..99})
    mkdir "${path##*/}" && cd "${path##*/}"
  done
  [ ${#path} -eq 1020 ]
  touch ab
  ln -s "$(printf 't/%.0s' {1..511})t" l
  "$pack" "$root" "$out"
  rm -r "$out"
  mv ab abc
  refused 'more than 1023 bytes' 'abc).'
  rm abc
  ln -sf "$(printf 't/%.0s' {1..512})" l
  refused "l' in ROOT is a symlink to more than 1023 bytes"
}

@test "refused: a symlink in place of a parent directory" {
  mv "$root/usr/local/erlang" "$BATS_TEST_TMPDIR/erlang"
  ln -s "$BATS_TEST_TMPDIR/erlang" "$root/usr/local/erlang"
  refused "'usr/local/erlang' in ROOT is not a directory"
}

@test "refused: a profile that is not a file" {
  mkdir -p "$root/etc/profile.d"
  ln -s ../other "$root/etc/profile.d/erlang.sh"
  refused "'etc/profile.d/erlang.sh'"
}

@test "refused: no ROOT" {
  root="$BATS_TEST_TMPDIR/none"
  refused "ROOT '$root' is not a directory"
}

@test "refused: OUT without a parent, OUT that is a file, OUT inside ROOT" {
  out="$BATS_TEST_TMPDIR/none/out"
  refused "OUT '$out' cannot be made" "'$BATS_TEST_TMPDIR/none' does not exist"
  out="$root/usr/local/erlang/out"
  run "$pack" "$root" "$out"
  [ "$status" -eq 1 ]
  [[ "$output" == *'lies inside ROOT'* ]]
  [ ! -e "$out" ]
  out="$BATS_TEST_TMPDIR/file"
  touch "$out"
  run "$pack" "$root" "$out"
  [ "$status" -eq 1 ]
  [[ "$output" == *"OUT '$out' is not a directory"* ]]
}

@test "refused: SOURCE_DATE_EPOCH that is no number of seconds" {
  export SOURCE_DATE_EPOCH=yesterday
  refused "'yesterday'"
  export SOURCE_DATE_EPOCH=
  refused "SOURCE_DATE_EPOCH is ''"
  for epoch in 8589934592 99999999999 99999999999999999999999; do
    export SOURCE_DATE_EPOCH=$epoch
    refused "'$epoch'" 'at most 8589934591'
  done
}

# A tar of version $1 that does not know the options that match $2.
replace_tar() {
  replace_command tar "case \"\$*\" in
      --version) echo '$1'; exit ;;
      $2) echo \"tar: unrecognized option '--sort=name'\" >&2; exit 64 ;;
    esac
    exec $(command -v tar) \"\$@\""
}

@test "refused: a tar that is not GNU's, or that cannot sort" {
  replace_tar 'bsdtar 3.5.3' '*'
  refused 'needs GNU tar 1.28' "$BATS_TEST_TMPDIR/bin/tar is bsdtar 3.5.3"
  PATH=${PATH#*:}
  replace_tar 'tar (GNU tar) 1.26' '*--sort*'
  refused 'needs GNU tar 1.28' "$BATS_TEST_TMPDIR/bin/tar is tar (GNU tar) 1.26" "unrecognized option '--sort=name'"
}

@test "--check says whether packing would have its tools, and packs nothing" {
  cd "$BATS_TEST_TMPDIR"
  before=$(ls -A)
  run "$pack" --check
  [ "$status" -eq 0 ]
  [ -z "$output" ]
  [ "$(ls -A)" = "$before" ]
  replace_tar 'tar (GNU tar) 1.26' '*--sort*'
  run "$pack" --check
  [ "$status" -eq 1 ]
  [[ "$output" == 'pack-toolchain: needs GNU tar 1.28'* ]]
}
