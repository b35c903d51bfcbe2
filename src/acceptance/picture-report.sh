#!/bin/sh
# Takes the pictures of docs/proof.md again: the report's page (SampleReport) as Chromium shows it, on a screen of 920 pixels and on
# a phone of 390, each exactly as high as the page is. Needs chromium-headless-shell (a window of chromium itself is never narrower
# than 500 pixels), pngquant, JDK and Maven. With DIR it leaves docs as they are, and puts there, for a look,
# the page of docs and one of projects that are hard to show: at 390, 920 and 1440 pixels, light and dark, and printed.

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

(cd "$here" && mvn -B -ntp -q test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath")
java -cp "$here/target/classes:$here/target/test-classes:$(cat "$work/classpath")" io.github.erlangcodebuild.proof.SampleReport "$work"

# browser OPTION...: its output is that of the browser
browser() {
  chromium-headless-shell --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files \
    --user-data-dir="$work/profile" "$@" 2>"$work/log" || {
    cat "$work/log" >&2
    exit 1
  }
}

# height PAGE WIDTH: how many pixels the page is high; it is told by a page around it, as the page itself runs nothing
height() {
  cat >"$work/around.html" <<END
<iframe src="$1" style="border: 0; width: $2px; height: 100px"
  onload="document.title = 'height=' + contentDocument.documentElement.scrollHeight"></iframe>
END
  browser --window-size="$2,800" --dump-dom "file://$work/around.html" | sed -n 's/.*height=\([0-9][0-9]*\).*/\1/p'
}

# picture PAGE WIDTH FILE [OPTION...]
picture() {
  page=$1 width=$2 file=$3
  shift 3
  height=$(height "$page" "$width")
  browser --window-size="$width,${height:?of $page is not known}" --screenshot="$work/picture.png" "$@" "file://$work/$page"
  pngquant --force --strip --output "$file" 64 "$work/picture.png"
}

if [ $# -eq 1 ]; then
  mkdir -p "$1"
  dir=$(cd "$1" && pwd -P)
  for name in builds all; do
    for wide in 390 920 1440; do
      picture "$name.html" "$wide" "$dir/$name-$wide-light.png"
      picture "$name.html" "$wide" "$dir/$name-$wide-dark.png" --blink-settings=preferredColorScheme=0
    done
    browser --no-pdf-header-footer --print-to-pdf="$dir/$name.pdf" "file://$work/$name.html"
  done
else
  picture builds.html 920 "$here/docs/builds.png" --force-device-scale-factor=2
  picture builds.html 390 "$here/docs/builds-phone.png" --force-device-scale-factor=2
fi
