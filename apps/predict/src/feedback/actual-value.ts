import type { Manifest } from '../models/manifest.schema.js';

/** Longer lists of classes are counted, not listed. */
const MAX_LISTED = 20;

/** Why a value cannot be the truth about a prediction of this model; undefined when it can. */
export function actualProblem(manifest: Manifest, actual: string | number): string | undefined {
  if (manifest.task === 'regression') {
    return typeof actual === 'number' ? undefined : 'must be a finite number';
  }
  const classes: readonly string[] = manifest.classes;
  if (typeof actual === 'string' && classes.includes(actual)) return undefined;
  return classes.length <= MAX_LISTED
    ? `must be one of ${classes.map((name) => JSON.stringify(name)).join(', ')}`
    : `must be one of the ${classes.length} classes of ${manifest.name} version ${manifest.version}`;
}
