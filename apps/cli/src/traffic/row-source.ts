import type { Outcome } from '@plumbline/client';
import { createDrift, type Drift } from './feature-drift.js';
import { Random } from './random.js';
import type { ReferenceModel, RowFeatures } from './reference-model.js';
import { intensityAt } from './scenarios.js';
import type { CheckedOptions } from './traffic-options.js';
import { type Wrong, wrongTruth } from './truth.js';

/** A row to send. */
export interface TrafficRow {
  readonly features: RowFeatures;
  /** The truth that is sent back. */
  readonly actual: Outcome | undefined;
  /** Whether it is sent back at all. */
  readonly labelled: boolean;
}

/**
 * The rows of a run: drawn from the reference with replacement, then changed as the scenario says. They depend on the
 * seed alone; the scenario does not even change which reference rows are drawn.
 */
export class RowSource {
  private readonly changesAt: number;
  private readonly drift: Drift;
  private readonly rowRandom: Random;
  private readonly labelRandom: Random;
  private readonly wrongRandom: Random;
  private readonly wrong: Wrong;
  private drawn = 0;

  /** @param planned rows in the whole run */
  constructor(
    private readonly model: ReferenceModel,
    private readonly options: CheckedOptions,
    private readonly planned: number,
  ) {
    this.changesAt = options.after ?? Math.floor(planned / 2);
    const random = (purpose: string) => new Random(options.seed, purpose);
    this.drift = createDrift(model, options.features, random('drift'));
    this.rowRandom = random('rows');
    this.labelRandom = random('labels');
    this.wrongRandom = random('wrong labels');
    this.wrong = wrongTruth(
      model.manifest,
      model.rows.flatMap(({ actual }) => (actual === undefined ? [] : [actual])),
    );
  }

  async next(): Promise<TrafficRow> {
    const index = this.drawn++;
    const { scenario, strength, labelRate } = this.options;
    const share = this.planned > 1 ? index / (this.planned - 1) : 0;
    const { drift, wrongLabels } = intensityAt(scenario, { share, late: index >= this.changesAt });
    const { features, actual } = this.rowRandom.pick(this.model.rows);
    const moved = this.drift(features, drift * strength);
    const isWrong = this.wrongRandom.chance(wrongLabels * strength);
    const labelled = this.labelRandom.chance(labelRate);
    return {
      features: await moved,
      actual: isWrong && actual !== undefined ? this.wrong(actual) : actual,
      labelled,
    };
  }
}
