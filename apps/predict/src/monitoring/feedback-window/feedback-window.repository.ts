import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../../database/index.js';
import type { ModelVersion } from '../../models/manifest/index.js';
import type { FeedbackHead, LabelledPrediction } from './feedback-window.js';

/** How far the feedback of a model version was read. */
export interface Head extends FeedbackHead {
  /** Identifies the run of the server: it differs after each restart, restore or failover. */
  readonly serverRun: string;
}

type Place = ModelVersion & Pick<Head, 'position'>;
/** The form of a record that the driver's types accept. */
type Row<Record> = { [Name in keyof Record]: Record[Name] };

const { feedback, feedbackHeads } = tables;
const { model, version, predicted, actual, position, revision } = feedback;
const labelColumns = { model, version, predicted, actual, position, revision };

/** Reads feedback for the windows. Positions and revisions stay below 2^53. */
@Injectable()
export class FeedbackWindowRepository {
  constructor(private readonly database: PredictDatabase) {}

  /** The heads of these model versions; at 0 where there is no feedback yet. */
  heads(versions: readonly ModelVersion[]): Promise<Head[]> {
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<Row<Head>>(sql`
        SELECT wanted.model, wanted.version, coalesce(${feedbackHeads.position}, 0)::float8 AS position,
          coalesce(${feedbackHeads.revision}, 0)::float8 AS revision,
          extract(epoch FROM pg_postmaster_start_time())::text AS "serverRun"
        FROM unnest(${column(versions, 'model')}::text[], ${column(versions, 'version')}::integer[])
          AS wanted(model, version)
        LEFT JOIN ${feedbackHeads}
          ON ${feedbackHeads.model} = wanted.model AND ${feedbackHeads.version} = wanted.version`);
      return rows;
    });
  }

  /** Up to `limit` labelled predictions after a position, in the order of positions. */
  after(place: Place, limit: number): Promise<LabelledPrediction[]> {
    return this.database.run((queries) =>
      queries
        .select(labelColumns)
        .from(feedback)
        .where(and(eq(model, place.model), eq(version, place.version), gt(position, place.position)))
        .orderBy(asc(position))
        .limit(limit),
    );
  }

  /**
   * The position up to which labels were first received more than `maxAgeS` seconds ago, by the clock of the database;
   * `position` when none after it was.
   */
  async expired(place: Place, maxAgeS: number): Promise<number> {
    // The label before the first that is young enough; the last one when none is.
    const { rows } = await this.database.run((queries) =>
      queries.execute<{ position: number }>(sql`
        SELECT coalesce(
          (SELECT min(${position}) - 1 FROM ${feedback}
           WHERE ${model} = ${feedbackHeads.model} AND ${version} = ${feedbackHeads.version}
             AND ${position} > ${place.position}
             AND ${feedback.receivedAt} > now() - make_interval(secs => ${maxAgeS})),
          ${feedbackHeads.position})::float8 AS position
        FROM ${feedbackHeads}
        WHERE ${feedbackHeads.model} = ${place.model} AND ${feedbackHeads.version} = ${place.version}`),
    );
    return Math.max(place.position, rows[0]?.position ?? 0);
  }

  /** Up to `limit` changes of each model version after the revision of its head, in the order of revisions. */
  changes(heads: readonly Head[], limit: number): Promise<LabelledPrediction[]> {
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<Row<LabelledPrediction>>(sql`
        SELECT changed.*
        FROM unnest(${column(heads, 'model')}::text[], ${column(heads, 'version')}::integer[],
          ${column(heads, 'revision')}::bigint[]) AS seen(model, version, revision)
        CROSS JOIN LATERAL (
          SELECT ${model} AS model, ${version} AS version, ${predicted} AS predicted, ${actual} AS actual,
            ${position}::float8 AS position, ${revision}::float8 AS revision
          FROM ${feedback}
          WHERE ${model} = seen.model AND ${version} = seen.version AND ${revision} > seen.revision
          ORDER BY ${revision} LIMIT ${limit}
        ) AS changed`);
      return rows;
    });
  }
}

/** One field of all rows, as one array parameter. */
function column<Row>(rows: readonly Row[], name: keyof Row) {
  return sql.param(rows.map((row) => row[name]));
}
