import type { Pool } from 'pg';
import type { VersionTask } from './version-task.js';

const RECORD = `
  INSERT INTO predict.served_versions (model, version, task, classes) VALUES ($1, $2, $3, $4::text[])
  ON CONFLICT (model, version) DO UPDATE SET task = excluded.task, classes = excluded.classes
  WHERE (served_versions.task, served_versions.classes) IS DISTINCT FROM (excluded.task, excluded.classes)`;

const FIND = `
  SELECT model AS name, version, task, classes FROM predict.served_versions WHERE model = $1 AND version = $2`;

/** What versions predict, kept for feedback that comes when they are not served. */
export class VersionTaskRepository {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Keeps what a served version predicts. */
  async record({ name, version, task, classes }: VersionTask): Promise<void> {
    await this.pool.query(RECORD, [name, version, task, classes]);
  }

  /** Undefined when no such version was ever served. */
  async find(name: string, version: number): Promise<VersionTask | undefined> {
    return (await this.pool.query<VersionTask>(FIND, [name, version])).rows[0];
  }
}
