export { AirflowApi } from './airflow-api.js';
export { AirflowConflict, AirflowRefused, AirflowUnavailable } from './airflow.errors.js';
export type { Airflow, AirflowObserver, AirflowOptions } from './airflow.js';
