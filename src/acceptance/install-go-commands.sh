#!/bin/sh
# Makes commands in DIR from Go modules. Each PACKAGE is MODULE/PATH@VERSION, or a directory with a module in it; the command is
# named like its last part. Does nothing when all are there. Needs no Go: where there is none of 1.21 or later, one is
# fetched, used and deleted.

set -eu

usage='usage: install-go-commands.sh DIR PACKAGE...'
dir=${1:?$usage}
shift
: "${1:?$usage}"
go_version=1.24.11
go_sum=8a9685c09d449928863152512648530dafde05e7d41fcbb21baba3a852e84ef4

command_of() {
  name=${1%@*}
  echo "${name##*/}"
}

missing=
for package in "$@"; do
  [ -x "$dir/$(command_of "$package")" ] || missing=yes
done
[ -n "$missing" ] || exit 0

fail() {
  echo "install-go-commands: $*" >&2
  exit 1
}

mkdir -p "$dir"
dir=$(cd "$dir" && pwd -P)
work=$(mktemp -d "$dir/.go.XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# From 1.21 on, Go can fetch the version that a module asks for.
is_new_enough() {
  minor=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
  [ "${minor:-0}" -ge 21 ]
}

# A Go toolchain is a module like any other, only that its zip forgets which files can be run.
fetch_go() {
  [ "$(uname -m)" = x86_64 ] || fail 'there is no Go of 1.21 or later; install one'
  proxy=${GOPROXY:-https://proxy.golang.org}
  proxy=${proxy%%[,|]*}
  name=golang.org/toolchain@v0.0.1-go$go_version.linux-amd64
  curl -fsSL -o "$work/go.zip" "$proxy/golang.org/toolchain/@v/${name#*@}.zip" ||
    fail "Go $go_version could not be fetched from $proxy"
  echo "$go_sum  $work/go.zip" | sha256sum --check --status || fail "Go $go_version from $proxy has another checksum"
  python3 -m zipfile -e "$work/go.zip" "$work"
  mv "$work/$name" "$work/go"
  find "$work/go/bin" "$work/go/pkg/tool" -type f -exec chmod +x {} +
  PATH=$work/go/bin:$PATH
  unset GOROOT
}

build() {
  case $1 in
    *@*) go install "$1" ;;
    *) cd "$1" && go install . ;;
  esac
}

is_new_enough || fetch_go
# GOTOOLCHAIN, since the Go of some distributions does not fetch a newer one by itself
export GOFLAGS=-buildvcs=false GOTOOLCHAIN=auto GOBIN="$work/bin"
for package in "$@"; do
  if ! (build "$package") >"$work/log" 2>&1; then
    tail -n 20 "$work/log" >&2
    fail "$(command_of "$package") could not be built"
  fi
done
mv "$work"/bin/* "$dir"
