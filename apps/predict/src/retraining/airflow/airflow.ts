/** A run of the DAG. */
export interface DagRun {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'success' | 'failed';
  readonly conf: Readonly<Record<string, unknown>>;
}

/** A task of a run; a mapped task has one for each of its values. */
export interface DagTask {
  readonly id: string;
  /** The place among the values of a mapped task; null otherwise. */
  readonly index: number | null;
  /** The state in Airflow's words; null until it is scheduled. */
  readonly state: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
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
  /** The tasks of a run, in the order they started, the others last; undefined when no run has this id. */
  tasks(id: string): Promise<DagTask[] | undefined>;
  /** What a task of a run returned; undefined when it returned nothing so far. */
  resultOf(id: string, task: string): Promise<unknown>;
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
  /** The address that people open it at. */
  readonly publicUrl: string;
  readonly api: 'v1' | 'v2';
  readonly username: string;
  readonly password: string;
  readonly dagId: string;
  readonly timeoutMs: number;
}
