import { serverTime, type Queries, type SqlPool } from '@plumbline/postgres';
import { type SQL, sql } from 'drizzle-orm';
import { advisoryLocks, tables } from '../../database/index.js';
import { smallestUuidAt, timeOfUuidV7 } from './uuid-v7.js';

const DAY_MS = 86_400_000;
/** Partitions exist for so many days after today. */
const DAYS_AHEAD = 7;
/** Predictions that are kept for longer share partitions of several days: many queries open all partitions. */
const DAYS_IN_SINGLE_PARTITIONS = 100;
/** Other queries wait behind one that waits for a partition; what does not get it in this time is tried again later. */
const LOCK_TIMEOUT_MS = 2_000;

const { predictions } = tables;

/** A table with the predictions of a range of time, by the time in their ids. */
export interface PredictionPartition {
  readonly name: string;
  /** Milliseconds since the epoch. -Infinity for the table that existed before the log was partitioned. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bytes: number;
}

/** A range of time, in milliseconds since the epoch, to its end exclusively. */
type Range = Pick<PredictionPartition, 'fromMs' | 'toMs'>;

/**
 * The partitions of the prediction log, one for each UTC day or for several days. Ids are UUIDv7, so the id of a prediction
 * decides its partition wherever and how often it is shipped, and ids are unique over all partitions.
 */
export class PredictionPartitions {
  private readonly widthMs: number;

  /** @param retentionDays how long predictions are kept, which decides how many days a partition has: one for up to 100. */
  constructor(
    private readonly database: SqlPool,
    retentionDays: number,
  ) {
    this.widthMs = Math.ceil(retentionDays / DAYS_IN_SINGLE_PARTITIONS) * DAY_MS;
  }

  /** All partitions, the oldest first. */
  list(): Promise<PredictionPartition[]> {
    return this.database.run(listIn);
  }

  /** Creates the partitions of today and the coming days, by the clock of the database, that do not exist. */
  async createAhead(): Promise<void> {
    const today = startOfDay((await this.database.run(serverTime)).getTime());
    await this.create(Array.from({ length: DAYS_AHEAD + 1 }, (_, days) => today + days * DAY_MS));
  }

  /** Creates the partitions of these moments that do not exist. */
  async create(timesMs: readonly number[]): Promise<void> {
    const isCovered = (time: number, partitions: readonly Range[]) =>
      partitions.some(({ fromMs, toMs }) => fromMs <= time && time < toMs);
    const existing = await this.list();
    if (timesMs.every((time) => isCovered(time, existing))) return;
    await this.database.transaction(async (queries) => {
      await setLockTimeout(queries);
      await queries.execute(sql`SELECT pg_advisory_xact_lock(${advisoryLocks.predictionPartitions})`);
      const ranges: Range[] = await listIn(queries);
      for (const time of timesMs) {
        if (isCovered(time, ranges)) continue;
        const range = this.rangeOf(time, ranges);
        await createPartition(queries, range);
        ranges.push(range);
      }
    });
  }

  /** Drops a partition with all its rows. Returns false while another replica deletes. */
  drop({ name }: PredictionPartition): Promise<boolean> {
    return this.database.transaction(async (queries) => {
      await setLockTimeout(queries);
      const { rows } = await queries.execute<{ locked: boolean }>(
        sql`SELECT pg_try_advisory_xact_lock(${advisoryLocks.retention}) AS locked`,
      );
      if (rows[0]?.locked !== true) return false;
      await queries.execute(sql`DROP TABLE IF EXISTS ${tableOf(name)}`);
      return true;
    });
  }

  /** The range of a new partition, which ends where a partition of another width begins. */
  private rangeOf(time: number, existing: readonly Range[]): Range {
    const fromMs = Math.floor(time / this.widthMs) * this.widthMs;
    const before = existing.filter(({ toMs }) => toMs <= time);
    const after = existing.filter((range) => range.fromMs > time);
    return {
      fromMs: Math.max(fromMs, ...before.map(({ toMs }) => toMs)),
      toMs: Math.min(fromMs + this.widthMs, ...after.map((range) => range.fromMs)),
    };
  }
}

/** The beginning of the UTC day of a moment. */
export function startOfDay(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS) * DAY_MS;
}

async function listIn(queries: Queries): Promise<PredictionPartition[]> {
  const { rows } = await queries.execute<{
    name: string;
    from: string | null;
    to: string;
    bytes: number;
  }>(sql`
    SELECT name, substring(bounds FROM 'FROM \\(''([0-9a-f-]+)''\\)') AS "from",
      substring(bounds FROM 'TO \\(''([0-9a-f-]+)''\\)') AS "to", bytes
    FROM (
      SELECT relname AS name, pg_get_expr(relpartbound, oid) AS bounds,
        coalesce(pg_relation_size(oid), 0)::float8 AS bytes
      FROM pg_class JOIN pg_inherits ON inhrelid = oid WHERE inhparent = 'predict.predictions'::regclass
    ) AS partition
    WHERE bounds IS NOT NULL ORDER BY "to"`);
  return rows.map(({ name, from, to, bytes }) => ({
    name,
    fromMs: from === null ? -Infinity : timeOfUuidV7(from),
    toMs: timeOfUuidV7(to),
    bytes,
  }));
}

/** Attaching a table, unlike CREATE TABLE ... PARTITION OF, blocks neither readers nor writers of the others. */
async function createPartition(queries: Queries, { fromMs, toMs }: Range): Promise<void> {
  const date = new Date(fromMs).toISOString().slice(0, 10).replaceAll('-', '');
  const partition = tableOf(`predictions_${date}`);
  await queries.execute(sql`CREATE TABLE ${partition} (LIKE ${predictions} INCLUDING ALL)`);
  await queries.execute(
    sql`ALTER TABLE ${predictions} ATTACH PARTITION ${partition}
      FOR VALUES FROM (${idLiteral(fromMs)}) TO (${idLiteral(toMs)})`,
  );
}

/** Parameters are not possible in the bounds of a partition. */
function idLiteral(timeMs: number): SQL {
  return sql.raw(`'${smallestUuidAt(timeMs)}'`);
}

function tableOf(name: string): SQL {
  return sql`${sql.identifier('predict')}.${sql.identifier(name)}`;
}

async function setLockTimeout(queries: Queries): Promise<void> {
  await queries.execute(sql.raw(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`));
}
