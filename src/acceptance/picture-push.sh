#!/bin/sh
# Takes the picture of the README again, docs/push.svg: what the first push of AwsAcceptance printed, between sh's prompt and
# Maven's own lines, with Amazon's public registry in place of the test's. Run that first:
# mvn verify -Pacceptance -Dit.test=AwsAcceptance

set -eu

here=$(cd "$(dirname "$0")/../.." && pwd -P)
venv=$here/target/rich
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet rich==15.0.0
fi
"$venv/bin/python" - "$here/target/acceptance/push.txt" "$here/docs/push.svg" <<'PYTHON'
import re, sys, textwrap
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

printed = open(sys.argv[1], encoding="utf-8").read()
lines = re.sub(r"127\.0\.0\.1:\d+(?=/codebuild/)", "public.ecr.aws", printed).splitlines()
begin = next(i for i, line in enumerate(lines) if ":push" in line and "---" in line) + 1
end = next(i for i, line in enumerate(lines) if i > begin and "------" in line)
printed_any = False
console = Console(record=True, width=120, file=open("/dev/null", "w"))
console.print(Text("$ mvn erlang-codebuild:push", style="bold"))
for line in lines[begin:end]:
    if line.strip() == "[INFO]" and not printed_any:
        continue
    printed_any = True
    line = line.removeprefix("[INFO]").removeprefix(" ")
    indent = " " * (len(line) - len(line.lstrip()) + 2 if line.startswith(" ") else 11)
    wrapped = textwrap.wrap(
        line, 118, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=False
    )
    text = Text("\n".join(wrapped))
    text.highlight_regex(r"^\[WARNING\]", "bold yellow")
    text.highlight_regex(r"^(Target|Toolchain|Base|Pushed|Next|Repository)(?=:)", "bold")
    console.print(text, soft_wrap=False)
console.save_svg(sys.argv[2], title="a first push", theme=MONOKAI)
PYTHON
