import type {
  CalibrationBin,
  ColumnEvaluation,
  ColumnSummary,
  QualityEstimate,
  WindowEvaluation,
} from '@plumbline/evaluation';
import type { EvaluationPoint, ModelEvaluation } from '../src/monitoring/evaluation/model-evaluation.js';
import type { ClassificationEvaluation } from '../src/monitoring/quality/labelled-quality.js';
import { verdictOf } from '../src/monitoring/verdict/verdict.js';
import type { ModelReport } from '../src/monitoring/report/text/model-report.js';

const HOUR_MS = 3_600_000;
const END = Date.parse('2026-03-01T12:00:00Z');

const summary: ColumnSummary = {
  rows: 1000,
  missing: 0,
  infinite: 0,
  outOfRange: 0,
  newCategory: 0,
  unusedCategories: 0,
  distinct: 40,
  mostCommonShare: 0.05,
  minimum: 20,
  maximum: 80,
  mean: 52.4,
  standardDeviation: 9.1,
  median: 53,
};

/** A numeric column whose Wasserstein distance has this severity at a threshold of 0.1. */
export function column(
  name: string,
  severity = 0.4,
  changes: Partial<ColumnEvaluation> = {},
): ColumnEvaluation {
  const shift = Math.min(150, severity * 60);
  return {
    name,
    feature: name,
    descriptor: null,
    kind: 'numerical',
    drift: {
      method: 'wasserstein',
      displayName: 'Wasserstein distance (normed)',
      score: severity / 10,
      threshold: 0.1,
      driftIf: '>=',
      drifted: severity >= 1,
      severity,
      adjustedP: null,
    },
    failure: null,
    distribution: {
      edges: [30, 40, 50, 60, 70],
      bins: ['(-inf,30)', '[30,40)', '[40,50)', '[50,60)', '[60,70)', '[70,+inf)'],
      reference: [20, 120, 360, 350, 130, 20],
      current: [20, 120, 360 - shift, 350, 130 + shift, 20],
    },
    summary,
    ...changes,
  };
}

/** A categorical column with these categories, all alike. */
export function categories(name: string, bins: readonly string[]): ColumnEvaluation {
  const counts = bins.map((_, index) => 100 + 7 * index);
  return column(name, 0.2, {
    kind: 'categorical',
    distribution: { edges: null, bins, reference: counts, current: counts.map((rows) => rows / 2) },
    summary: { ...summary, minimum: null, maximum: null, mean: null, standardDeviation: null, median: null },
  });
}

const estimate = (value: number): QualityEstimate => ({
  value,
  lower: value - 0.04,
  upper: value + 0.04,
  threshold: { lower: 0.77, upper: 0.89 },
  alert: value < 0.77,
});

/** A window of these columns. */
export function windowOf(
  columns: readonly ColumnEvaluation[],
  changes: Partial<WindowEvaluation> = {},
): WindowEvaluation {
  const computed = columns.filter(({ drift }) => drift !== null).length;
  const drifted = columns.filter(({ drift }) => drift?.drifted).length;
  const share = computed === 0 ? null : drifted / computed;
  return {
    rows: 1000,
    columns,
    prediction: categories('prediction', ['no', 'yes']),
    dataset: { computed, drifted, share, driftShare: 0.5, datasetDrifted: (share ?? 0) >= 0.5 },
    estimated: {
      rocAuc: estimate(0.91),
      averagePrecision: estimate(0.9),
      accuracy: estimate(0.84),
      precision: estimate(0.83),
      recall: estimate(0.84),
      specificity: estimate(0.84),
      f1: estimate(0.83),
    },
    reconstruction: {
      value: 2.1,
      standardError: 0.05,
      threshold: { lower: 1.6, upper: 2.3 },
      alert: false,
    },
    ...changes,
  };
}

const calibration: CalibrationBin[] = [
  { rows: 210, meanConfidence: 0.06, shareRight: 0.05 },
  { rows: 80, meanConfidence: 0.32, shareRight: 0.41 },
  { rows: 90, meanConfidence: 0.61, shareRight: 0.58 },
  { rows: 260, meanConfidence: 0.94, shareRight: 0.92 },
];

/** A quality over these classes, most rows on the diagonal. */
export function qualityOf(names: readonly string[]): ClassificationEvaluation {
  const confusion: number[][] = names.map((_, row) =>
    names.map((__, column) => (row === column ? 40 : (row * 7 + column * 3) % 5 === 0 ? 3 : 0)),
  );
  return {
    task: names.length === 2 ? 'binary' : 'multiclass',
    f1: 0.81,
    precision: 0.8,
    recall: 0.82,
    accuracy: 0.83,
    balancedAccuracy: 0.82,
    matthewsCorrelation: 0.65,
    probabilities: {
      rows: 640,
      rocAuc: 0.9,
      logLoss: 0.41,
      brier: 0.13,
      expectedCalibrationError: 0.034,
      calibration,
    },
    classes: names.map((name, row) => ({
      name,
      support: (confusion[row] ?? []).reduce((sum, rows) => sum + rows, 0),
      precision: 0.8,
      recall: 0.82,
      f1: 0.7 + (row % 5) / 20,
    })),
    confusion,
    confusions: confusion
      .flatMap((counts, row) =>
        counts.map((rows, column) => ({ actual: names[row]!, predicted: names[column]!, rows })),
      )
      .filter(({ actual, predicted, rows }) => actual !== predicted && rows > 0)
      .sort((one, other) => other.rows - one.rows),
  };
}

/** Two days of hourly evaluations; labels were missing for a while. */
export const history: readonly EvaluationPoint[] = Array.from({ length: 48 }, (_, hour) => {
  const estimated = 0.83 - (hour > 30 ? (hour - 30) * 0.004 : 0) + Math.sin(hour / 3) * 0.008;
  return {
    at: new Date(END - (47 - hour) * HOUR_MS).toISOString(),
    driftShare: hour / 100,
    realised: hour > 12 && hour < 20 ? null : estimated - 0.012 + Math.cos(hour) * 0.006,
    estimated,
    estimatedLower: estimated - 0.03,
    estimatedUpper: Math.min(1, estimated + 0.03),
  };
});

/** An evaluation of a binary classifier with one feature that drifted. */
export function evaluation(changes: Partial<ModelEvaluation> = {}): ModelEvaluation {
  const state = { from: '2026-03-01T06:00:00.000Z', to: '2026-03-01T12:00:00.000Z' };
  return {
    model: 'heart',
    version: 1,
    profile: 'ab'.repeat(32),
    evaluatedAt: '2026-03-01T12:00:05.000Z',
    durationMs: 12.4,
    predictions: { rows: 1000, minimum: 100, size: 5000, maxAgeS: 86_400, ...state },
    drift: windowOf([column('age'), column('chol', 2.4), column('oldpeak', 0.1)]),
    estimatedF1: { value: 0.83, lower: 0.79, upper: 0.87 },
    feedback: { rows: 640, minimum: 50, size: 1000, ...state },
    quality: qualityOf(['no', 'yes']),
    ...changes,
  };
}

/** A report with that evaluation. */
export function report(changes: Partial<Omit<ModelReport, 'verdict'>> = {}): ModelReport {
  const content = {
    model: 'heart',
    version: 1,
    champion: true,
    description: 'Tells a sick heart from a healthy one.',
    task: 'binary',
    average: 'binary',
    positiveClass: 'yes',
    baseline: 0.83,
    features: { age: { description: 'Age', unit: 'years' } },
    monitoring: 'on',
    evaluation: evaluation(),
    history,
    ...changes,
  } satisfies Omit<ModelReport, 'verdict'>;
  return { ...content, verdict: content.evaluation && verdictOf(content, content.evaluation) };
}

/** The text of a page, on one line. */
export const textOf = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
