import type { MetricSet } from '@plumbline/metrics';
import type { ModelRegistry } from './model-registry.js';
import { type FollowerOptions, RepositoryFollower } from './repository-follower.js';

/**
 * Loads every version of the repository once, without following it. One that fails its checks is reported and not
 * served.
 * @throws {ModelsFolderMissing}
 */
export async function loadRegistry(options: FollowerOptions, metrics: MetricSet): Promise<ModelRegistry> {
  return (await RepositoryFollower.open(options, metrics)).registry;
}
