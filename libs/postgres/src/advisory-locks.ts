import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';

/**
 * Every advisory lock that Plumbline takes, as the arguments of PostgreSQL's `pg_advisory_lock` and its variants. The keys
 * must not change: replicas of two releases run side by side and have to exclude each other.
 */
export const advisoryLocks = {
  /** auth: one replica at a time adds and removes signing keys. */
  signingKeys: sql`1801812339`,
  /** predict: one replica at a time deletes old rows, for one statement. */
  retention: sql`7160482`,
  /** predict: one replica at a time moves the pointers of a model. */
  pointers: (model: string) => sql`7160483, hashtext(${model})`,
  /** predict: one replica at a time creates partitions of the prediction log. */
  predictionPartitions: sql`7160484`,
  /** predict: one replica at a time decides about retraining a model. */
  retrainDecision: (model: string) => sql`1919251314, hashtext(${model})`,
  /** predict: one replica at a time starts and follows DAG runs. */
  retrainRuns: sql`1919251314, 0`,
  /** predict: one replica evaluates a model version, for as long as its session lasts. */
  evaluation: (model: SQL, version: SQL) =>
    sql`hashtextextended('plumbline evaluation of ' || ${model} || '/' || ${version}, 0)`,
  /** Every user of an embedded server shares it, for as long as its session lasts; the last one stops the server. */
  embeddedServer: sql`hashtextextended('plumbline lease', 0)`,
  /** One user at a time creates roles and databases of an embedded server. */
  embeddedSetup: sql`hashtextextended('plumbline setup', 0)`,
} as const;

/** The lock under which one process at a time migrates the schema. */
export function migrationLock(schema: string): SQL {
  const key = createHash('sha256').update(`plumbline migrations ${schema}`).digest().readBigInt64BE();
  return sql.raw(key.toString());
}
