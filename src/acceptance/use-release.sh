#!/bin/sh
# Types a command of the README's into a shell where nothing is there but Maven: an empty folder, an empty local repository,
# and settings.xml with <pluginGroup>: use-release.sh MAVEN_VERSION DIRECTORY REPOSITORY_URL ARGUMENT…
# The repository stands in for Maven Central until there is a release there.

set -eu

version=$1 directory=$2 repository=$3
shift 3
mvn=$("$(dirname "$0")/get-maven.sh" "$version")/bin/mvn

mkdir -p "$directory/empty"
cat >"$directory/settings.xml" <<XML
<settings>
  <localRepository>$directory/local-repository</localRepository>
  <pluginGroups>
    <pluginGroup>io.github.erlang-codebuild</pluginGroup>
  </pluginGroups>
  <profiles>
    <profile>
      <id>release</id>
      <pluginRepositories>
        <pluginRepository>
          <id>release</id>
          <url>$repository</url>
        </pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>release</activeProfile>
  </activeProfiles>
</settings>
XML
cd "$directory/empty"
exec "$mvn" -B -ntp -s "$directory/settings.xml" "$@"
