import type { Manifest, ModelVersion } from '../../models/manifest/index.js';

/** A version to evaluate. */
export interface WatchedVersion {
  readonly manifest: Manifest;
  /** The folder of the version in the model repository. */
  readonly folder: string;
}

/** What the worker thread is asked for: one look at every version. */
export interface RoundRequest {
  readonly databaseUrl: string;
  readonly versions: readonly WatchedVersion[];
  /** A statement that takes longer is cancelled by the server. */
  readonly statementTimeoutMs: number;
  /** A connection that has been silent for so long is closed by the server, and others may evaluate. */
  readonly idleTimeoutMs: number;
}

/** A part of an evaluation that has no value. */
export interface EvaluationFailure {
  readonly window: 'predictions' | 'feedback';
  /** The name of the column, when it is one. */
  readonly feature?: string;
  /** Stable, fit for a metric label. */
  readonly reason: string;
  /** For the log, where the reason does not say it all. */
  readonly message?: string;
}

/** What the worker thread tells while it is at work. */
export type RoundReport =
  /** Told once, when the thread has loaded what it needs. */
  | { readonly type: 'ready' }
  /** From here on the time is this version's. */
  | ({ readonly type: 'begun' } & ModelVersion)
  | ({
      readonly type: 'evaluated';
      readonly outcome: 'computed' | 'unchanged';
      readonly failures: readonly EvaluationFailure[];
      /** Why the version has no reference to compare with; null when it has one. */
      readonly noProfile: string | null;
    } & ModelVersion)
  | ({ readonly type: 'failed'; readonly reason: FailureReason; readonly message: string } & ModelVersion)
  /** The last report; `outage` says why the database could not be used. */
  | { readonly type: 'done'; readonly outage?: string };

/** Why a version could not be evaluated: the database, or the evaluation itself. */
export type FailureReason = 'database' | 'error';
