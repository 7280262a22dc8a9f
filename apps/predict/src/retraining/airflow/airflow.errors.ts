/** Airflow is unavailable, or rejects the credentials. Another attempt may succeed. */
export class AirflowUnavailable extends Error {
  override readonly name = 'AirflowUnavailable';
  /** The `Retry-After` of Airflow's answer. */
  readonly retryAfterS: number | undefined;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterS?: number | undefined } = {}) {
    super(message, options);
    this.retryAfterS = options.retryAfterS;
  }
}

/** Airflow rejects the request itself. Another attempt fails too until something is changed. */
export class AirflowRefused extends Error {
  override readonly name = 'AirflowRefused';
}

/** Airflow reports a conflict although it has no run of this id. Another attempt to start the run may succeed. */
export class AirflowConflict extends Error {
  override readonly name = 'AirflowConflict';
}
