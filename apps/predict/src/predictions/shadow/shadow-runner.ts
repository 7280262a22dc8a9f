import { Injectable, Logger } from '@nestjs/common';
import { versionOf } from '../../models/manifest/index.js';
import { textOfOutcome } from '../../models/outcomes/index.js';
import { ModelRegistry, type ServedModel } from '../../models/registry/index.js';
import type { PredictionRecord } from '../log/index.js';
import { SharedOutcome } from './shared-outcome.js';
import { ShadowMetrics } from './shadow-metrics.js';

/** A challenger in the shadow of its model's champion. */
export interface Trial {
  readonly champion: ServedModel;
  readonly challenger: ServedModel;
  readonly shared: SharedOutcome;
}

/** What a challenger predicted for a row that the champion answered. */
export interface ShadowOutcome {
  readonly predictionId: string;
  /** The version of the challenger. */
  readonly version: number;
  /** A class, or the decimal text of a number. */
  readonly predicted: string;
}

/** Rows that may wait for the challenger; more are dropped, so that the champion is never delayed. */
const MAX_WAITING = 1_024;
/** Rows between two turns of the event loop: they delay an answer by a fraction of a millisecond. */
const ROWS_PER_TURN = 16;
/** Outcomes that may wait while the database is away. */
const MAX_UNSAVED = 10_000;

interface Waiting {
  readonly record: PredictionRecord;
  readonly trial: Trial;
}

/**
 * Lets challengers predict the rows that champions answered, after the answer and a few at a time. Failures are counted
 * and affect no client.
 */
@Injectable()
export class ShadowRunner {
  private readonly logger = new Logger('Shadow');
  private trials = new Map<string, Trial>();
  private waiting: Waiting[] = [];
  private unsaved: ShadowOutcome[] = [];
  private running = false;

  constructor(
    registry: ModelRegistry,
    private readonly metrics: ShadowMetrics,
  ) {
    this.follow(registry);
    registry.onChange(() => this.follow(registry));
  }

  /** The current trials, by model. */
  get current(): ReadonlyMap<string, Trial> {
    return this.trials;
  }

  /** Queues rows that a champion answered; ignores rows of other versions. */
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

  /** Removes and returns the outcomes that are not saved yet. */
  takeOutcomes(): ShadowOutcome[] {
    const outcomes = this.unsaved;
    this.unsaved = [];
    return outcomes;
  }

  /** Takes back outcomes that could not be saved. The oldest are lost when there are too many. */
  giveBack(outcomes: readonly ShadowOutcome[]): void {
    this.unsaved = [...outcomes, ...this.unsaved].slice(-MAX_UNSAVED);
  }

  private follow(registry: ModelRegistry): void {
    const before = this.trials;
    this.trials = trialsOf(registry);
    for (const [model, { challenger, shared }] of this.trials) {
      if (before.get(model)?.challenger === challenger) continue;
      this.metrics.begin(versionOf(challenger.manifest));
      this.report(challenger, shared);
    }
    for (const [model, { challenger }] of before) {
      if (this.trials.get(model)?.challenger !== challenger) this.metrics.end(versionOf(challenger.manifest));
    }
  }

  private report(challenger: ServedModel, { isComparable, leftOut }: SharedOutcome): void {
    const version = versionOf(challenger.manifest);
    if (!isComparable) {
      this.logger.warn({ message: 'The challenger predicts nothing that the champion predicts', ...version });
    } else if (leftOut.length > 0) {
      const message = 'Labels or targets that only one of champion and challenger has are not compared';
      this.logger.warn({ message, ...version, names: leftOut });
    }
  }

  private readonly drain = (): void => {
    const rows = this.waiting.splice(0, ROWS_PER_TURN);
    void Promise.all(rows.map((row) => this.run(row))).then(() => {
      this.running = this.waiting.length > 0;
      if (this.running) setImmediate(this.drain);
    });
  };

  private async run({ record, trial: { challenger, shared } }: Waiting): Promise<void> {
    const tried = versionOf(challenger.manifest);
    try {
      const row = challenger.rowSchema.parse(record.features);
      const { prediction } = await challenger.predict((await challenger.prepare?.(row)) ?? row);
      this.metrics.count(tried, shared.isSame(record.prediction, prediction) ? 'agreed' : 'disagreed');
      const outcome = {
        predictionId: record.id,
        version: tried.version,
        predicted: textOfOutcome(prediction),
      };
      if (this.unsaved.push(outcome) > MAX_UNSAVED) this.unsaved.shift();
    } catch {
      this.metrics.count(tried, 'failed');
    }
  }
}

/** There is no trial of a challenger that is not served, or that is the champion. */
function trialsOf(registry: ModelRegistry): Map<string, Trial> {
  const trials = new Map<string, Trial>();
  for (const champion of registry.list().filter((model) => model.champion)) {
    const { name } = champion.manifest;
    const { challenger: version } = registry.aliases(name);
    const challenger = registry
      .list()
      .find(({ manifest }) => manifest.name === name && manifest.version === version);
    if (challenger === undefined || challenger === champion) continue;
    const shared = new SharedOutcome(champion.manifest, challenger.manifest);
    trials.set(name, { champion, challenger, shared });
  }
  return trials;
}
