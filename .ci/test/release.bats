#!/usr/bin/env bats
# The version in all that has it, and what a tag must be. In a small copy of this tree.

setup() {
  work=$BATS_TEST_TMPDIR/clone
  mkdir -p "$work/.ci" "$work/docs" "$work/erlang-toolchain" "$work/examples"
  cp "$BATS_TEST_DIRNAME"/../{set-version,release-notes,check-release} "$work/.ci"
  cp "$BATS_TEST_DIRNAME/../../pom.xml" "$BATS_TEST_DIRNAME/../../README.md" "$work"
  cp "$BATS_TEST_DIRNAME"/../../docs/*.md "$work/docs"
  cp "$BATS_TEST_DIRNAME"/../../erlang-toolchain/*.md "$work/erlang-toolchain"
  cp "$BATS_TEST_DIRNAME"/../../examples/{README.md,pom.xml} "$work/examples"
  sed 's/^## \[Unreleased\]/## [9.8.7] - 2030-01-02/' "$BATS_TEST_DIRNAME/../../CHANGELOG.md" >"$work/CHANGELOG.md"
  cd "$work" || exit
}

@test "a version is set in the POM and in all that users copy, and the tag is accepted" {
  .ci/set-version 9.8.7
  grep -q '^  <version>9.8.7</version>$' pom.xml
  grep -q 'erlang-codebuild-maven-plugin:9.8.7' README.md
  [ "$(grep -A1 'erlang-codebuild-maven-plugin</artifactId>' README.md | tail -n 1 | tr -d ' ')" = '<version>9.8.7</version>' ]
  grep -q '<version>9.8.7</version>' examples/pom.xml
  .ci/check-release v9.8.7
}

@test "the next snapshot is set in the POM alone" {
  .ci/set-version 9.8.7
  .ci/set-version 9.9.0-SNAPSHOT
  grep -q '^  <version>9.9.0-SNAPSHOT</version>$' pom.xml
  grep -q 'erlang-codebuild-maven-plugin:9.8.7' README.md
  run grep -rq '9.9.0' README.md docs
  [ "$status" -eq 1 ]
}

@test "what is no version is refused, and nothing is changed" {
  before=$(cat pom.xml README.md | sha256sum)
  run .ci/set-version v9.8.7
  [ "$status" -eq 1 ]
  [[ $output == *"'v9.8.7' is no version"* ]]
  [ "$(cat pom.xml README.md | sha256sum)" = "$before" ]
}

@test "a tag that is not the version is refused" {
  .ci/set-version 9.8.7
  run .ci/check-release v9.8.8
  [ "$status" -eq 1 ]
  [[ $output == *"The tag has to be v9.8.7"* ]]
}

@test "a snapshot is no release" {
  .ci/set-version 9.9.0-SNAPSHOT
  run .ci/check-release v9.9.0-SNAPSHOT
  [ "$status" -eq 1 ]
  [[ $output == *"is no release"* ]]
}

@test "a release that the changelog does not know is refused" {
  .ci/set-version 9.8.6
  run .ci/check-release v9.8.6
  [ "$status" -eq 1 ]
  [[ $output == *"CHANGELOG.md says nothing of version '9.8.6'"* ]]
}

@test "a page that names another version is told" {
  .ci/set-version 9.8.7
  echo 'mvn io.github.erlang-codebuild:erlang-codebuild-maven-plugin:9.8.6:push' >>docs/guide.md
  run .ci/check-release v9.8.7
  [ "$status" -eq 1 ]
  [[ $output == *"docs/guide.md"*"9.8.6"* ]]
}

@test "the notes are the part of the changelog that is the version's" {
  printf '# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2030-01-02\n\n- New.\n\n## [1.0.0] - 2029-01-02\n\n- Old.\n' >CHANGELOG.md
  run .ci/release-notes 1.1.0
  [ "$status" -eq 0 ]
  [[ $output == *"- New."* ]]
  [[ $output != *"- Old."* ]]
}
