import { serverTime, type Queries, type SqlPool } from '@plumbline/postgres';
import { type SQL, sql } from 'drizzle-orm';
import { advisoryLocks, tables } from '../../database/index.js';
import { smallestUuidAt, timeOfUuidV7 } from './uuid-v7.js';

const DAY_MS = 86_400_000;
/** Partitions exist for so many days after today. */
const DAYS_AHEAD = 7;
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

/**
 * The partitions of the prediction log, one for each UTC day. Ids are UUIDv7, so the id of a prediction decides its partition
 * wherever and how often it is shipped, and ids are unique over all partitions.
 */
export class PredictionPartitions {
  constructor(private readonly database: SqlPool) {}

  /** All partitions, the oldest first. */
  list(): Promise<PredictionPartition[]> {
    return this.database.run(listIn);
  }

  /** Creates the partitions of today and the coming days, by the clock of the database, that do not exist. */
  async createAhead(): Promise<void> {
    const today = startOfDay((await this.database.run(serverTime)).getTime());
    await this.create(Array.from({ length: DAYS_AHEAD + 1 }, (_, days) => today + days * DAY_MS));
  }

  /** Creates the partitions of the days that these moments are in, where they do not exist. */
  async create(timesMs: Iterable<number>): Promise<void> {
    const days = new Set([...timesMs].map(startOfDay));
    if (missing(days, await this.list()).length === 0) return;
    await this.database.transaction(async (queries) => {
      await setLockTimeout(queries);
      await queries.execute(sql`SELECT pg_advisory_xact_lock(${advisoryLocks.predictionPartitions})`);
      for (const day of missing(days, await listIn(queries))) await createDay(queries, day);
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

function missing(days: Iterable<number>, partitions: readonly PredictionPartition[]): number[] {
  return [...days].filter((day) => !partitions.some(({ fromMs, toMs }) => fromMs <= day && day < toMs));
}

/** Attaching a table, unlike CREATE TABLE ... PARTITION OF, blocks neither readers nor writers of the others. */
async function createDay(queries: Queries, dayMs: number): Promise<void> {
  const date = new Date(dayMs).toISOString().slice(0, 10).replaceAll('-', '');
  const partition = tableOf(`predictions_${date}`);
  const [from, to] = [smallestUuidAt(dayMs), smallestUuidAt(dayMs + DAY_MS)];
  await queries.execute(sql`CREATE TABLE ${partition} (LIKE ${predictions} INCLUDING ALL)`);
  await queries.execute(
    sql`ALTER TABLE ${predictions} ATTACH PARTITION ${partition}
      FOR VALUES FROM (${sql.raw(`'${from}'`)}) TO (${sql.raw(`'${to}'`)})`,
  );
}

function tableOf(name: string): SQL {
  return sql`${sql.identifier('predict')}.${sql.identifier(name)}`;
}

async function setLockTimeout(queries: Queries): Promise<void> {
  await queries.execute(sql.raw(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`));
}
