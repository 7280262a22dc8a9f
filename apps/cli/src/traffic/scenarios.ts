/** The names of all scenarios. */
export const scenarioNames = ['steady', 'gradual', 'sudden', 'concept', 'bad-input', 'mixed'] as const;

export type Scenario = (typeof scenarioNames)[number];

/** The position of a row in its run. */
export interface Moment {
  /** The share of the run that lies before it, from 0 to 1. */
  readonly share: number;
  /** Whether the change of a sudden scenario has come. */
  readonly late: boolean;
}

/** What happens to a row, each from 0, nothing, to 1, the full strength. */
export interface Intensity {
  readonly drift: number;
  readonly wrongLabels: number;
}

const calm: Intensity = { drift: 0, wrongLabels: 0 };

/** What each scenario does with a row; `bad-input` has no valid rows. */
const intensities: Readonly<Record<Scenario, (moment: Moment) => Intensity>> = {
  steady: () => calm,
  gradual: ({ share }) => ({ ...calm, drift: share }),
  sudden: ({ late }) => ({ ...calm, drift: Number(late) }),
  concept: ({ late }) => ({ ...calm, wrongLabels: Number(late) }),
  'bad-input': () => calm,
  mixed: ({ share }) => quarterOf(share),
};

/** A quarter steady, one with rising drift, one with full drift, one with wrong labels. */
function quarterOf(share: number): Intensity {
  if (share < 0.25) return calm;
  if (share < 0.5) return { ...calm, drift: (share - 0.25) * 4 };
  return share < 0.75 ? { ...calm, drift: 1 } : { ...calm, wrongLabels: 1 };
}

/** Scenarios in which inputs drift, and those with a moment of change. */
export const driftingScenarios: readonly Scenario[] = ['gradual', 'sudden', 'mixed'];
export const suddenScenarios: readonly Scenario[] = ['sudden', 'concept'];

export function intensityAt(scenario: Scenario, moment: Moment): Intensity {
  return intensities[scenario](moment);
}

/** One bad request follows this many batches of the scenario `mixed`. */
const BATCHES_PER_BAD_REQUEST = 10;

/** Whether a bad request follows the batch with this number, from 1. */
export function badRequestFollows(scenario: Scenario, batchNumber: number): boolean {
  return scenario === 'mixed' && batchNumber % BATCHES_PER_BAD_REQUEST === 0;
}
