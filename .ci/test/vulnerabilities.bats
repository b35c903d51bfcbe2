#!/usr/bin/env bats
# What .ci/vulnerabilities asks for, and what it makes of the answer. Maven and osv-scanner are stand-ins.

setup() {
  work=$BATS_TEST_TMPDIR/clone
  dir=$work/target/vulnerabilities
  mkdir -p "$work/.ci" "$work/.github" "$BATS_TEST_TMPDIR/bin"
  cp "$BATS_TEST_DIRNAME/../vulnerabilities" "$work/.ci"
  cp "$BATS_TEST_DIRNAME/../../pom.xml" "$work"
  echo '# none' >"$work/.github/osv-scanner.toml"
  export PATH=$BATS_TEST_TMPDIR/bin:$PATH DEPENDENCIES=$BATS_TEST_TMPDIR/dependencies SCANNED=$BATS_TEST_TMPDIR/scanned STATUS=0
  cat >"$DEPENDENCIES" <<'LIST'

The following files have been resolved:
   com.google.guava:guava:jar:32.1.2-jre:compile -- module com.google.common
   org.ow2.asm:asm:jar:9.9:runtime
   io.example:native:jar:linux-x86_64:1.0:compile
LIST
  command_named mvn <<'SH'
for option; do
  case $option in -DoutputFile=*) cp "$DEPENDENCIES" "${option#*=}" ;; esac
done
SH
  command_named osv-scanner <<'SH'
echo "$*" >"$SCANNED"
exit "$STATUS"
SH
}

command_named() {
  { echo '#!/bin/sh'; cat; } >"$BATS_TEST_TMPDIR/bin/$1"
  chmod 0755 "$BATS_TEST_TMPDIR/bin/$1"
}

@test "each library at run time is looked up by its version" {
  run "$work/.ci/vulnerabilities" --offline-vulnerabilities
  [ "$status" -eq 0 ]
  [[ "$output" == *"none is known of the 3 libraries at run time"* ]]
  [ "$(cat "$dir/gradle.lockfile")" = "com.google.guava:guava:32.1.2-jre=runtimeClasspath
org.ow2.asm:asm:9.9=runtimeClasspath
io.example:native:1.0=runtimeClasspath" ]
  [ "$(cat "$SCANNED")" = "scan source --config .github/osv-scanner.toml --lockfile gradle.lockfile:$dir/gradle.lockfile --offline-vulnerabilities" ]
}

@test "what Maven itself has and what is for tests decides on no version" {
  run "$work/.ci/vulnerabilities"
  [ "$status" -eq 0 ]
  grep -q '<scope>provided</scope>' "$work/pom.xml"
  run grep -cE '<artifactId>(maven-core|wiremock)</artifactId>|<scope>provided</scope>' "$dir/pom.xml"
  [ "$output" = 0 ]
  grep -q '<artifactId>jib-core</artifactId>' "$dir/pom.xml"
}

@test "a finding fails, and says what to do" {
  STATUS=1 run "$work/.ci/vulnerabilities"
  [ "$status" -ne 0 ]
  [[ "$output" == *"take the fixed versions"*"or say in .github/osv-scanner.toml why"* ]]
}

@test "what could not be looked at is no success" {
  STATUS=127 run "$work/.ci/vulnerabilities"
  [ "$status" -ne 0 ]
  [[ "$output" == *"NOTHING WAS LOOKED AT"* ]]
}

@test "a list that is empty, or not understood, is no success" {
  echo 'The following files have been resolved:' >"$DEPENDENCIES"
  run "$work/.ci/vulnerabilities"
  [ "$status" -ne 0 ]
  echo '   org.example:thing:bundle:1.0:compile' >"$DEPENDENCIES"
  run "$work/.ci/vulnerabilities"
  [ "$status" -ne 0 ]
  [[ "$output" == *"lines that are not understood"* ]]
  [ ! -e "$SCANNED" ]
}

@test "what does not concern us has a reason and a last day" {
  toml=$work/.github/osv-scanner.toml
  printf '[[IgnoredVulns]]\nid = "GHSA-x"\nignoreUntil = 2027-01-31\nreason = "not used"\n' >"$toml"
  run "$work/.ci/vulnerabilities"
  [ "$status" -eq 0 ]
  for line in ignoreUntil reason; do
    printf '[[IgnoredVulns]]\nid = "GHSA-x"\nignoreUntil = 2027-01-31\nreason = "not used"\n' | grep -v "^$line" >"$toml"
    run "$work/.ci/vulnerabilities"
    [ "$status" -ne 0 ]
    [[ "$output" == *"needs 'ignoreUntil"* ]]
  done
}
