import type { Pool } from 'pg';
import type { ModelVersion } from '../../models/manifest/index.js';
import type { VersionTask } from './version-task.js';

const RECORD = `
  INSERT INTO predict.served_versions (model, version, task, classes) VALUES ($1, $2, $3, $4::text[])
  ON CONFLICT (model, version) DO UPDATE SET task = excluded.task, classes = excluded.classes
  WHERE (served_versions.task, served_versions.classes) IS DISTINCT FROM (excluded.task, excluded.classes)`;

const FIND = `
  SELECT model, version, task, classes FROM predict.served_versions WHERE model = $1 AND version = $2`;

/** What versions predict, kept for feedback that comes when they are not served. */
export class VersionTaskRepository {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Keeps what a served version predicts. */
  async record({ model, version, task, classes }: VersionTask): Promise<void> {
    await this.pool.query(RECORD, [model, version, task, classes]);
  }

  /** Undefined when no such version was ever served. */
  async find({ model, version }: ModelVersion): Promise<VersionTask | undefined> {
    return (await this.pool.query<VersionTask>(FIND, [model, version])).rows[0];
  }
}
