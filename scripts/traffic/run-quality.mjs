import { averageScores, ConfusionCounts, RegressionErrors } from '@plumbline/evaluation';

/**
 * @typedef {object} Figures of a classifier the F1, of a regression the mean absolute error; absent without labels, and while F1 is undefined
 * @property {number} [f1] over all labels of the run
 * @property {number} [windowF1] over the last labels, as many as the model's feedback window holds
 * @property {number} [meanAbsoluteError]
 * @property {number} [windowMeanAbsoluteError]
 */

/** The quality of the answers by the labels that the service took: over the whole run, and over the feedback window of the version that answered last. */
export class RunQuality {
  #manifest;
  #all;
  #windows = new Map();
  #lastVersion;

  constructor(manifest) {
    this.#manifest = manifest;
    this.#all = countsFor(manifest);
  }

  /** @param {import('./late-labels.mjs').Label} label */
  add({ version, predicted, actual }) {
    this.#all.add(actual, predicted);
    if (!this.#windows.has(version)) this.#windows.set(version, new Window(this.#manifest));
    this.#windows.get(version).add(actual, predicted);
    this.#lastVersion = version;
  }

  /** @returns {Figures} */
  get figures() {
    const counts = this.#windows.get(this.#lastVersion)?.counts;
    if (counts === undefined) return {};
    const { task, f1_average: average, positive_class: positiveClass } = this.#manifest;
    if (task === 'regression') {
      return {
        meanAbsoluteError: this.#all.meanAbsoluteError,
        windowMeanAbsoluteError: counts.meanAbsoluteError,
      };
    }
    const f1 = (of) => averageScores(of, { average, positiveClass }).f1;
    return { f1: f1(this.#all), windowF1: f1(counts) };
  }
}

class Window {
  #size;
  #rows = [];

  constructor(manifest) {
    this.#size = manifest.windows.feedback.size;
    this.counts = countsFor(manifest);
  }

  add(actual, predicted) {
    this.counts.add(actual, predicted);
    this.#rows.push([actual, predicted]);
    if (this.#rows.length > this.#size) this.counts.remove(...this.#rows.shift());
  }
}

function countsFor({ task, classes }) {
  return task === 'regression' ? new RegressionErrors() : new ConfusionCounts(classes);
}
