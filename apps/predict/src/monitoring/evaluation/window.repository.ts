import type { SqlClient } from '@plumbline/postgres';
import { and, desc, eq, gt, type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import { feedback, feedbackHeads, predictions } from '../../database/tables.js';
import type { FeatureRow, Manifest } from '../../models/manifest/index.js';
import { hasEmbedding } from '../../models/profiles/index.js';
import type { ScoredLabel } from '../quality/index.js';
import type { LabelledRow } from '../segments/index.js';
import type { LoggedPrediction } from './logged-prediction.js';
import { MAX_COMPARED_VALUES, MAX_SEGMENT_VALUES, rowsWithin } from './window-values.js';

/** The labelled rows that segments are made of: the latest, so that their features fit into the memory of the thread. */
const MAX_SEGMENT_ROWS = 10_000;

/** The rows of a window, the time they are from, and a mark that changes when they do. */
export interface WindowExtent {
  readonly rows: number;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly mark: string;
}

/** Reads the windows of a model version. Use it within one snapshot, so that extents and rows agree. */
export class WindowRepository {
  constructor(private readonly database: SqlClient) {}

  /** The prediction window: the latest rows that are not older than the manifest allows. */
  predictionExtent(manifest: Manifest): Promise<WindowExtent> {
    const { max_age_s, size } = manifest.windows.predictions;
    return this.database.run(async (queries) => {
      const latest = queries
        .select({ id: predictions.id, at: predictions.at })
        .from(predictions)
        .where(isLatest(manifest, max_age_s))
        .orderBy(desc(predictions.at), desc(predictions.id))
        .limit(size)
        .as('latest');
      return one(
        await queries
          .select({
            rows: sql<number>`count(*)::integer`,
            from: sql<Date | null>`min(${latest.at})`.mapWith(predictions.at),
            to: sql<Date | null>`max(${latest.at})`.mapWith(predictions.at),
            mark: sql<string>`coalesce(sum(hashtextextended(${latest.id}::text, 0)), 0)::text`,
          })
          .from(latest),
      );
    });
  }

  /**
   * The rows of the last hour, up to a limit; null for a version without older ones, which may not have been in use for an
   * hour.
   */
  async hourlyRows({ name, version }: Manifest, limit: number): Promise<number | null> {
    const isOfVersion = sql`${predictions.model} = ${name} AND ${predictions.version} = ${version}`;
    const hourAgo = sql`now() - interval '1 hour'`;
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<{ rows: number | null }>(sql`
        SELECT CASE WHEN EXISTS (SELECT FROM ${predictions} WHERE ${isOfVersion} AND ${predictions.at} <= ${hourAgo})
          THEN (SELECT count(*)::integer FROM (
            SELECT FROM ${predictions} WHERE ${isOfVersion} AND ${predictions.at} > ${hourAgo} LIMIT ${limit}::integer
          ) AS latest) END AS rows`);
      return one(rows).rows;
    });
  }

  /** From the newest to the oldest: those of the window that fit into memory, without their pictures. */
  predictions(manifest: Manifest): Promise<LoggedPrediction[]> {
    const { max_age_s, size } = manifest.windows.predictions;
    const { prediction, probabilities } = predictions;
    const features = withoutPictures(manifest, predictions.features);
    const embedding = hasEmbedding(manifest) ? predictions.embedding : sql<null>`NULL`.as('embedding');
    return this.database.run((queries) =>
      queries
        .select({ features: features.as('features'), prediction, probabilities, embedding })
        .from(predictions)
        .where(isLatest(manifest, max_age_s))
        .orderBy(desc(predictions.at), desc(predictions.id))
        .limit(rowsWithin(manifest, size, MAX_COMPARED_VALUES)),
    );
  }

  /**
   * The earlier predictions that the manifest has drift measured against; null for the reference, and for an empty window.
   * @param window the prediction window.
   */
  async baselineExtent(manifest: Manifest, window: WindowExtent): Promise<WindowExtent | null> {
    const earlier = earlierPredictions(manifest, window, sql`${predictions.id}, ${predictions.at}`);
    if (earlier === null) return null;
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<Extent>(sql`
        SELECT count(*)::integer AS rows, min(at) AS "from", max(at) AS "to",
          coalesce(sum(hashtextextended(id::text, 0)), 0)::text AS mark
        FROM (${earlier}) AS earlier`);
      return extentOf(one(rows));
    });
  }

  /** The rows of that extent that fit into memory, without their pictures. */
  async baseline(manifest: Manifest, window: WindowExtent): Promise<LoggedPrediction[]> {
    const { at, prediction, probabilities } = predictions;
    const features = withoutPictures(manifest, predictions.features);
    const embedding = hasEmbedding(manifest) ? sql`${predictions.embedding}` : sql`NULL`;
    const columns = sql`${at}, ${features} AS features, ${prediction}, ${probabilities}, ${embedding} AS embedding`;
    const earlier = earlierPredictions(manifest, window, columns);
    if (earlier === null) return [];
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<Record<string, unknown> & LoggedPrediction>(sql`
        SELECT features, prediction, probabilities, embedding FROM (${earlier}) AS earlier ORDER BY at DESC`);
      return rows;
    });
  }

  /**
   * The feedback window: the rows with the highest positions, from the first that is young enough. The mark includes the
   * time of the last change, because revisions repeat after the database has lost its last commits.
   */
  feedbackExtent(manifest: Manifest): Promise<WindowExtent> {
    const { receivedAt, updatedAt } = feedback;
    const { position, revision } = feedbackHeads;
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<Extent>(sql`
        SELECT count(*)::integer AS rows, min(${receivedAt}) AS "from", max(${receivedAt}) AS "to",
          concat_ws('/', max(${position}), max(${revision}), max(${updatedAt}), count(logged.id)) AS mark
        ${labelled(manifest)}`);
      return extentOf(one(rows));
    });
  }

  /** In the order of first feedback. */
  feedback(manifest: Manifest): Promise<ScoredLabel[]> {
    const { predicted, actual, position } = feedback;
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<{
        predicted: string;
        actual: string;
        probabilities: number[] | null;
      }>(sql`
        SELECT ${predicted} AS predicted, ${actual} AS actual, logged.probabilities
        ${labelled(manifest)} ORDER BY ${position}`);
      return rows;
    });
  }

  /** The latest of the feedback window whose predictions are still in the log, with their features; the newest first. */
  labelledRows(manifest: Manifest): Promise<LabelledRow[]> {
    const { predicted, actual, position } = feedback;
    const features = withoutPictures(manifest, sql`logged.features`);
    const limit = rowsWithin(manifest, MAX_SEGMENT_ROWS, MAX_SEGMENT_VALUES);
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<{ features: FeatureRow; predicted: string; actual: string }>(sql`
        SELECT ${features} AS features, ${predicted} AS predicted, ${actual} AS actual
        ${labelled(manifest)} AND logged.features IS NOT NULL
        ORDER BY ${position} DESC LIMIT ${limit}::integer`);
      return rows;
    });
  }
}

/** The facts about an image are compared, not the picture itself, which may be logged with them. */
function withoutPictures({ features }: Manifest, logged: SQLWrapper): SQL<FeatureRow> {
  const pictures = features.filter((feature) => feature.type === 'image' && feature.log === 'image');
  return pictures.reduce<SQL<FeatureRow>>(
    (rest, { name }) => sql`${rest} #- ARRAY[${name}::text, 'image']`,
    sql<FeatureRow>`${logged}`,
  );
}

function isLatest({ name, version }: Manifest, maxAgeS: number): SQL | undefined {
  return and(
    eq(predictions.model, name),
    eq(predictions.version, version),
    gt(predictions.at, sql`now() - make_interval(secs => ${maxAgeS})`),
  );
}

/**
 * Begins with the first label that is young enough, as the windows of the gauges do. `logged` is the prediction: LIMIT has
 * PostgreSQL look up each in its partition, where it would estimate a join with all partitions at many times its cost.
 */
function labelled({ name, version, windows }: Manifest): SQL {
  const { size, max_age_s = null } = windows.feedback;
  const first = sql`
    SELECT min(${feedback.position}) AS position FROM ${feedback}
    WHERE ${feedback.model} = ${feedbackHeads.model} AND ${feedback.version} = ${feedbackHeads.version}
      AND ${feedback.position} > ${feedbackHeads.position} - ${size}::integer
      AND (${max_age_s}::float8 IS NULL
        OR ${feedback.receivedAt} > now() - make_interval(secs => ${max_age_s}::float8))`;
  return sql`
    FROM ${feedbackHeads}
    CROSS JOIN LATERAL (${first}) AS first
    JOIN ${feedback} ON ${feedback.model} = ${feedbackHeads.model}
      AND ${feedback.version} = ${feedbackHeads.version} AND ${feedback.position} >= first.position
    LEFT JOIN LATERAL (
      SELECT ${predictions.id}, ${predictions.probabilities}, ${predictions.features} FROM ${predictions}
      WHERE ${predictions.id} = ${feedback.predictionId} LIMIT 1
    ) AS logged ON true
    WHERE ${feedbackHeads.model} = ${name} AND ${feedbackHeads.version} = ${version}`;
}

/** An extent as PostgreSQL returns it. */
interface Extent extends Record<string, unknown> {
  readonly rows: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly mark: string;
}

function extentOf({ from, to, rows, mark }: Extent): WindowExtent {
  return { rows, mark, from: dateOf(from), to: dateOf(to) };
}

const DAY_S = 86_400;

/**
 * A query of the predictions before the window, or at the same hours of weeks before; null for neither. Of each of these spans the
 * latest rows, as many as the window may have, as far as all fit into memory.
 */
function earlierPredictions(manifest: Manifest, { from, to }: WindowExtent, columns: SQL): SQL | null {
  const { name, version, windows, drift_baseline: baseline } = manifest;
  if (baseline === undefined || baseline.kind === 'reference' || from === null || to === null) return null;
  const { size, max_age_s: maxAgeS } = windows.predictions;
  const spans =
    baseline.kind === 'previous_window'
      ? [[secondsBefore(from, maxAgeS), from] as const]
      : Array.from({ length: baseline.weeks }, (_, week) => {
          const earlier = (moment: Date) => secondsBefore(moment, (week + 1) * 7 * DAY_S);
          // The end of a span is not part of it.
          return [earlier(from), new Date(earlier(to).getTime() + 1)] as const;
        });
  const limit = rowsWithin(manifest, size, MAX_COMPARED_VALUES / spans.length);
  const queries = spans.map(
    ([since, until]) => sql`(
      SELECT ${columns} FROM ${predictions}
      WHERE ${predictions.model} = ${name} AND ${predictions.version} = ${version}
        AND ${predictions.at} >= ${since.toISOString()}::timestamptz AND ${predictions.at} < ${until.toISOString()}::timestamptz
      ORDER BY ${predictions.at} DESC, ${predictions.id} DESC LIMIT ${limit}::integer)`,
  );
  return sql.join(queries, sql` UNION ALL `);
}

function secondsBefore(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() - seconds * 1_000);
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** An aggregate without groups always has one row. */
function one<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('the query returned no row');
  return row;
}
