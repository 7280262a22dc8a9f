/** The person who is signed in. */
export interface User {
  /** The subject of the tokens. */
  readonly id: string;
  readonly username: string;
  readonly scopes: readonly string[];
}

/** A version that is served. */
export interface ReadyVersion {
  readonly version: number;
  readonly champion: boolean;
  readonly state: 'READY';
  readonly host: 'service' | 'process';
  readonly description: string;
  readonly task: 'binary' | 'multiclass' | 'multilabel' | 'regression' | 'anomaly';
  readonly model_type: string;
  readonly created_at: string;
  readonly parent_version: number | null;
  readonly metrics?: Readonly<Record<string, unknown>>;
}

/** A feature of a model, with what the forms need of it. */
export interface Feature {
  readonly name: string;
  readonly type: 'number' | 'integer' | 'boolean' | 'category' | 'text' | 'date' | 'array' | 'image';
  readonly description?: string;
  readonly unit?: string;
  readonly nullable?: boolean;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  readonly categories?: readonly (string | number)[];
  readonly max_length?: number;
  readonly shape?: readonly number[];
  readonly channels?: readonly string[];
  readonly width?: number;
  readonly height?: number;
  readonly example?: unknown;
}

/** A served version with its signature, in `GET /models/{model}`. */
export interface VersionDetail extends ReadyVersion {
  readonly features: readonly Feature[];
  readonly classes: readonly string[] | null;
  readonly targets?: readonly string[];
  readonly positive_class: string | null;
  readonly threshold: number | null;
  readonly f1_average: string | null;
  readonly warnings: readonly string[];
}

/** `GET /models/{model}`. */
export interface ModelDetail extends Omit<ListedModel, 'versions'> {
  readonly versions: readonly (VersionDetail | Extract<Version, { state: 'UNAVAILABLE' }>)[];
}

/** What a model predicts, or what was true. */
export type Outcome = string | number | readonly string[] | Readonly<Record<string, number | boolean>>;

/** The answer to one row. */
export interface Prediction {
  readonly prediction_id: string;
  readonly model: string;
  readonly version: number;
  readonly prediction: Outcome;
  readonly probability?: number;
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly score?: number;
  readonly scores?: Readonly<Record<string, number>>;
  readonly drift?: readonly string[];
}

/** A version in a list. */
export type Version =
  ReadyVersion | { readonly version: number; readonly state: 'UNAVAILABLE'; readonly reason: string };

/** A model in `GET /models`. */
export interface ListedModel {
  readonly name: string;
  readonly default: boolean;
  readonly champion: number | null;
  readonly previous: number | null;
  readonly challenger: number | null;
  readonly versions: readonly Version[];
}

/** `GET /models`. */
export interface ModelList {
  readonly models: readonly ListedModel[];
}

interface Window {
  readonly rows: number;
  readonly minimum: number;
  readonly size: number;
  readonly from: string | null;
  readonly to: string | null;
}

/** The latest evaluation of a champion, in short. */
export interface Evaluation {
  readonly model: string;
  readonly version: number;
  readonly evaluated_at: string;
  readonly verdict: {
    readonly status: 'degraded' | 'watch' | 'unknown' | 'healthy';
    readonly summary: string;
  };
  readonly quality: {
    readonly score: 'f1' | 'mean_absolute_error';
    readonly value: number | null;
    readonly interval: { readonly lower: number; readonly upper: number } | null;
    readonly baseline: number | null;
  };
  readonly drift: {
    readonly columns: number;
    readonly drifted: number;
    readonly dataset_drifted: boolean;
    readonly largest_severity: number | null;
    readonly prediction_drifted: boolean | null;
  } | null;
  readonly predictions: Window;
  readonly feedback: Window;
}

/** `GET /evaluations`. */
export interface EvaluationList {
  readonly evaluations: readonly Evaluation[];
}

/** A retraining. */
export interface Retrain {
  readonly id: string;
  readonly model: string;
  readonly version: number | null;
  readonly state: string;
  readonly trigger: string;
  readonly alertname: string | null;
  readonly requested_by: string;
  readonly requested_at: string;
  readonly updated_at: string;
  readonly dag_run_id: string;
  readonly notifications: number;
  readonly attempts: number;
  readonly reason: string | null;
  readonly conf: Readonly<Record<string, unknown>>;
}

/** `GET /retrains`. */
export interface RetrainList {
  readonly retrains: readonly Retrain[];
}

/** What predict last heard of an alert, and what it decided. */
export interface ReceivedAlert {
  readonly alertname: string;
  readonly model: string;
  readonly status: 'firing' | 'resolved';
  readonly starts_at: string | null;
  readonly received_at: string;
  readonly summary: string | null;
  readonly generator_url: string | null;
  readonly outcome: string;
  readonly reason: string;
  readonly dag_run_id: string | null;
}

/** `GET /alerts`. */
export interface AlertList {
  readonly alerts: readonly ReceivedAlert[];
  readonly last_heartbeat_at: string | null;
}

/** `GET /retrains/policy`. */
export interface RetrainPolicy {
  readonly mode: 'auto' | 'approve' | 'dry-run' | 'off';
  readonly alerts: readonly string[];
  readonly cooldown_s: number;
  readonly daily_cap: number;
  readonly airflow: { readonly url: string; readonly dag_id: string } | null;
  readonly models: readonly {
    readonly model: string;
    readonly cooldown_until: string | null;
    readonly today: number;
  }[];
}

/** A task of a DAG run. */
export interface RunTask {
  readonly id: string;
  readonly index: number | null;
  readonly state: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

/** A number with its interval. */
export interface Interval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

interface Measured {
  readonly score: Interval | null;
  readonly gain: Interval | null;
}

/** What the gate of a run compared. */
export interface RunEvaluation {
  readonly score: 'f1' | 'mean_absolute_error';
  readonly confidence: number;
  readonly recent_rows: number;
  readonly reference_rows: number;
  readonly models: readonly {
    readonly name: string;
    readonly chosen: boolean;
    readonly recent: Measured | null;
    readonly reference: Measured | null;
    readonly latency_ms: number;
    readonly bytes: number;
  }[];
}

/** `GET /retrains/{id}`. */
export interface RetrainDetail extends Retrain {
  readonly decision: {
    readonly by: string;
    readonly at: string;
    readonly state: 'accepted' | 'rejected';
  } | null;
  readonly run: {
    readonly url: string | null;
    readonly tasks: readonly RunTask[];
    readonly evaluation: RunEvaluation | null;
  } | null;
  readonly run_problem: string | null;
}

/** A change in the audit trail. */
export interface AuditEvent {
  readonly id: number;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly target: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** `GET /audit`. */
export interface AuditPage {
  readonly events: readonly AuditEvent[];
  readonly next: string | null;
}
