#!/bin/sh
# What needs Airflow, DVC and MLflow to be checked: the DAG, a real run of it, data versions, tracking. Arguments go to
# pytest.
set -eu
cd "$(dirname "$0")/.."
airflow/setup.sh
exec .airflow-venv/bin/python -m pytest -c airflow/tests/pytest.ini airflow/tests "$@"
