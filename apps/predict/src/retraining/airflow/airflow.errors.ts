/** Airflow cannot be asked now, or not with these credentials: worth another attempt later. */
export class AirflowUnavailable extends Error {
  override readonly name = 'AirflowUnavailable';
  /** Seconds Airflow wants to be left in peace, when it said so. */
  readonly retryAfterS: number | undefined;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterS?: number | undefined } = {}) {
    super(message, options);
    this.retryAfterS = options.retryAfterS;
  }
}

/** Airflow refuses the request itself: another attempt cannot help until somebody changes something. */
export class AirflowRefused extends Error {
  override readonly name = 'AirflowRefused';
}

/** Airflow reports a conflict about a run that it does not have: worth another attempt of this run. */
export class AirflowConflict extends Error {
  override readonly name = 'AirflowConflict';
}
