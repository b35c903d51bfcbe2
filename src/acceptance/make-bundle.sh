#!/bin/sh
# Makes DIR/toolchain.tar.gz and DIR/toolchain.json by build-toolchain.sh, with this distribution's OTP and rebar3: all is
# real but kerl, which installs that OTP in place of compiling one. The descriptor says that it was compiled on IMAGE.
# /usr/local is a directory of its own, by a mount that only the build sees.

set -eu

if [ $# -ne 2 ]; then
  echo 'usage: make-bundle.sh DIR IMAGE' >&2
  exit 2
fi
dir=$1 image=$2
toolchain=$(cd "$(dirname "$0")/../../erlang-toolchain" && pwd -P)
mkdir -p "$dir"
dir=$(cd "$dir" && pwd -P)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$toolchain/distribution-root.sh" "$work/root"
installed=$work/root/usr/local/erlang
rebar3=$work/root/usr/local/bin/rebar3
otp_version=$(cat "$installed"/releases/*/OTP_VERSION)
rebar3_version=$(python3 -c '
import re, sys, zipfile
print(re.search(r"""{vsn, *"([^"]*)""", zipfile.ZipFile(sys.argv[1]).read("rebar/ebin/rebar.app").decode())[1])
' "$rebar3")

cat >"$work/kerl" <<KERL
#!/bin/sh
set -e
case "\$1" in
  install)
    cp -R "$installed/." "\$3"
    # What kerl's own exports, as it does.
    cat >"\$3/activate" <<'ACTIVATE'
set -o allexport
_KERL_ACTIVE_DIR=/usr/local/erlang
PATH=/usr/local/erlang/bin:\$PATH
MANPATH=/usr/local/erlang/lib/erlang/man:/usr/local/erlang/man\${MANPATH:+:\$MANPATH}
REBAR_PLT_DIR=/usr/local/erlang
REBAR_CACHE_DIR=/usr/local/erlang/.cache/rebar3
ERL_AFLAGS="-kernel shell_history enabled"
set +o allexport
ACTIVATE
    ;;
esac
KERL
echo "OTP $otp_version is installed already" | gzip -n >"$work/otp_src_$otp_version.tar.gz"

checksum() {
  sha256sum <"$1" | cut -d ' ' -f 1
}

mkdir -p "$work/local/src"
user=
[ "$(id -u)" -eq 0 ] || user=--map-root-user
# shellcheck disable=SC2016 # for the shell that it starts
unshare --mount $user sh -c 'mount --bind "$1" /usr/local && shift && exec env -i "$@"' sh "$work/local" \
  "PATH=$PATH" "OUT=$dir" SKIP_PACKAGES=1 "BUILT_ON_IMAGE=$image" \
  "OTP_VERSION=$otp_version" "OTP_URL=file://$work/otp_src_$otp_version.tar.gz" \
  "OTP_SHA256=$(checksum "$work/otp_src_$otp_version.tar.gz")" \
  "REBAR3_VERSION=$rebar3_version" "REBAR3_URL=file://$rebar3" "REBAR3_SHA256=$(checksum "$rebar3")" \
  "KERL_URL=file://$work/kerl" "KERL_SHA256=$(checksum "$work/kerl")" \
  "$toolchain/build-toolchain.sh"
