#!/bin/sh
# Takes the pictures of docs/proof.md again: the report's page (SampleReport) as Chromium shows it, whole, on a screen and on a
# phone of 390 pixels. Needs chromium, pngquant, and compiled tests (mvn test-compile). With DIR it leaves docs as
# they are, and takes two projects' page there, light and dark, for a look.

set -eu

if [ $# -gt 1 ]; then
  echo 'usage: picture-report.sh [DIR]' >&2
  exit 2
fi
here=$(cd "$(dirname "$0")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

java -cp "$here/target/classes:$here/target/test-classes" io.github.erlangcodebuild.proof.SampleReport "$work"

# picture PAGE WIDTH HEIGHT FILE [OPTION]
picture() {
  page=$1 width=$2 height=$3 file=$4
  shift 4
  window=$width
  if [ "$width" -lt 500 ]; then # no window is narrower than that, but a frame is
    window=500
    printf '<body style="margin: 0; background: #8d949e"><iframe src="%s" style="display: block; margin: 0 auto; width: %spx;
      height: 100vh; border: 0"></iframe>' \
      "$page" "$width" >"$work/frame.html"
    page=frame.html
  fi
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --allow-file-access-from-files \
    --user-data-dir="$work/profile" --window-size="$window,$height" --screenshot="$work/picture.png" "$@" "file://$work/$page" \
    >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
  }
  pngquant --force --strip --output "$file" 128 "$work/picture.png"
}

if [ $# -eq 1 ]; then
  mkdir -p "$1"
  dir=$(cd "$1" && pwd -P)
  for scheme in light dark; do
    dark=
    [ "$scheme" = light ] || dark=--blink-settings=preferredColorScheme=0
    picture all.html 1200 2850 "$dir/screen-$scheme.png" ${dark:+"$dark"}
    picture all.html 390 3700 "$dir/phone-$scheme.png" ${dark:+"$dark"}
  done
else
  picture builds.html 920 1700 "$here/docs/builds.png"
  picture builds.html 390 2070 "$here/docs/builds-phone.png"
fi
