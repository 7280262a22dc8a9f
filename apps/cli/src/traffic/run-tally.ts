import type { AttemptObserver, PredictedRow, ServiceRefused } from '@plumbline/client';
import { columnQuantile } from '@plumbline/evaluation';
import type { TrafficManifest } from './reference-model.js';
import { type AcceptedLabel, type QualityFigures, RunQuality } from './run-quality.js';

/** Latencies kept for the quantiles; later answers are counted only. */
const MAX_LATENCIES = 1_000_000;

/** The result of the traffic of one model; what is not known is absent. */
export interface ModelSummary extends QualityFigures {
  readonly model: string;
  /** Versions that answered, in the order of their first answer. */
  readonly versions: readonly number[];
  /** Rows sent; in the scenario `bad-input` requests. */
  readonly sent: number;
  /** Rows that were predicted. */
  readonly rows: number;
  /** Truths that predict accepted. */
  readonly labels: number;
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
  /** Answers with a 5xx, also those that were retried. */
  readonly serverErrors: number;
  readonly retries: number;
  /** Requests without an answer. */
  readonly broken: number;
  readonly latencyMs?: { readonly p50: number; readonly p99: number };
  readonly seconds: number;
  readonly ratePerS: number;
  /** The rows of a request, where those that were asked for are too large for one. */
  readonly rowsPerRequest?: number;
}

/** Counts the traffic of one model. */
export class RunTally {
  readonly log = new AnswerLog();
  readonly predictionIds: string[] = [];
  sent = 0;
  rowsPerRequest: number | undefined;
  private readonly quality: RunQuality;
  private readonly badRequests = new Map<string, Map<number, number>>();
  private readonly versions = new Set<number>();
  private rows = 0;
  private labels = 0;
  private errors = 0;
  private problem: string | undefined;
  private driftKnown = 0;
  private driftFound = 0;

  constructor(private readonly manifest: TrafficManifest) {
    this.quality = new RunQuality(manifest);
  }

  predicted(version: number, predictions: readonly PredictedRow[]): void {
    this.rows += predictions.length;
    this.versions.add(version);
    for (const { drift } of predictions) {
      if (drift === undefined || drift === null) continue;
      this.driftKnown += 1;
      if (drift.length > 0) this.driftFound += 1;
    }
  }

  labelled(labels: readonly AcceptedLabel[]): void {
    this.labels += labels.length;
    for (const label of labels) this.quality.add(label);
  }

  /** Predict refused so many valid rows or labels. */
  refused(count: number, path: string, { status, detail }: ServiceRefused): void {
    this.error(count, `${path} was answered ${status}: ${detail}`);
  }

  /** Predict answered a bad request, which has to be a 4xx. */
  badAnswered(kind: string, status: number): void {
    const counts = this.badRequests.get(kind) ?? new Map<number, number>();
    this.badRequests.set(kind, counts);
    counts.set(status, (counts.get(status) ?? 0) + 1);
    if (status < 400 || status > 499) this.error(1, `${kind}: a bad request was answered ${status}`);
  }

  summary(seconds: number): ModelSummary {
    return { ...this.progress(seconds), latencyMs: this.log.latencyMs };
  }

  /** The summary without latencies, which take sorting. */
  progress(seconds: number): Omit<ModelSummary, 'latencyMs'> {
    const { byStatus, serverErrors, retries, unanswered } = this.log;
    const bad = [...this.badRequests].map(([kind, counts]) => [kind, Object.fromEntries(counts)] as const);
    return {
      model: this.manifest.name,
      versions: [...this.versions],
      sent: this.sent,
      rows: this.rows,
      labels: this.labels,
      ...this.quality.figures,
      driftShare: this.driftKnown > 0 ? this.driftFound / this.driftKnown : undefined,
      answers: byStatus,
      badRequests: Object.fromEntries(bad),
      errors: this.errors,
      problem: this.problem,
      ...{ serverErrors, retries, broken: unanswered, seconds },
      ratePerS: seconds > 0 ? this.sent / seconds : 0,
      rowsPerRequest: this.rowsPerRequest,
    };
  }

  /** The summary shows the first problem. */
  private error(count: number, problem: string): void {
    this.errors += count;
    this.problem ??= problem;
  }
}

/** Answers by status with their latency, and requests without an answer. */
class AnswerLog implements AttemptObserver {
  retries = 0;
  unanswered = 0;
  private readonly counts = new Map<number, number>();
  private readonly latenciesMs: number[] = [];

  answered(status: number, latencyMs: number): void {
    this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
    if (this.latenciesMs.length < MAX_LATENCIES) this.latenciesMs.push(latencyMs);
  }

  broken(): void {
    this.unanswered += 1;
  }

  retried(): void {
    this.retries += 1;
  }

  /** Number of answers by status, in the order of the statuses. */
  get byStatus(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([one], [other]) => one - other));
  }

  get serverErrors(): number {
    return [...this.counts].reduce((total, [status, count]) => total + (status >= 500 ? count : 0), 0);
  }

  /** Undefined without answers. */
  get latencyMs(): { p50: number; p99: number } | undefined {
    if (this.latenciesMs.length === 0) return undefined;
    return { p50: columnQuantile(this.latenciesMs, 0.5), p99: columnQuantile(this.latenciesMs, 0.99) };
  }
}
