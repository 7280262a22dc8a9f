import { Injectable } from '@nestjs/common';
import type { ModelVersion } from '../../models/manifest/index.js';
import { EvaluationGauges } from './evaluation-gauges.js';
import { EvaluationReport } from './evaluation-report.js';
import { EvaluationStore } from './evaluation-store.js';

/** Publishes what the database holds, whoever evaluated it: so every replica says the same. */
@Injectable()
export class EvaluationPublisher {
  private wanted: readonly ModelVersion[] = [];

  constructor(
    private readonly store: EvaluationStore,
    private readonly gauges: EvaluationGauges,
    private readonly report: EvaluationReport,
  ) {}

  /** These versions are served from now on; the series of all others go. */
  follow(versions: readonly ModelVersion[]): void {
    this.wanted = versions;
    this.gauges.keepOnly(versions);
    this.report.follow(versions);
  }

  /** Reads and publishes what is new; during an outage the last values stay. Never rejects. */
  async publish(): Promise<void> {
    try {
      for (const evaluation of await this.store.refresh(this.wanted)) this.gauges.publish(evaluation);
      // A version may have gone while the database was read.
      this.gauges.keepOnly(this.wanted);
      this.report.reading(undefined);
    } catch (error) {
      this.report.reading(error as Error);
    }
  }
}
