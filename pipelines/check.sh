#!/bin/sh
# Everything that must hold for pipelines/ and for the shipped models: environment, format, lint, tests.
set -eu
cd "$(dirname "$0")"
./setup.sh
.venv/bin/ruff format --check .
.venv/bin/ruff check .
.venv/bin/python -m pytest "$@"
