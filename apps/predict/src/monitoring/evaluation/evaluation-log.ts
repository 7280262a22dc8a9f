import { Injectable, Logger } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { Condition } from '@plumbline/tasks';
import { type ModelVersion, versionKey, versionLabels } from '../../models/manifest/index.js';
import type { RoundEnd } from './evaluation-thread.js';
import type { RoundReport } from './evaluation-worker.js';

/** A problem as it is logged. */
interface Problem {
  readonly message: string;
  readonly [field: string]: string | number;
}

/** Counts evaluations and their failures, and logs each problem when it begins and when it ends. */
@Injectable()
export class EvaluationLog {
  private readonly logger = new Logger('Monitoring');
  private readonly evaluations: Metric<'monitoring_evaluations_total'>;
  private readonly errors: Metric<'monitoring_errors_total'>;
  private readonly rounds = this.condition({ message: 'Evaluations run again' });
  private readonly reading = this.condition({ message: 'Stored evaluations can be read again' });
  /** The problems of each version that is followed. */
  private versions: ReadonlyMap<string, Condition<Problem>> = new Map();

  constructor(metrics: MetricSet) {
    this.evaluations = metrics.get('monitoring_evaluations_total');
    this.errors = metrics.get('monitoring_errors_total');
  }

  /** Reports on these versions only: a round may still report a version that was removed. */
  follow(versions: readonly ModelVersion[]): void {
    const before = this.versions;
    this.versions = new Map(
      versions.map(({ model, version }) => {
        const key = versionKey({ model, version });
        const end = { message: 'The version is evaluated in full again', model, version };
        return [key, before.get(key) ?? this.condition(end)];
      }),
    );
  }

  /** A version was evaluated, or its evaluation failed. */
  versionReported(report: Extract<RoundReport, { type: 'evaluated' | 'failed' }>): void {
    const condition = this.versions.get(versionKey(report));
    if (condition === undefined) return;
    const { model, version } = report;
    const labels = versionLabels(report);
    if (report.type === 'failed') {
      const { reason, message: error } = report;
      this.errors.inc({ ...labels, reason });
      return condition.begin({ message: 'The evaluation failed', model, version, reason, error });
    }
    this.evaluations.inc({ ...labels, outcome: report.outcome });
    for (const { window, feature, reason } of report.failures) {
      this.errors.inc({ ...labels, window, ...(feature !== undefined && { feature }), reason });
    }
    const missing = missingParts(report);
    if (missing === undefined) condition.end();
    else condition.begin({ message: 'The evaluation is incomplete', model, version, missing });
  }

  /** A round is over. */
  roundEnded(end: RoundEnd): void {
    if (end.type === 'done') return this.rounds.end();
    if (end.type === 'stopped') return;
    const { reason, message: error, version } = end;
    this.errors.inc({ ...(version && versionLabels(version)), reason });
    this.rounds.begin({ message: 'An evaluation round failed', ...version, reason, error });
  }

  /** The stored evaluations were read. */
  read(): void {
    this.reading.end();
  }

  /** The stored evaluations could not be read. */
  notRead(error: unknown): void {
    this.errors.inc({ reason: 'database' });
    this.reading.begin({ message: 'Stored evaluations cannot be read', error: reasonOf(error) });
  }

  /** Logs a problem again when its fields change. */
  private condition(end: Problem): Condition<Problem> {
    return new Condition<Problem>({
      onBegin: (problem) => this.logger.warn(problem),
      onEnd: () => this.logger.log(end),
      isSame: (before, after) => JSON.stringify(before) === JSON.stringify(after),
    });
  }
}

/** The results that an evaluation lacks, and why; undefined when it is complete. */
function missingParts({
  noProfile,
  failures,
}: Extract<RoundReport, { type: 'evaluated' }>): string | undefined {
  const parts = failures.map(({ window, feature, reason, message }) =>
    [feature ?? `the window of ${window}`, reason, message].filter(Boolean).join(': '),
  );
  if (noProfile !== null) parts.unshift(`the comparison with a reference: ${noProfile}`);
  return parts.length === 0 ? undefined : parts.join('; ');
}
