/** One value for each time; null where it is not known. */
export type Series = readonly (number | null)[];

/** What happened to a model. */
export interface HistoryEvent {
  readonly at: string;
  readonly kind: 'alert' | 'retraining' | 'publication' | 'promotion' | 'rollback' | 'challenger';
  readonly title: string;
  readonly version: number | null;
}

/** `GET /models/{model}/history`. */
export interface History {
  readonly version: number;
  readonly resolution_s: number;
  readonly times: readonly string[];
  readonly quality: {
    readonly metric: 'f1' | 'mean_absolute_error';
    readonly registered: number | null;
    readonly realised: Series;
    readonly estimated: Series;
    readonly estimated_lower: Series;
    readonly estimated_upper: Series;
  };
  readonly drift: {
    readonly share: Series;
    readonly columns: readonly {
      readonly name: string;
      readonly feature: string;
      readonly severity: Series;
    }[];
    readonly column_count: number;
  };
  readonly missing: readonly { readonly feature: string; readonly share: Series }[];
  readonly predictions: readonly Outcome[];
  readonly traffic: {
    readonly rows: Series;
    readonly p50_ms: Series;
    readonly p95_ms: Series;
    readonly p99_ms: Series;
  };
  readonly events: readonly HistoryEvent[];
}

/** The distribution of an outcome over time. */
export interface Outcome {
  readonly name: string;
  readonly bins: readonly string[];
  readonly reference: readonly number[];
  readonly shares: readonly Series[];
}

/** A compared column of the latest window. */
export interface Column {
  readonly name: string;
  readonly drift: {
    readonly display_name: string;
    readonly score: number;
    readonly threshold: number;
    readonly drift_if: string;
    readonly drifted: boolean;
    readonly severity: number;
  } | null;
  readonly distribution: {
    readonly edges: readonly number[] | null;
    readonly bins: readonly string[];
    readonly reference: readonly number[];
    readonly current: readonly number[];
  };
}

/** `GET /models/{model}/drift`. */
export interface DriftAnswer {
  readonly evaluated_at: string;
  readonly window: { readonly rows: number; readonly minimum: number };
  /** What drift is measured against; null without drift. */
  readonly baseline: {
    readonly description: string;
    readonly rows: number;
    /** Why nothing could be compared with it. */
    readonly absent: string | null;
  } | null;
  readonly drift: {
    readonly columns: readonly Column[];
    readonly prediction: Column;
    readonly predictions?: readonly Column[];
  } | null;
}

/** A segment with its F1 or error. */
export interface Segment {
  readonly condition: string;
  readonly rows: number;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly rest: number | null;
  readonly weak: boolean;
}

/** `GET /models/{model}/quality`. */
export interface QualityAnswer {
  readonly evaluated_at: string;
  readonly verdict: {
    readonly status: 'degraded' | 'watch' | 'unknown' | 'healthy';
    readonly summary: string;
    readonly evidence: readonly string[];
    readonly action: string | null;
  };
  readonly quality: {
    readonly classes?: readonly { readonly name: string; readonly support: number }[];
    readonly confusion?: readonly (readonly number[])[] | null;
    readonly confusions?: readonly {
      readonly actual: string;
      readonly predicted: string;
      readonly rows: number;
    }[];
  } | null;
  readonly segments: {
    readonly metric: 'f1' | 'mean_absolute_error';
    readonly declared: readonly Segment[];
    readonly weak: readonly Segment[];
  } | null;
}
