import type { Manifest } from '../../models/manifest/index.js';
import type { Task } from '../../models/outcomes/index.js';

/** The part of a manifest that a verdict depends on. */
export interface VerdictSubject {
  readonly task: Task;
  /** How F1 is averaged; null for a regression. */
  readonly average: string | null;
  readonly positiveClass: string | null;
  /** F1 on the holdout at registration, null if it is unknown or was undefined; for a regression its mean absolute error. */
  readonly baseline: number | null;
}

/** The subject of a version's verdict. */
export function verdictSubjectOf(manifest: Manifest): VerdictSubject {
  const { task, f1_average, positive_class } = manifest;
  return {
    task,
    average: f1_average,
    positiveClass: positive_class,
    baseline: (manifest.task === 'regression' ? manifest.metrics?.mae : manifest.metrics?.f1) ?? null,
  };
}
