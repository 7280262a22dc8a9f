/** A run of the DAG. */
export interface DagRun {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'success' | 'failed';
  readonly conf: Readonly<Record<string, unknown>>;
}

/**
 * One DAG of an Airflow, with either version of its API.
 * Every method rejects with `AirflowUnavailable` or `AirflowRefused`.
 */
export interface Airflow {
  /** Starts a run, unless a run of this id exists. @throws {AirflowConflict} as well */
  trigger(id: string, conf: Readonly<Record<string, unknown>>): Promise<'created' | 'exists'>;
  /** Undefined when no run has this id. */
  run(id: string): Promise<DagRun | undefined>;
  /** Runs that are queued or running. */
  activeRuns(): Promise<DagRun[]>;
  /** Runs of a paused DAG stay queued. */
  isPaused(): Promise<boolean>;
}

/** Measures requests to Airflow. */
export interface AirflowObserver {
  /** A request was answered, or failed, after this time. */
  answered(seconds: number): void;
  /** Airflow issued a new token. */
  signedIn(): void;
}

/** The address and the account of an Airflow, and the DAG. */
export interface AirflowOptions {
  readonly url: string;
  readonly api: 'v1' | 'v2';
  readonly username: string;
  readonly password: string;
  readonly dagId: string;
  readonly timeoutMs: number;
}
