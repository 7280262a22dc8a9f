import { type Manifest, type ModelVersion, versionKey, versionOf } from '../../models/manifest/index.js';
import { versionBudgetMs } from './window-values.js';

/** A version during which rounds failed has twice the time after each, up to so many times. */
const MOST_PATIENCE = 8;

type Version = Pick<Manifest, 'name' | 'version' | 'features'>;

/** The turn and the time of each version, by how many rounds in a row failed during it. */
export class Patience {
  private readonly failures = new Map<string, number>();

  failed(version: ModelVersion): void {
    this.failures.set(versionKey(version), this.failuresOf(version) + 1);
  }

  ended(version: ModelVersion): void {
    this.failures.delete(versionKey(version));
  }

  /** Those that failed most come last, so that they do not delay the others. Forgets versions that are not listed. */
  inOrder<Listed extends Version>(manifests: readonly Listed[]): Listed[] {
    const listed = new Set(manifests.map((manifest) => versionKey(versionOf(manifest))));
    for (const key of this.failures.keys()) if (!listed.has(key)) this.failures.delete(key);
    return [...manifests].sort(
      (one, other) => this.failuresOf(versionOf(one)) - this.failuresOf(versionOf(other)),
    );
  }

  /** What the evaluation of a version may take. @param usualMs that of a usual version which has not failed. */
  budgetMs(manifest: Version, usualMs: number): number {
    const times = Math.min(MOST_PATIENCE, 2 ** this.failuresOf(versionOf(manifest)));
    return times * versionBudgetMs(manifest, usualMs);
  }

  private failuresOf(version: ModelVersion): number {
    return this.failures.get(versionKey(version)) ?? 0;
  }
}
