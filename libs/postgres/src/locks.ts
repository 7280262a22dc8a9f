import { createHash } from 'node:crypto';

/**
 * Every advisory lock that Plumbline takes: what stands between the parentheses of `pg_advisory_lock` and its variants.
 * Parameters are SQL expressions, a column or `$1`, never values. The keys must not change: replicas of two releases run
 * side by side and have to exclude each other.
 */
export const LOCKS = {
  /** auth: one replica at a time adds and removes signing keys. */
  signingKeys: '1801812339',
  /** predict: one replica at a time deletes old rows, for one statement. */
  retention: '7160482',
  /** predict: one replica at a time moves the pointers of a model. */
  pointers: (model: string) => `7160483, hashtext(${model})`,
  /** predict: one replica at a time decides about retraining a model. */
  retrainDecision: (model: string) => `1919251314, hashtext(${model})`,
  /** predict: one replica at a time starts and follows the runs of Airflow. */
  retrainRuns: '1919251314, 0',
  /** predict: one replica evaluates a model version, for as long as its session lasts. */
  evaluation: (model: string, version: string) =>
    `hashtextextended('plumbline evaluation of ' || ${model} || '/' || ${version}, 0)`,
  /** Every user of an embedded server shares it, for as long as its session lasts; the last one stops the server. */
  embeddedServer: "hashtextextended('plumbline lease', 0)",
  /** One user at a time creates roles and databases of an embedded server. */
  embeddedSetup: "hashtextextended('plumbline setup', 0)",
} as const;

/** The lock under which one process at a time migrates the schema, whose name is a value here. */
export function migrationLock(schema: string): string {
  return createHash('sha256').update(`plumbline migrations ${schema}`).digest().readBigInt64BE().toString();
}
