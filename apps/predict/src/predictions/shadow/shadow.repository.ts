import type { Pool } from 'pg';
import type { OutcomeCount } from './comparison.js';
import type { ShadowOutcome } from './shadow-runner.js';

const SAVE = `
  INSERT INTO predict.shadow_outcomes (prediction_id, version, predicted)
  SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[]) ON CONFLICT DO NOTHING`;

const COUNTS = `
  SELECT label.actual, label.predicted AS champion, shadow.predicted AS challenger, count(*)::float8 AS rows
  FROM predict.feedback_heads AS head
  JOIN predict.feedback AS label
    ON label.model = head.model AND label.version = head.version AND label.position > head.position - $3
  JOIN predict.shadow_outcomes AS shadow
    ON shadow.prediction_id = label.prediction_id AND shadow.version = $4
  WHERE head.model = $1 AND head.version = $2
  GROUP BY 1, 2, 3`;

/** The labelled rows that are compared: the champion's feedback window, as far as the challenger predicted it. */
export interface ComparedRows {
  readonly model: string;
  readonly champion: number;
  readonly challenger: number;
  /** Size of the champion's feedback window. */
  readonly size: number;
}

/** What challengers predicted, in PostgreSQL. */
export class ShadowRepository {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Keeps outcomes; those that are kept already are left alone. */
  async save(outcomes: readonly ShadowOutcome[]): Promise<void> {
    await this.pool.query(SAVE, [
      outcomes.map(({ predictionId }) => predictionId),
      outcomes.map(({ version }) => version),
      outcomes.map(({ predicted }) => predicted),
    ]);
  }

  /** How often what was true and what both said came together. */
  async counts({ model, champion, challenger, size }: ComparedRows): Promise<OutcomeCount[]> {
    const { rows } = await this.pool.query<OutcomeCount>(COUNTS, [model, champion, size, challenger]);
    return rows;
  }
}
