import type { ColumnDrift, ColumnEvaluation, WindowEvaluation } from '@plumbline/evaluation';
import type { ModelEvaluation } from '../src/monitoring/evaluation/model-evaluation.js';

const summary = {
  rows: 1000,
  missing: 0,
  infinite: 0,
  outOfRange: 0,
  newCategory: 0,
  unusedCategories: 0,
  distinct: 10,
  mostCommonShare: 0.2,
  minimum: 0,
  maximum: 9,
  mean: 4.5,
  standardDeviation: 3,
  median: 4,
};

/** The drift of a column. */
export function toyDrift(changes: Partial<ColumnDrift> = {}): ColumnDrift {
  return {
    method: 'wasserstein',
    displayName: 'Wasserstein distance (normed)',
    score: 0.05,
    threshold: 0.1,
    driftIf: '>=',
    drifted: false,
    severity: 0.5,
    adjustedP: null,
    ...changes,
  };
}

/** A column of a window that was compared with its reference. */
export function toyColumn(
  name: string,
  drift: ColumnDrift | null,
  changes: Partial<ColumnEvaluation> = {},
): ColumnEvaluation {
  return {
    name,
    feature: name,
    descriptor: null,
    kind: 'numerical',
    drift,
    failure: drift === null ? 'empty-current' : null,
    distribution: { edges: [5], bins: ['below 5', 'from 5'], reference: [50, 50], current: [500, 500] },
    summary,
    ...changes,
  };
}

/** A window of 1,000 predictions, one of two features drifted. */
export function toyWindow(changes: Partial<WindowEvaluation> = {}): WindowEvaluation {
  const drifted = toyDrift({ score: 0.3, drifted: true, severity: 3 });
  return {
    rows: 1000,
    columns: [toyColumn('age', toyDrift()), toyColumn('income', drifted)],
    prediction: toyColumn('prediction', toyDrift({ method: 'jensenshannon', score: 0.02, severity: 0.2 })),
    dataset: { computed: 2, drifted: 1, share: 0.5, driftShare: 0.5, datasetDrifted: true },
    estimated: null,
    reconstruction: null,
    ...changes,
  };
}

/** The evaluation of version 1 of the model toy. */
export function toyEvaluation(changes: Partial<ModelEvaluation> = {}): ModelEvaluation {
  const times = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z' };
  return {
    model: 'toy',
    version: 1,
    profile: 'f'.repeat(64),
    evaluatedAt: '2026-01-01T01:00:01.500Z',
    durationMs: 250,
    predictions: { rows: 1000, minimum: 1000, size: 2000, maxAgeS: 86_400, ...times },
    drift: toyWindow(),
    estimatedF1: { value: 0.8, lower: 0.7, upper: 0.9 },
    feedback: { rows: 0, minimum: 50, size: 1000, from: null, to: null },
    quality: null,
    ...changes,
  };
}
