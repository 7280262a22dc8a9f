import type { MetricSet } from '@plumbline/metrics';
import { type FollowerOptions, RepositoryFollower } from '../src/models/registry/repository-follower.js';
import type { ModelRegistry } from '../src/models/registry/index.js';

/** The defaults of the service. */
export const runOptions = {
  batching: true,
  maxRowsPerRun: 64,
  deadlineMs: 10_000,
  memoryBytes: 2 ** 31,
} as const;

/** Loads every version of the repository once, without following it. @throws {ModelsFolderMissing} */
export async function loadRegistry(options: FollowerOptions, metrics: MetricSet): Promise<ModelRegistry> {
  return (await RepositoryFollower.open(options, metrics)).registry;
}
