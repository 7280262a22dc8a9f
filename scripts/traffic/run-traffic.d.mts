/** Where a run's time comes from; a test may give its own. */
export interface Clock {
  /** Milliseconds from some beginning. */
  now(): number;
  /** Resolves after so many milliseconds, or when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Who signs in at auth. */
export type Credentials = { username: string; password: string } | { clientId: string; clientSecret: string };

export type Scenario = 'steady' | 'gradual' | 'sudden' | 'concept' | 'bad-input' | 'mixed';

/** What to send; `npm run traffic -- --help` tells rules and defaults. One of `token` and `credentials` is needed. */
export interface TrafficOptions {
  readonly token?: () => string | Promise<string>;
  readonly credentials?: Credentials;
  readonly authUrl?: string;
  readonly predictUrl?: string;
  readonly modelsDir?: string;
  readonly model?: string;
  readonly scenario?: Scenario;
  /** Rows of each model. */
  readonly count?: number;
  /** Seconds for each model, instead of `count`. */
  readonly durationS?: number;
  /** Rows a second. */
  readonly rate?: number;
  /** Rows a request; 1 uses `/predict`, more `/predict/batch`. */
  readonly batch?: number;
  readonly seed?: number;
  readonly features?: readonly string[];
  readonly strength?: number;
  readonly after?: number;
  readonly labelRate?: number;
  readonly labelDelay?: number;
  /** Whether the summary lists the id of every prediction. */
  readonly collectIds?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** What came of the traffic of one model; what is not known is absent. */
export interface ModelSummary {
  readonly model: string;
  /** Versions that answered, in the order of their first answer. */
  readonly versions: readonly number[];
  /** Rows sent; in the scenario `bad-input` requests. */
  readonly sent: number;
  /** Rows that were predicted. */
  readonly rows: number;
  /** Truths that were taken. */
  readonly labels: number;
  /** Over all labels of the run. */
  readonly f1?: number;
  /** Over the last labels of the version that answered last, as many as its feedback window holds. */
  readonly windowF1?: number;
  readonly meanAbsoluteError?: number;
  readonly windowMeanAbsoluteError?: number;
  /** Share of predictions with a value outside what the reference has seen. */
  readonly driftShare?: number;
  /** Number of answers by status. */
  readonly answers: Readonly<Record<string, number>>;
  /** Number of answers to bad requests by their kind and status. */
  readonly badRequests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Valid rows and labels that were refused, and bad requests that were not answered with a 4xx. */
  readonly errors: number;
  /** The first of these errors. */
  readonly problem?: string;
  /** Answers with a 5xx, also those that were tried again. */
  readonly serverErrors: number;
  readonly retries: number;
  /** Requests without an answer. */
  readonly broken: number;
  readonly latencyMs?: { readonly p50: number; readonly p99: number };
  readonly seconds: number;
  readonly ratePerS: number;
}

/** The summary so far, how many rows there will be, and whether the run of this model has ended. */
export interface Progress extends Omit<ModelSummary, 'latencyMs'> {
  readonly planned: number;
  readonly done: boolean;
}

/** What came of a run. */
export interface TrafficSummary {
  /** Whether everything was answered as it has to be. */
  readonly ok: boolean;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Whether the signal ended it. */
  readonly interrupted: boolean;
  /** Why it could not go on. */
  readonly failure?: string;
  readonly models: readonly ModelSummary[];
  readonly predictionIds?: readonly string[];
}

/** An option breaks its rule; the message names both. */
export class BadOption extends Error {}

/** The services cannot be used; the message says what to do next. */
export class TrafficFailed extends Error {}

/**
 * Sends traffic to predict and the truth back. When predict goes away on the way the summary says so in `failure`.
 * @throws BadOption before anything is sent.
 * @throws TrafficFailed when the services cannot be used from the start.
 */
export function runTraffic(options: TrafficOptions): Promise<TrafficSummary>;
