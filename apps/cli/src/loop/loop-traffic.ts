import { type Progress, runTraffic, type TrafficOptions, type TrafficSummary } from '../traffic/index.js';
import type { System } from './system.js';
import { scaledS } from './time-scale.js';

const BATCH = 20;
const RATE = 100;
/** Enough for F1 to count, and few beside the rows with other labels that the retraining is to learn from. */
const HEALTHY_ROWS = 400;
const HEALTHY_RATE = 400;
/** The new version gets the labels it needs over so many evaluations, so that one of them sees it with fewer. */
const EVALUATIONS = 1.5;
/** More than any run of the loop sends. */
const ENDLESS_ROWS = 1_000_000;

/** The traffic of the loop. */
export class LoopTraffic {
  private readonly stopped = new AbortController();
  private readonly slowed = new AbortController();

  constructor(
    private readonly system: System,
    private readonly model: string,
    private readonly factor: number,
    private readonly onProgress?: (progress: Progress) => void,
  ) {}

  /** Sends rows as in the reference, with their truth. */
  async sendHealthy(): Promise<void> {
    await this.send({ scenario: 'steady', count: HEALTHY_ROWS, rate: HEALTHY_RATE });
  }

  /**
   * Sends rows whose labels mean something else, until `stop`; after `slowDown`, so slowly that the new version has fewer
   * labels than its minimum for a while. Rejects when the traffic ends before.
   */
  async sendDrifted(minimum: number): Promise<never> {
    const drifted = (options: Partial<TrafficOptions>) =>
      this.send({ scenario: 'concept', strength: 1, count: ENDLESS_ROWS, after: 0, ...options });
    let summary = await drifted({ signal: AbortSignal.any([this.stopped.signal, this.slowed.signal]) });
    if (this.slowed.signal.aborted && !this.stopped.signal.aborted) {
      const slow = Math.max(1, Math.floor(minimum / (EVALUATIONS * scaledS('15s', this.factor))));
      summary = await drifted({ rate: Math.min(RATE, slow), seed: 2 });
    }
    throw new Error(`the traffic ended: ${summary.failure ?? 'all rows were sent'}`);
  }

  slowDown(): void {
    this.slowed.abort();
  }

  stop(): void {
    this.stopped.abort();
  }

  private async send(options: Partial<TrafficOptions>): Promise<TrafficSummary> {
    const { urls, token } = this.system;
    const summary = await runTraffic({
      ...{
        token,
        authUrl: urls.auth,
        predictUrl: urls.predict,
        model: this.model,
        onProgress: this.onProgress,
      },
      ...{ rate: RATE, batch: BATCH, labelRate: 1, seed: 1, signal: this.stopped.signal },
      ...options,
    });
    if (summary.ok || summary.interrupted) return summary;
    throw new Error(summary.failure ?? JSON.stringify(summary.models));
  }
}
