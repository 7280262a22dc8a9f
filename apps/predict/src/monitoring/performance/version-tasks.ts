import { Injectable } from '@nestjs/common';
import { ModelRegistry } from '../../models/registry/index.js';
import type { VersionTask } from './version-task.js';
import { VersionTaskRepository } from './version-task.repository.js';

/** What versions predict, whether they are served here or not. */
@Injectable()
export class VersionTasks {
  /** What the database is known to hold; a version that comes back with another manifest is recorded again. */
  private readonly recorded = new WeakSet<VersionTask>();

  constructor(
    private readonly registry: ModelRegistry,
    private readonly repository: VersionTaskRepository,
  ) {}

  /** Keeps what the served versions predict. Rejects while the database is away; then call it again. */
  async record(): Promise<void> {
    for (const { manifest } of this.registry.list()) {
      if (this.recorded.has(manifest)) continue;
      await this.repository.record(manifest);
      this.recorded.add(manifest);
    }
  }

  /** What a version predicts; undefined when it is neither served here nor was ever served elsewhere. */
  async find(name: string, version: number): Promise<VersionTask | undefined> {
    const served = this.registry.list().find(({ manifest }) => isVersion(manifest, name, version));
    return served?.manifest ?? this.repository.find(name, version);
  }
}

function isVersion(task: VersionTask, name: string, version: number): boolean {
  return task.name === name && task.version === version;
}
