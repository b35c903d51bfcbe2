#!/bin/sh
# Installs what the acceptance tests need on Debian or Ubuntu; does nothing, and needs no root, when all is there.

set -eu

packages='apache2-utils bats ca-certificates containerd curl debootstrap docker-registry g++ gcc gnupg
  golang-docker-credential-helpers libc6-dev make nginx-light openssl pass perl podman procps python3-venv python3-yaml runc
  shellcheck skopeo tinyproxy-bin xz-utils'

missing=
for package in $packages; do
  case "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || :)" in
    installed) ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "install-packages: these packages are missing, and installing them needs root:$missing" >&2
  exit 1
fi
echo "Installing$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # one word per package
if ! { apt-get -q update && apt-get -q -y install --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  echo "install-packages: apt-get could not install:$missing" >&2
  exit 1
fi
