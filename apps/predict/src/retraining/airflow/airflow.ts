/** A run of the DAG. */
export interface DagRun {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'success' | 'failed';
  readonly conf: Readonly<Record<string, unknown>>;
}

/**
 * What is asked of Airflow about one DAG, whatever the version of its API.
 * Every method rejects with `AirflowUnavailable` or `AirflowRefused`.
 */
export interface Airflow {
  /** Starts a run, and says whether it was there already. @throws {AirflowConflict} as well */
  trigger(id: string, conf: Readonly<Record<string, unknown>>): Promise<'created' | 'exists'>;
  /** Undefined when there is no such run. */
  run(id: string): Promise<DagRun | undefined>;
  /** Runs that are queued or running. */
  activeRuns(): Promise<DagRun[]>;
  /** A run of a paused DAG stays queued for ever. */
  isPaused(): Promise<boolean>;
}

/** Is told how Airflow answers. */
export interface AirflowObserver {
  /** A request was answered, or given up, after so many seconds. */
  answered(seconds: number): void;
  /** Airflow gave a new token. */
  signedIn(): void;
}

/** How Airflow is reached. */
export interface AirflowOptions {
  readonly url: string;
  readonly api: 'v1' | 'v2';
  readonly username: string;
  readonly password: string;
  readonly dagId: string;
  readonly timeoutMs: number;
}
