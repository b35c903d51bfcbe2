#!/usr/bin/env bash
# Releases this working tree as RELEASING.md says, in a copy, with a new key, to a stand-in of Maven Central and to a directory:
# release.sh DIRECTORY VERSION CENTRAL_URL. DIRECTORY gets "repository", and "gnupg" with the key. No test runs.

set -euo pipefail
cd "$(dirname "$0")/../.."

directory=$1 version=$2 central=$3
copy=$directory/tree
mvn=$(src/acceptance/get-maven.sh 3.9.16)/bin/mvn

mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  [ ! -e "$file" ] || printf '%s\0' "$file"
done | xargs -0 cp --parents -t "$copy"
cd "$copy"
.ci/set-version "$version"

export GNUPGHOME="$directory/gnupg"
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key 'release <release@example.com>' ed25519 sign never
MAVEN_GPG_KEY=$(gpg --batch --quiet --armor --export-secret-keys release@example.com)
export MAVEN_GPG_KEY

cat >"$directory/settings.xml" <<XML
<settings>
  <servers>
    <server>
      <id>central</id>
      <username>a-user-token</username>
      <password>its-password</password>
    </server>
  </servers>
</settings>
XML
"$mvn" -B -ntp -s "$directory/settings.xml" -Prelease,quick -Dgpg.signer=bc \
  -DcentralBaseUrl="$central" -Dmaven.deploy.skip=false \
  -DaltDeploymentRepository="rehearsal::file://$directory/repository" deploy
