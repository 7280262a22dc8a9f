import { Injectable } from '@nestjs/common';
import { excluded } from '@plumbline/postgres';
import { sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../../database/index.js';
import { type Manifest, versionOf } from '../../models/manifest/index.js';
import { outcomeKindOf } from '../../models/outcomes/index.js';
import { ModelRegistry } from '../../models/registry/index.js';

const { servedVersions } = tables;

/** Records what the served versions predict: feedback may arrive when no replica serves them any more. */
@Injectable()
export class ServedVersions {
  /** Known to be in the database. A version that returns with another manifest is recorded again. */
  private readonly recorded = new WeakSet<Manifest>();

  constructor(
    private readonly registry: ModelRegistry,
    private readonly database: PredictDatabase,
  ) {}

  /** Stores the task of each served version. Rejects during an outage of the database; call it again later. */
  async record(): Promise<void> {
    for (const { manifest } of this.registry.list()) {
      if (this.recorded.has(manifest)) continue;
      await this.save(manifest);
      this.recorded.add(manifest);
    }
  }

  private async save(manifest: Manifest): Promise<void> {
    const { task, names } = outcomeKindOf(manifest);
    const classes = names.length === 0 ? null : [...names];
    const { model, version } = servedVersions;
    await this.database.run((queries) =>
      queries
        .insert(servedVersions)
        .values({ ...versionOf(manifest), task, classes })
        .onConflictDoUpdate({
          target: [model, version],
          set: { task: excluded(servedVersions.task), classes: excluded(servedVersions.classes) },
          setWhere: sql`(${servedVersions.task}, ${servedVersions.classes})
            IS DISTINCT FROM (${excluded(servedVersions.task)}, ${excluded(servedVersions.classes)})`,
        }),
    );
  }
}
