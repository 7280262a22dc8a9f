/** Airflow cannot be asked now, or not with these credentials: worth another attempt later. */
export class AirflowUnavailable extends Error {
  override readonly name = 'AirflowUnavailable';
}

/** Airflow refuses the request itself: another attempt cannot help until somebody changes something. */
export class AirflowRefused extends Error {
  override readonly name = 'AirflowRefused';
}
