#!/usr/bin/env bats
# What Git for Windows checks out, by its default core.autocrlf=true: the jar that is built there carries scripts for Linux.

@test "no file is checked out with carriage returns, whatever core.autocrlf says" {
  bats_require_minimum_version 1.5.0
  cd "$BATS_TEST_DIRNAME/../.."
  git rev-parse --verify --quiet HEAD >/dev/null || skip 'no clone of the repository'
  git -c core.autocrlf=true archive HEAD | tar -x -C "$BATS_TEST_TMPDIR"
  [ -f "$BATS_TEST_TMPDIR/erlang-toolchain/build-toolchain.sh" ]
  run ! grep -rIl $'\r' "$BATS_TEST_TMPDIR"
}
