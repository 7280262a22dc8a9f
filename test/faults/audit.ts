import { isDeepStrictEqual } from 'node:util';
import { classifierQuality, type Figures, meanAbsoluteError, type Pair, scrape, sumOf } from './gauges.js';
import type { AnsweredLabel, Ledger, PredictedRow } from './ledger.js';
import { heart, rent, type Served } from './models.js';
import type { Stored, StoredLabel, StoredPrediction } from './stored.js';
import type { Predict } from './system.js';

const TOLERANCE = 1e-9;

/** What is not as it must be; each entry names the case. */
export interface Findings {
  /** Acknowledged, but not in the database. */
  readonly lost: readonly string[];
  /** In the database twice, or although the client was told that it was refused. */
  readonly duplicated: readonly string[];
  /** In the database with other values than the client sent or was answered. */
  readonly changed: readonly string[];
  readonly wrongGauges: readonly string[];
}

/** Compares the ledger with the database, and with what predict processes expose. */
export async function audit(ledger: Ledger, stored: Stored, predicts: readonly Predict[]): Promise<Findings> {
  const predictions = await stored.predictions();
  const labels = await stored.labels();
  const rows = comparePredictions(ledger, predictions);
  const truths = compareLabels(ledger, labels);
  const wrongGauges: string[] = [];
  for (const { process, life } of predicts) {
    const figures = await scrape(process.url);
    wrongGauges.push(...wrongFigures(figures, ledger, labels), ...wrongCounters(figures, ledger, life));
  }
  if ((await stored.future()) > 0) rows.changed.push('predictions have a time that has not come yet');
  return {
    lost: [...rows.lost, ...truths.lost],
    duplicated: [...rows.duplicated, ...truths.duplicated],
    changed: [...rows.changed, ...truths.changed],
    wrongGauges,
  };
}

/** Whether everything is as it must be. */
export function isClean({ lost, duplicated, changed, wrongGauges }: Findings): boolean {
  return [lost, duplicated, changed, wrongGauges].every(({ length }) => length === 0);
}

function comparePredictions(ledger: Ledger, predictions: readonly StoredPrediction[]) {
  const [duplicated, changed]: [string[], string[]] = [[], []];
  const acknowledged = ledger.acknowledged();
  const sent = new Map(ledger.rows.map((row) => [`${row.model} ${row.mark}`, row]));
  const seen = new Set<string>();
  const marks = new Set<string>();
  for (const prediction of predictions) {
    const { id, model } = prediction;
    const key = `${model} ${servedOf(model).markOf(prediction.features)}`;
    const row = sent.get(key);
    const isForeign = row?.id !== undefined ? row.id !== id : row?.ending.kind !== 'unanswered';
    if (seen.has(id) || marks.has(key) || isForeign) duplicated.push(`prediction ${id} of row ${key}`);
    if (row?.id === id && !isSame(row, prediction)) changed.push(`prediction ${id}`);
    seen.add(id);
    marks.add(key);
  }
  const lost = [...acknowledged.keys()].filter((id) => !seen.has(id)).map((id) => `prediction ${id}`);
  return { lost, duplicated, changed };
}

function isSame(row: PredictedRow, stored: StoredPrediction): boolean {
  const names = ['model', 'version', 'prediction'] as const;
  return (
    names.every((name) => row[name] === stored[name]) && isDeepStrictEqual(row.features, stored.features)
  );
}

function compareLabels(ledger: Ledger, labels: readonly StoredLabel[]) {
  const [lost, duplicated, changed]: [string[], string[], string[]] = [[], [], []];
  const acknowledged = ledger.acknowledged();
  const expected = ledger.expectedLabels();
  const stored = new Map<string, StoredLabel>();
  for (const label of labels) {
    const { id, predicted } = label;
    if (stored.has(id)) duplicated.push(`label of ${id}`);
    stored.set(id, label);
    if (ledger.isExcused(id)) continue;
    if (acknowledged.get(id)?.prediction !== predicted) changed.push(`predicted value of ${id}`);
    if (!expected.has(id)) duplicated.push(`label of ${id}, which nobody sent`);
  }
  for (const [id, { values, required }] of expected) {
    const label = stored.get(id);
    if (label === undefined ? required : !values.has(label.actual)) lost.push(`label of ${id}`);
  }
  for (const served of [heart, rent]) {
    const positions = ofVersion(labels, served).map(({ position }) => position);
    const isGapless = positions.every((position, index) => position === index + 1);
    if (!isGapless) changed.push(`positions of the labels of ${served.model}`);
  }
  return { lost, duplicated, changed };
}

function wrongFigures(figures: Figures, ledger: Ledger, labels: readonly StoredLabel[]): string[] {
  const acknowledged = ledger.acknowledged();
  const expected = new Map<string, number | undefined>([
    ['prediction_log_pending', 0],
    ['prediction_log_orphaned_bytes', 0],
    ['database_away', 0],
  ]);
  for (const served of [heart, rent]) {
    const version = `model="${served.model}",version="${served.version}"`;
    const window = ofVersion(labels, served).slice(-served.window);
    const pairs = window.map(({ id, actual, predicted }): Pair => {
      return { actual, predicted: acknowledged.get(id)?.prediction ?? predicted };
    });
    expected.set(`monitoring_window_size{${version},window="feedback"}`, pairs.length);
    for (const [series, value] of qualityOf(served, version, pairs)) {
      expected.set(series, pairs.length < served.minimum ? undefined : value);
    }
  }
  return [...expected].flatMap(([series, value]) => {
    const shown = figures.get(series);
    const isRight = value === undefined ? shown === undefined : Math.abs((shown ?? NaN) - value) <= TOLERANCE;
    return isRight ? [] : [`${series} is ${shown} instead of ${value}`];
  });
}

function qualityOf(served: Served, version: string, pairs: readonly Pair[]): [string, number | undefined][] {
  if (served === rent) return [[`prediction_error{${version}}`, meanAbsoluteError(pairs)]];
  const { f1, precision, recall, accuracy } = classifierQuality(pairs, 'disease');
  return [
    [`prediction_f1_score{${version}}`, f1],
    [`prediction_precision_score{${version}}`, precision],
    [`prediction_recall_score{${version}}`, recall],
    [`model_accuracy{${version},attribute="prediction"}`, accuracy],
  ];
}

/** A counter has what was acknowledged, and may have what the client was not told the fate of. */
function wrongCounters(figures: Figures, ledger: Ledger, life: string): string[] {
  const recorded = new Set(ledger.labels.filter(isFirst).map(({ id }) => id));
  return [heart, rent].flatMap(({ model, version }) => {
    const series = `model="${model}",version="${version}"`;
    const mine = (entry: PredictedRow | AnsweredLabel) => entry.life === life && entry.model === model;
    const rows = ledger.rows.filter(mine);
    const labels = ledger.labels.filter(mine);
    // A hanging database may store what was refused with 503 meanwhile; the answer to the next attempt is "unchanged".
    const unclear = new Set(labels.map(({ id }) => id).filter((id) => !recorded.has(id)));
    const least = { predictions: rows.filter(isAnswered).length, labelled: labels.filter(isFirst).length };
    const most = {
      predictions: least.predictions + rows.filter(({ ending }) => ending.kind === 'unanswered').length,
      labelled: least.labelled + unclear.size,
    };
    return (['predictions', 'labelled'] as const).flatMap((name) => {
      const metric = name === 'labelled' ? 'labelled_predictions_total' : 'predictions_total';
      const shown = sumOf(figures, metric, series);
      const isRight = shown >= least[name] && shown <= most[name];
      return isRight
        ? []
        : [`${metric} of ${model} in ${life} is ${shown} instead of ${least[name]} to ${most[name]}`];
    });
  });
}

const isAnswered = ({ id }: PredictedRow) => id !== undefined;
const isFirst = ({ status }: AnsweredLabel) => status === 'recorded';

function ofVersion(labels: readonly StoredLabel[], { model, version }: Served): StoredLabel[] {
  return labels.filter((label) => label.model === model && label.version === version);
}

function servedOf(model: string): Served {
  return model === rent.model ? rent : heart;
}
