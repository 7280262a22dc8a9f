import type { Pool } from 'pg';
import type { Load } from './load.js';

/** What the service acknowledged and the database does not hold. */
export interface Losses {
  readonly predictions: readonly string[];
  readonly labels: readonly string[];
}

/** Nothing is missing. */
export const none: Losses = { predictions: [], labels: [] };

/** Compares what the load was told with what is stored. */
export async function lossesOf({ predicted, labelled }: Load, pool: Pool): Promise<Losses> {
  const predictions = await pool.query<{ id: string }>('SELECT id FROM predict.predictions');
  const feedback = await pool.query<{ id: string; actual: string }>(
    'SELECT prediction_id AS id, actual FROM predict.feedback',
  );
  const stored = new Set(predictions.rows.map(({ id }) => id));
  const truths = new Map(feedback.rows.map(({ id, actual }) => [id, actual]));
  return {
    predictions: predicted.filter((id) => !stored.has(id)),
    labels: [...labelled].filter(([id, actual]) => truths.get(id) !== actual).map(([id]) => id),
  };
}
