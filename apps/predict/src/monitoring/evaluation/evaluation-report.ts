import { Injectable, Logger } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { type ModelVersion, versionKey, versionLabels, versionText } from '../../models/manifest/index.js';
import type { RoundReport } from './evaluation-messages.js';
import type { RoundEnd } from './evaluation-thread.js';

/** Tells of evaluations in metrics, and in the log when a trouble begins and when it ends. */
@Injectable()
export class EvaluationReport {
  private readonly logger = new Logger('Monitoring');
  private readonly evaluations: Metric<'monitoring_evaluations_total'>;
  private readonly errors: Metric<'monitoring_errors_total'>;
  /** What was last told of a version, or of the whole. */
  private readonly told = new Map<string, string>();
  private followed: ReadonlySet<string> = new Set();

  constructor(metrics: MetricSet) {
    this.evaluations = metrics.get('monitoring_evaluations_total');
    this.errors = metrics.get('monitoring_errors_total');
  }

  /** Only these versions are told of: a round that is under way may still report one that has gone. */
  follow(versions: readonly ModelVersion[]): void {
    const before = this.followed;
    this.followed = new Set(versions.map(versionKey));
    for (const key of before) if (!this.followed.has(key)) this.told.delete(key);
  }

  /** A version was evaluated, or not. */
  version(report: Extract<RoundReport, { type: 'evaluated' | 'failed' }>): void {
    if (!this.followed.has(versionKey(report))) return;
    const labels = versionLabels(report);
    if (report.type === 'failed') {
      this.errors.inc({ ...labels, reason: report.reason });
      return this.tell(
        versionKey(report),
        `${versionText(report)} could not be evaluated: ${report.message}`,
      );
    }
    this.evaluations.inc({ ...labels, outcome: report.outcome });
    for (const { window, feature, reason } of report.failures) {
      this.errors.inc({ ...labels, window, ...(feature !== undefined && { feature }), reason });
    }
    const trouble = troubleOf(report);
    if (trouble === undefined)
      this.end(versionKey(report), `${versionText(report)} is evaluated in full again`);
    else this.tell(versionKey(report), `${versionText(report)}: ${trouble}`);
  }

  /** A round is over. */
  round(end: RoundEnd): void {
    if (end.type === 'done') this.end('round', 'Evaluations are made again');
    if (end.type === 'failed') this.trouble('round', end, `Evaluations are not made: ${end.message}`);
  }

  /** The stored evaluations were read, or could not be. */
  reading(failure: Error | undefined): void {
    if (failure === undefined) this.end('reading', 'Evaluations are read again');
    else this.trouble('reading', { reason: 'database' }, `Evaluations cannot be read: ${failure.message}`);
  }

  private trouble(
    subject: string,
    { reason, version }: { readonly reason: string; readonly version?: ModelVersion },
    message: string,
  ): void {
    this.errors.inc({ ...(version && versionLabels(version)), reason });
    this.tell(subject, version === undefined ? message : `${message} (at ${versionText(version)})`);
  }

  private tell(subject: string, message: string): void {
    if (this.told.get(subject) === message) return;
    this.told.set(subject, message);
    this.logger.warn(message);
  }

  private end(subject: string, message: string): void {
    if (this.told.delete(subject)) this.logger.log(message);
  }
}

/** What is missing of an evaluation, in one sentence; undefined when nothing is. */
function troubleOf({ noProfile, failures }: Extract<RoundReport, { type: 'evaluated' }>): string | undefined {
  const parts = failures.map(({ window, feature, reason, message }) =>
    [`no value of ${feature ?? `the window of ${window}`}`, reason, message].filter(Boolean).join(': '),
  );
  if (noProfile !== null) parts.unshift(`not compared with a reference: ${noProfile}`);
  return parts.length === 0 ? undefined : parts.join('; ');
}
