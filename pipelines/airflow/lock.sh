#!/bin/sh
# Writes requirements.txt from requirements.in. Needs uv; the registry is the one uv is configured with.
# Packages newer than this Airflow are left out, since nobody tested them with it. The training libraries are those of
# ../requirements.txt, whatever their age.
set -eu
cd "$(dirname "$0")"

newest="2026-09-25" # days after Airflow 3.3.2

set --
for package in $(sed -n 's/^\([a-z0-9-]*\)==.*/\1/p' ../requirements.txt); do
  set -- "$@" --exclude-newer-package "$package=2100-01-01"
done
UV_CUSTOM_COMPILE_COMMAND="pipelines/airflow/lock.sh" uv pip compile --python-version 3.11 --generate-hashes \
  --overrides overrides.txt --no-emit-index-url --no-emit-find-links --exclude-newer "$newest" "$@" --output-file requirements.txt requirements.in
