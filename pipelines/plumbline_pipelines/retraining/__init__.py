"""The steps between an alert and a better champion, as plain functions: the DAG in airflow/dags only wires them."""
