import { Injectable } from '@nestjs/common';
import { excluded } from '@plumbline/postgres';
import { and, eq, sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../../database/index.js';
import { type Manifest, type ModelVersion, versionOf } from '../../models/manifest/index.js';
import { type OutcomeKind, outcomeKindOf } from '../../models/outcomes/index.js';
import { ModelRegistry } from '../../models/registry/index.js';

const { servedVersions } = tables;

/** The tasks of all versions that any replica has ever served: feedback may arrive when they no longer are. */
@Injectable()
export class VersionTasks {
  /** Known to be in the database. A version that returns with another manifest is recorded again. */
  private readonly recorded = new WeakSet<Manifest>();

  constructor(
    private readonly registry: ModelRegistry,
    private readonly database: PredictDatabase,
  ) {}

  /** Stores the tasks of the served versions. Rejects during an outage of the database; call it again later. */
  async record(): Promise<void> {
    for (const { manifest } of this.registry.list()) {
      if (this.recorded.has(manifest)) continue;
      await this.save(manifest);
      this.recorded.add(manifest);
    }
  }

  /** The task of a version; undefined when no replica has ever served it. */
  async find({ model, version }: ModelVersion): Promise<OutcomeKind | undefined> {
    const isWanted = ({ name, version: number }: Manifest) => name === model && number === version;
    const served = this.registry.list().find(({ manifest }) => isWanted(manifest));
    if (served !== undefined) return outcomeKindOf(served.manifest);
    const { task, classes } = servedVersions;
    const [row] = await this.database.run((queries) =>
      queries
        .select({ task, classes })
        .from(servedVersions)
        .where(and(eq(servedVersions.model, model), eq(servedVersions.version, version))),
    );
    return row && { task: row.task, names: row.classes ?? [] };
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
