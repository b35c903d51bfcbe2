#!/bin/sh
# Runs the commands of a buildspec in the current directory, as CodeBuild does: phase after phase, all in one sh that is no
# login shell; a failed command ends its phase; after a failed build phase post_build runs still. --print prints the
# script instead, for a container that has no Python, or for shellcheck. Each phase's seconds are printed at its end.
# Where ARTIFACTS is set, a build that succeeded leaves its artifacts in that directory.

set -eu

print=
if [ "${1-}" = --print ]; then
  print=yes
  shift
fi
if [ $# -ne 1 ]; then
  echo 'usage: run-buildspec.sh [--print] BUILDSPEC' >&2
  exit 2
fi

# Debian's own, which has python3-yaml.
script=$(/usr/bin/python3 - "$1" <<'PYTHON'
import re, shlex, sys, yaml

PHASES = ["install", "pre_build", "build", "post_build"]

def refuse(problem):
    sys.exit(f"run-buildspec: {sys.argv[1]}: {problem}")

def only(known, where, what):
    for key in what:
        if key not in known:
            refuse(f"'{key}' in {where} is not known here")

with open(sys.argv[1]) as file:
    spec = yaml.safe_load(file)
only(["version", "env", "phases", "artifacts", "cache"], "the buildspec", spec)
if spec.get("version") != 0.2:
    refuse("its version is not 0.2: each command would have a shell of its own")
only(["variables"], "env", spec.get("env", {}))
only(PHASES, "phases", spec["phases"])
only(["paths"], "cache", spec.get("cache", {}))

print("#!/bin/sh")
# A project's variables, and those of whoever starts a build, come before the buildspec's.
for name, value in spec.get("env", {}).get("variables", {}).items():
    if not isinstance(value, str):
        refuse(f"variable {name} is {value!r}, no string: quote it")
    print(f'[ -n "${{{name}+set}}" ] || {name}={shlex.quote(value)}\nexport {name}')
for phase in PHASES:
    print(f"phase_{phase}() {{\n:")  # a function must not be empty
    only(["commands"], phase, spec["phases"].get(phase, {}))
    for command in spec["phases"].get(phase, {}).get("commands", []):
        if not isinstance(command, str):
            refuse(f"a command of {phase} is {command!r}, no string: quote it")
        first = command.strip().splitlines()[0]
        print(f"printf '[Container] Running command %s\\n' {shlex.quote(first)}")
        print(command.rstrip("\n"))
        print("command_ended $? || return 1")
    print("}")

artifacts = spec.get("artifacts", {})
only(["files", "discard-paths"], "artifacts", artifacts)
if artifacts and artifacts.get("discard-paths") is not True:
    refuse("its artifacts keep their paths, which is not known here")
print('phase_upload_artifacts() {\n[ -n "${ARTIFACTS-}" ] || return 0')
for pattern in artifacts.get("files", []):
    if "**" in pattern or not re.fullmatch(r"[\w./*-]+", pattern):
        refuse(f"the pattern {pattern!r} in artifacts is not known here")
    print(f"""for artifact in {pattern}; do
[ -f "$artifact" ] || {{ printf '[Container] no matching artifact paths found: %s\\n' {shlex.quote(pattern)}; return 1; }}
cp "$artifact" "$ARTIFACTS" || return 1
done""")
print("}")
PYTHON
)

script="$script
command_ended() {
  [ \"\$1\" -eq 0 ] || { printf '[Container] Command did not exit successfully, exit status %s\\n' \"\$1\"; return 1; }
}
timed() {
  phase_began=\$(date +%s)
  phase_state=SUCCEEDED
  \"phase_\$1\" || phase_state=FAILED
  printf '[Container] Phase %s %s in %s s\\n' \"\$1\" \"\$phase_state\" \$((\$(date +%s) - phase_began))
  [ \"\$phase_state\" = SUCCEEDED ]
}
run_phases() {
  timed install || return 1
  timed pre_build || return 1
  build_status=0
  timed build || build_status=1
  timed post_build || return 1
  [ \"\$build_status\" -eq 0 ] || return 1
  timed upload_artifacts
}
run_phases
phases_status=\$?
if [ \"\$phases_status\" -eq 0 ]; then echo '[Container] Build SUCCEEDED'; else echo '[Container] Build FAILED'; fi
exit \"\$phases_status\""

if [ -n "$print" ]; then
  printf '%s\n' "$script"
else
  exec sh -c "$script"
fi
