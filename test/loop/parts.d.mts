/** A program under test. */
export interface Part {
  readonly url: string;
  stop(): Promise<void>;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
}

interface Place {
  /** Where it keeps its data; a second start with the same goes on with them. */
  readonly folder: string;
  readonly port: number;
}

interface Services {
  readonly authUrl: string;
  readonly predictUrl: string;
}

export function freePort(): Promise<number>;

/** Starts predict on one shipped model. */
export function startPredict(options: Place & { readonly env: Record<string, string> }): Promise<Part>;

/** Starts Airflow with the shipped DAG, which trains for the predict at this URL; `dvcRemote` is where its data go. */
export function startPipeline(
  options: Services & {
    readonly folder: string;
    readonly adminPassword: string;
    readonly dvcRemote: string;
  },
): Promise<{
  readonly url: string;
  readonly passwords: { readonly admin: string; readonly retrain: string };
  stop(): Promise<void>;
}>;

/** Starts Prometheus on the shipped rules; at its first start it remembers that the model was well. */
export function startPrometheus(
  options: Place & Services & { readonly alertmanagerPorts: readonly number[] },
): Promise<Part>;

/** Starts Alertmanager on the shipped routes; `cluster` has its own gossip port and those of others, if any. */
export function startAlertmanager(
  options: Place &
    Services & {
      readonly notifications: string;
      readonly cluster?: { readonly port: number; readonly peers: readonly number[] };
    },
): Promise<Part>;
