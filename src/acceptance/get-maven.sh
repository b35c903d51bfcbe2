#!/bin/sh
# Unpacks a version of Maven, unless it is there already, and prints where: get-maven.sh VERSION

set -eu
cd "$(dirname "$0")/../.."

home=$PWD/target/mavens/apache-maven-$1
[ -x "$home/bin/mvn" ] || mvn -B -ntp -q dependency:unpack -Dartifact="org.apache.maven:apache-maven:$1:tar.gz:bin" \
  -DoutputDirectory=target/mavens >&2
echo "$home"
