import type { SqlPool } from '@plumbline/postgres';
import { and, eq, gt, sql } from 'drizzle-orm';
import { tables } from '../../database/index.js';
import type { OutcomeCount } from './comparison.js';
import type { ShadowOutcome } from './shadow-runner.js';

const { feedback, feedbackHeads, shadowOutcomes } = tables;

/** The labelled rows to compare: those of the champion's feedback window that the challenger predicted. */
export interface ShadowWindow {
  readonly model: string;
  readonly champion: number;
  readonly challenger: number;
  /** Size of the champion's feedback window. */
  readonly size: number;
}

/** The predictions of challengers in PostgreSQL. */
export class ShadowRepository {
  constructor(private readonly database: Pick<SqlPool, 'run'>) {}

  /** Stores outcomes; those that are stored already are left unchanged. */
  async save(outcomes: readonly ShadowOutcome[]): Promise<void> {
    const { predictionId, version, predicted } = shadowOutcomes;
    const columns = [predictionId, version, predicted].map(({ name }) => sql.identifier(name));
    // One parameter for each column: a batch may have more values than a statement can have parameters.
    const ids = sql.param(outcomes.map((outcome) => outcome.predictionId));
    const versions = sql.param(outcomes.map((outcome) => outcome.version));
    const values = sql.param(outcomes.map((outcome) => outcome.predicted));
    await this.database.run((queries) =>
      queries.execute(
        sql`INSERT INTO ${shadowOutcomes} (${sql.join(columns, sql`, `)})
          SELECT * FROM unnest(${ids}::uuid[], ${versions}::integer[], ${values}::text[]) ON CONFLICT DO NOTHING`,
      ),
    );
  }

  /** Counts each combination of actual value and predictions. */
  counts({ model, champion, challenger, size }: ShadowWindow): Promise<OutcomeCount[]> {
    const inWindow = and(
      eq(feedback.model, feedbackHeads.model),
      eq(feedback.version, feedbackHeads.version),
      gt(feedback.position, sql`${feedbackHeads.position} - ${size}`),
    );
    const triedOn = and(
      eq(shadowOutcomes.predictionId, feedback.predictionId),
      eq(shadowOutcomes.version, challenger),
    );
    return this.database.run((queries) =>
      queries
        .select({
          actual: feedback.actual,
          champion: feedback.predicted,
          challenger: shadowOutcomes.predicted,
          rows: sql<number>`count(*)::float8`,
        })
        .from(feedbackHeads)
        .innerJoin(feedback, inWindow)
        .innerJoin(shadowOutcomes, triedOn)
        .where(and(eq(feedbackHeads.model, model), eq(feedbackHeads.version, champion)))
        .groupBy(feedback.actual, feedback.predicted, shadowOutcomes.predicted),
    );
  }
}
