#!/bin/sh
# Hostile input for both services: npm run check -- hostile. Arguments are those of pytest, such as --cases 100.
set -eu
cd "$(dirname "$0")/../.."
pipelines/setup.sh ../test/hostile/.venv ../test/hostile/requirements.txt
node scripts/plumbline.mjs build
cd test/hostile
.venv/bin/ruff format --check .
.venv/bin/ruff check .
# In place of this shell, which would not pass on a signal.
exec .venv/bin/python -m pytest -q "$@"
