import { Injectable } from '@nestjs/common';
import { type Manifest, type ModelVersion, versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import type { VersionTask } from './version-task.js';
import { VersionTaskRepository } from './version-task.repository.js';

/** What versions predict, whether they are served here or not. */
@Injectable()
export class VersionTasks {
  /** What the database is known to hold; a version that comes back with another manifest is recorded again. */
  private readonly recorded = new WeakSet<Manifest>();

  constructor(
    private readonly registry: ModelRegistry,
    private readonly repository: VersionTaskRepository,
  ) {}

  /** Keeps what the served versions predict. Rejects while the database is away; then call it again. */
  async record(): Promise<void> {
    for (const { manifest } of this.registry.list()) {
      if (this.recorded.has(manifest)) continue;
      await this.repository.record(taskOf(manifest));
      this.recorded.add(manifest);
    }
  }

  /** What a version predicts; undefined when it is neither served here nor was ever served elsewhere. */
  async find(version: ModelVersion): Promise<VersionTask | undefined> {
    const served = this.registry.list().find(({ manifest }) => isVersion(manifest, version));
    return served === undefined ? this.repository.find(version) : taskOf(served.manifest);
  }
}

function isVersion(manifest: Manifest, { model, version }: ModelVersion): boolean {
  return manifest.name === model && manifest.version === version;
}

function taskOf(manifest: Manifest): VersionTask {
  const version = versionOf(manifest);
  return manifest.task === 'regression'
    ? { ...version, task: manifest.task, classes: null }
    : { ...version, task: manifest.task, classes: manifest.classes };
}
