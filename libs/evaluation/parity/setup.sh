#!/bin/sh
# Makes .plumbline/parity, at the top of the repository, from the hashed lock. Does nothing when the lock has not
# changed since the last run.
# PYTHON names another interpreter than python3.11.
set -eu
cd "$(dirname "$0")"
venv="$(cd ../../.. && pwd)/.plumbline/parity"

fail() {
  echo "setup: $1" >&2
  exit 1
}

python="${PYTHON:-python3.11}"
command -v "$python" >/dev/null 2>&1 ||
  fail "$python was not found: install Python 3.11, or name it with PYTHON=/path/to/python3.11."
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' ||
  fail "$python is not Python 3.11, which the locked requirements were resolved for."
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  fail "$python has no venv module: install it (on Debian and Ubuntu: apt-get install python3.11-venv)."

# A moved folder needs a new environment as much as a new lock does.
stamp="$("$python" -c 'import hashlib; print(hashlib.sha256(open("requirements.txt", "rb").read()).hexdigest())') $venv"
if [ "$(cat "$venv/stamp" 2>/dev/null || true)" = "$stamp" ]; then
  exit 0
fi

echo "setup: making $venv with $("$python" --version)" >&2
"$python" -m venv --clear "$venv" || fail "the virtual environment could not be made in $venv."
echo "setup: installing the locked requirements, every file checked against its hash" >&2
# The lock is complete, but for two large packages that no number needs: --no-deps keeps pip from adding them.
"$venv/bin/python" -m pip install --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
  --progress-bar on -r requirements.txt >&2 || fail "the locked requirements could not be installed; the reason is above."
printf '%s\n' "$stamp" >"$venv/stamp"
echo "setup: done." >&2
