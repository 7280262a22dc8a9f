#!/bin/sh
# Makes pipelines/.airflow-venv: Airflow and all that the retraining DAG runs. Does nothing when it is up to date.
# PYTHON names another interpreter than python3.11.
exec "$(dirname "$0")/../setup.sh" .airflow-venv airflow/requirements.txt
