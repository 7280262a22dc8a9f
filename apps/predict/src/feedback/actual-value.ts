import { versionText } from '../models/manifest/index.js';
import type { VersionTask } from '../monitoring/performance/index.js';

/** Longer lists of classes are counted, not listed. */
const MAX_LISTED = 20;

/** Why a value cannot be the truth about a prediction of this version; undefined when it can. */
export function actualProblem(version: VersionTask, actual: string | number): string | undefined {
  if (version.task === 'regression') {
    return typeof actual === 'number' ? undefined : 'must be a finite number';
  }
  const classes: readonly string[] = version.classes;
  if (typeof actual === 'string' && classes.includes(actual)) return undefined;
  return classes.length <= MAX_LISTED
    ? `must be one of ${classes.map((name) => JSON.stringify(name)).join(', ')}`
    : `must be one of the ${classes.length} classes of ${versionText(version)}`;
}
