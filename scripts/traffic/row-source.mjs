import { createDrift } from './feature-drift.mjs';
import { Random } from './random.mjs';
import { intensityAt } from './scenarios.mjs';

/**
 * @typedef {object} TrafficRow
 * @property {Readonly<Record<string, unknown>>} features
 * @property {string | number} actual the truth that is sent back
 * @property {boolean} labelled whether it is sent back at all
 */

/**
 * The rows of a run: drawn from the reference with replacement, then changed as the scenario says. They depend on the
 * seed alone, and which reference rows are drawn not even on the scenario.
 */
export class RowSource {
  #model;
  #options;
  #planned;
  #changesAt;
  #drift;
  #drawn = 0;
  #rowRandom;
  #labelRandom;
  #wrongRandom;

  /**
   * @param {import('./reference-model.mjs').ReferenceModel} model
   * @param {import('./options.mjs').CheckedOptions} options
   * @param {number} planned rows in the whole run
   */
  constructor(model, options, planned) {
    this.#model = model;
    this.#options = options;
    this.#planned = planned;
    this.#changesAt = options.after ?? Math.floor(planned / 2);
    const random = (purpose) => new Random(options.seed, purpose);
    this.#drift = createDrift(model, options.features, random('drift'));
    this.#rowRandom = random('rows');
    this.#labelRandom = random('labels');
    this.#wrongRandom = random('wrong labels');
  }

  /** @returns {TrafficRow} */
  next() {
    const index = this.#drawn++;
    const { scenario, strength, labelRate } = this.#options;
    const share = this.#planned > 1 ? index / (this.#planned - 1) : 0;
    const { drift, wrongLabels } = intensityAt(scenario, { share, late: index >= this.#changesAt });
    const { features, actual } = this.#rowRandom.pick(this.#model.rows);
    return {
      features: this.#drift(features, drift * strength),
      actual: this.#wrongRandom.chance(wrongLabels * strength) ? this.#wrong(actual) : actual,
      labelled: this.#labelRandom.chance(labelRate),
    };
  }

  /**
   * The class that comes next, so that labels that are all wrong have a meaning of their own, which a new model can learn;
   * of a regression the truth about another row.
   */
  #wrong(actual) {
    const { classes } = this.#model.manifest;
    if (classes === null) return this.#wrongRandom.pick(this.#model.rows).actual;
    return classes[(classes.indexOf(actual) + 1) % classes.length];
  }
}
