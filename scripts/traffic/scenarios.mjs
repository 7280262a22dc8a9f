/**
 * @typedef {object} Moment where a row stands in its run
 * @property {number} share of the run that lies before it, from 0 to 1
 * @property {boolean} late whether the change of a sudden scenario has come
 */

/**
 * @typedef {object} Intensity what happens to a row, each from 0, nothing, to 1, the full strength
 * @property {number} drift
 * @property {number} wrongLabels
 */

/** @type {Intensity} */
const calm = { drift: 0, wrongLabels: 0 };

/** Each scenario of valid rows: what it does with a row, from where the row stands. Labels that change are drift of the concept. */
const intensities = {
  steady: () => calm,
  gradual: ({ share }) => ({ ...calm, drift: share }),
  sudden: ({ late }) => ({ ...calm, drift: Number(late) }),
  concept: ({ late }) => ({ ...calm, wrongLabels: Number(late) }),
  'bad-input': () => calm,
  mixed: ({ share }) => quarterOf(share),
};

/** A quarter steady, one with rising drift, one with full drift, one with wrong labels. */
function quarterOf(share) {
  if (share < 0.25) return calm;
  if (share < 0.5) return { ...calm, drift: (share - 0.25) * 4 };
  return share < 0.75 ? { ...calm, drift: 1 } : { ...calm, wrongLabels: 1 };
}

/** The names of all scenarios. */
export const scenarioNames = Object.keys(intensities);

/** Scenarios in which inputs drift, and those with a moment of change. */
export const driftingScenarios = ['gradual', 'sudden', 'mixed'];
export const suddenScenarios = ['sudden', 'concept'];

/** @param {string} scenario @param {Moment} moment @returns {Intensity} */
export function intensityAt(scenario, moment) {
  return intensities[scenario](moment);
}

/** One bad request in so many batches of the scenario `mixed`. */
const BATCHES_PER_BAD_REQUEST = 10;

/** Whether a bad request follows the batch with this number, from 1. */
export function badRequestFollows(scenario, batchNumber) {
  return scenario === 'mixed' && batchNumber % BATCHES_PER_BAD_REQUEST === 0;
}
