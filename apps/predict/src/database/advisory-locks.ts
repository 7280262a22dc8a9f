import { type SQL, sql } from 'drizzle-orm';

/**
 * Every advisory lock of this service, as the arguments of PostgreSQL's `pg_advisory_...` functions. Replicas of two
 * releases may run at the same time, so a lock keeps its key.
 */
export const advisoryLocks = {
  /** Held while it is decided whether a model is retrained. */
  retrainDecision: (model: string) => sql`1919251314, hashtext(${model})`,
  /** Held by the replica that starts and follows retraining runs. */
  retrainRuns: sql`1919251314, 0`,
  /** Held while the pointers of a model are moved. */
  promotion: (model: string) => sql`7160483, hashtext(${model})`,
  /** Held by the replica that deletes old rows, for one statement at a time. */
  retention: sql`7160482`,
  /** Held by the replica that evaluates a version. */
  evaluation: (model: SQL, version: SQL) =>
    sql`hashtextextended('plumbline evaluation of ' || ${model} || '/' || ${version}, 0)`,
};
