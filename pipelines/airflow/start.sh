#!/bin/sh
# Starts Airflow for retraining: api-server, scheduler and dag-processor. Ctrl-C stops all of them. --help lists options.
set -eu
cd "$(dirname "$0")/.."
airflow/setup.sh
exec .airflow-venv/bin/python airflow/start.py "$@"
