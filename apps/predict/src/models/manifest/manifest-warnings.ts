import type { Manifest } from './manifest.schema.js';
import { type NamingFields, seriesWarnings } from './series-limits.js';

/**
 * Over fewer rows, scores vary by 0.1 or more by chance. The standard error of a share p of n rows is sqrt(p(1-p)/n): 0.05
 * for p = 0.5 and n = 100, and 95 % of the scores are within two standard errors.
 */
const MEANINGFUL_ROWS = 100;
/** A window that needs more rows per second than this is probably a mistake. */
const MAX_ROWS_PER_S = 10;

interface Window {
  readonly minimum: number;
  readonly max_age_s?: number | undefined;
}

/**
 * Sentences for the publisher of a model with this manifest: why alerts about it are meaningless or impossible, and what has
 * no series of its own.
 */
export function manifestWarnings(manifest: Pick<Manifest, 'windows'> & NamingFields): string[] {
  const { windows } = manifest;
  return [
    ...windowWarnings('feedback', 'labels', windows.feedback),
    ...windowWarnings('predictions', 'predictions', windows.predictions),
    ...seriesWarnings(manifest),
  ];
}

function windowWarnings(name: string, rows: string, { minimum, max_age_s = Infinity }: Window): string[] {
  const warnings: string[] = [];
  if (minimum < MEANINGFUL_ROWS) {
    warnings.push(
      `windows.${name}.minimum is ${minimum}: over fewer than ${MEANINGFUL_ROWS} ${rows}, scores vary by 0.1 or more ` +
        `by chance, which raises false alerts; require at least ${MEANINGFUL_ROWS}`,
    );
  }
  if (minimum / max_age_s > MAX_ROWS_PER_S) {
    warnings.push(
      `windows.${name}: a minimum of ${minimum} within a max_age_s of ${max_age_s} needs ` +
        `${Math.ceil(minimum / max_age_s)} ${rows} per second; with fewer, no alert about the window can fire`,
    );
  }
  return warnings;
}
