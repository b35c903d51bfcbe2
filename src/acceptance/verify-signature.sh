#!/bin/sh
# Succeeds if the key of this GnuPG directory has signed the file: verify-signature.sh GNUPG_DIRECTORY SIGNATURE FILE

set -eu

exec gpg --homedir "$1" --batch --verify "$2" "$3"
