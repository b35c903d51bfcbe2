#!/usr/bin/env bats
# What distribution-root.sh refuses. That what it makes works is proven in a container, by the acceptance tests.

setup() {
  distribution_root="$BATS_TEST_DIRNAME/../distribution-root.sh"
  root="$BATS_TEST_TMPDIR/root"
  mkdir "$BATS_TEST_TMPDIR/bin"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

# Puts a command named $1 in front of the PATH that does $2.
replace_command() {
  printf '#!/bin/sh\n%s\n' "$2" >"$BATS_TEST_TMPDIR/bin/$1"
  chmod 0755 "$BATS_TEST_TMPDIR/bin/$1"
}

refused() {
  run "$distribution_root" "$root"
  echo "$output"
  [ "$status" -eq 1 ]
  [ "${#lines[@]}" -eq 1 ]
  [[ "$output" == *"$1"* ]]
}

@test "refused: a ROOT that holds something" {
  mkdir "$root"
  touch "$root/file"
  refused "ROOT '$root' is not empty"
  [ "$(ls -A "$root")" = file ]
}

@test "refused: no package rebar3" {
  replace_command apt-get 'exit 0'
  replace_command dpkg-deb 'exit 0'
  replace_command apt-cache 'echo "E: No packages found" >&2; exit 100'
  refused "apt knows no package 'rebar3'"
  [ ! -e "$root" ]
}

@test "refused: packages that cannot be downloaded, with apt's own words" {
  replace_command apt-cache 'echo rebar3'
  replace_command dpkg-deb 'exit 0'
  replace_command apt-get 'echo "E: Failed to fetch rebar3" >&2; exit 100'
  refused 'E: Failed to fetch rebar3'
  [ ! -e "$root" ]
}
