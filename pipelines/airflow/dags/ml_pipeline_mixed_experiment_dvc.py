"""The retraining DAG."""

from datetime import UTC, datetime

from airflow.sdk import dag, get_current_context, task


@dag(
    dag_id="ml_pipeline_mixed_experiment_dvc",
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
)
def retrain() -> None:
    """Retrains the model that the run's configuration names."""

    @task
    def start() -> str:
        return get_current_context()["dag_run"].conf.get("model", "?")

    start()


retrain()
