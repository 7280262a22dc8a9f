import { Injectable } from '@nestjs/common';
import { versionOf } from '../../models/manifest/index.js';
import { isSameAnswer } from '../../models/inference/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import type { PredictionRecord } from '../log/index.js';
import { ShadowMetrics } from './shadow-metrics.js';
import type { ShadowOutcome } from './shadow-outcome.js';
import { type Trial, trialsOf } from './trial.js';

/** Rows that may wait for the challenger; beyond that they are not tried, so that the champion is never held up. */
const MAX_WAITING = 1_024;
/** Rows between two turns of the event loop: what an answer may have to wait for, a fraction of a millisecond. */
const ROWS_A_TURN = 16;
/** Outcomes that may wait for a database that is away. */
const MAX_KEPT = 10_000;

interface Waiting {
  readonly record: PredictionRecord;
  readonly trial: Trial;
}

/**
 * Lets challengers predict the rows that champions answered, after the answer, a few at a time. Its failures are
 * counted and reach nobody.
 */
@Injectable()
export class ShadowRunner {
  private trials = new Map<string, Trial>();
  private waiting: Waiting[] = [];
  private kept: ShadowOutcome[] = [];
  private running = false;

  constructor(
    registry: ModelRegistry,
    private readonly metrics: ShadowMetrics,
  ) {
    this.follow(registry);
    registry.onChange(() => this.follow(registry));
  }

  /** The trials that are under way, by model. */
  get current(): ReadonlyMap<string, Trial> {
    return this.trials;
  }

  /** Takes rows that were answered; those of a version that is not the champion are none of a trial. */
  observe(records: readonly PredictionRecord[]): void {
    if (this.trials.size === 0) return;
    for (const record of records) {
      const trial = this.trials.get(record.model);
      if (trial === undefined || trial.champion.manifest.version !== record.version) continue;
      if (this.waiting.length < MAX_WAITING) this.waiting.push({ record, trial });
      else this.metrics.count(versionOf(trial.challenger.manifest), 'dropped');
    }
    if (this.running || this.waiting.length === 0) return;
    this.running = true;
    setImmediate(this.drain);
  }

  /** Takes away the outcomes that are to be kept. */
  takeOutcomes(): ShadowOutcome[] {
    const outcomes = this.kept;
    this.kept = [];
    return outcomes;
  }

  /** Gives outcomes back that could not be kept; the oldest are lost when there are too many. */
  giveBack(outcomes: readonly ShadowOutcome[]): void {
    this.kept = [...outcomes, ...this.kept].slice(-MAX_KEPT);
  }

  private follow(registry: ModelRegistry): void {
    const before = this.trials;
    this.trials = trialsOf(registry);
    for (const [model, { challenger }] of this.trials) {
      if (before.get(model)?.challenger !== challenger) this.metrics.begin(versionOf(challenger.manifest));
    }
    for (const [model, { challenger }] of before) {
      if (this.trials.get(model)?.challenger !== challenger) this.metrics.end(versionOf(challenger.manifest));
    }
  }

  private readonly drain = (): void => {
    const some = this.waiting.splice(0, ROWS_A_TURN);
    void Promise.all(some.map((waiting) => this.run(waiting))).then(() => {
      this.running = this.waiting.length > 0;
      if (this.running) setImmediate(this.drain);
    });
  };

  private async run({ record, trial: { challenger } }: Waiting): Promise<void> {
    const tried = versionOf(challenger.manifest);
    try {
      const { prediction } = await challenger.predict(challenger.rowSchema.parse(record.features));
      this.metrics.count(tried, isSameAnswer(record.prediction, prediction) ? 'agreed' : 'disagreed');
      const outcome = { predictionId: record.id, version: tried.version, predicted: String(prediction) };
      if (this.kept.push(outcome) > MAX_KEPT) this.kept.shift();
    } catch {
      this.metrics.count(tried, 'failed');
    }
  }
}
