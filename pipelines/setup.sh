#!/bin/sh
# Makes pipelines/.venv from the hashed lock. Does nothing when the lock has not changed since the last run.
# PYTHON names another interpreter than python3.11. Two arguments, both relative to this folder, name another
# environment and its lock.
set -eu
cd "$(dirname "$0")"

fail() {
  echo "setup: $1" >&2
  exit 1
}

venv="${1:-.venv}"
lock="${2:-requirements.txt}"
python="${PYTHON:-python3.11}"
command -v "$python" >/dev/null 2>&1 ||
  fail "$python was not found: install Python 3.11, or name it with PYTHON=/path/to/python3.11."
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' ||
  fail "$python is not Python 3.11, which the locked requirements were resolved for."
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  fail "$python has no venv module: install it (on Debian and Ubuntu: apt-get install python3.11-venv)."

# A moved folder needs a new environment as much as a new lock does.
stamp="$("$python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$lock") $(pwd)"
if [ "$(cat "$venv/stamp" 2>/dev/null || true)" = "$stamp" ]; then
  echo "setup: pipelines/$venv is up to date."
  exit 0
fi

# Through a link the environment of another folder would be emptied.
if [ -L "$venv" ]; then rm "$venv"; fi
echo "setup: making pipelines/$venv with $("$python" --version)"
"$python" -m venv --clear "$venv" || fail "the virtual environment could not be made in $(pwd)/$venv."
echo "setup: installing the locked requirements, every file checked against its hash"
# The lock is complete, so that nothing needs resolving.
"$venv/bin/python" -m pip install --disable-pip-version-check --require-hashes --only-binary :all: --no-deps \
  --progress-bar on -r "$lock" || fail "the locked requirements could not be installed; the reason is above."
# The package is importable from any working directory, without a build step.
pwd >"$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/plumbline_pipelines.pth"
printf '%s\n' "$stamp" >"$venv/stamp"
echo "setup: done."
