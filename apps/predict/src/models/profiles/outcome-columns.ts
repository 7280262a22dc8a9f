import type { OutcomeSpec, PredictionRows } from '@plumbline/evaluation';
import type { Manifest } from '../manifest/index.js';
import { outcomeKindOf, type Outcome, type RowPrediction } from '../outcomes/index.js';

/** What a model predicted for a row, or what the log holds of it. */
export type PredictedRow = Pick<RowPrediction, 'prediction' | 'scores' | 'embedding'>;

/** The predictions of rows as they are compared. */
export type PredictedColumns = Pick<PredictionRows, 'predictions' | 'outcomes' | 'embeddings'>;

/** The outcomes that are compared one by one: labels, targets, or a class and its score. Undefined for one class or number. */
export function outcomesOf(manifest: Manifest): OutcomeSpec[] | undefined {
  switch (manifest.task) {
    case 'multilabel':
      return namesOf(manifest).map((name) => ({ name, kind: 'label' }));
    case 'regression':
      return namesOf(manifest).length < 2
        ? undefined
        : namesOf(manifest).map((name) => ({ name, kind: 'number' }));
    case 'anomaly':
      return hasOutput(manifest, 'scores')
        ? [
            { name: 'class', kind: 'class' },
            { name: 'score', kind: 'number' },
          ]
        : undefined;
    case 'binary':
    case 'multiclass':
      return undefined;
  }
}

/** The columns of predictions, in the order of the rows. */
export function predictedColumns(manifest: Manifest, rows: readonly PredictedRow[]): PredictedColumns {
  const outcomes = outcomesOf(manifest);
  return {
    predictions: rows.map(({ prediction }) => (typeof prediction === 'object' ? 0 : prediction)),
    outcomes:
      outcomes &&
      Object.fromEntries(
        outcomes.map(({ name, kind }, place) => [name, rows.map((row) => valueOf(row, kind, place))]),
      ),
    embeddings: hasEmbedding(manifest) ? rows.map(({ embedding }) => embedding ?? null) : undefined,
  };
}

/** The actual values of labels and targets by name, null where unknown; undefined for one class or number. */
export function actualOutcomes(
  manifest: Manifest,
  actual: readonly (Outcome | null)[],
): Record<string, (number | null)[]> | undefined {
  if (manifest.task !== 'multilabel' && manifest.task !== 'regression') return undefined;
  const parts = actual.map((outcome) => (typeof outcome === 'object' ? outcome : null));
  const names = outcomesOf(manifest)?.map(({ name }) => name);
  return (
    names && Object.fromEntries(names.map((name, place) => [name, parts.map((row) => row?.[place] ?? null)]))
  );
}

/** Whether the model gives an embedding of each row. */
export function hasEmbedding(manifest: Manifest): boolean {
  return hasOutput(manifest, 'embedding');
}

function valueOf({ prediction, scores }: PredictedRow, kind: OutcomeSpec['kind'], place: number) {
  if (typeof prediction === 'object') return prediction[place];
  return kind === 'class' ? prediction : scores?.[0];
}

function namesOf(manifest: Manifest): readonly string[] {
  return outcomeKindOf(manifest).names;
}

function hasOutput({ outputs }: Manifest, role: 'embedding' | 'scores'): boolean {
  return outputs.some((output) => output.role === role);
}
