import { MAX_CATEGORY_BINS } from '@plumbline/evaluation';
import type { Manifest } from './manifest.schema.js';

/** How many classes, labels or targets of a version have series of their own. */
export const MAX_NAMED_OUTCOMES = 100;

/** How many features or measured columns of a version have series of their own. */
export const MAX_NAMED_COLUMNS = 250;

/** The fields that name what series are about. */
export type NamingFields = Pick<Manifest, 'classes' | 'features'> & {
  readonly targets?: readonly string[] | null | undefined;
};

/** The names of the outcomes: classes, labels or several targets. */
export function outcomeNames({ classes, targets }: NamingFields): readonly string[] {
  return classes ?? targets ?? [];
}

/** Sentences for the publisher of a version with more names than have series of their own. */
export function seriesWarnings(manifest: NamingFields): string[] {
  const outcomes = outcomeNames(manifest).length;
  const { features } = manifest;
  const wide = features.filter(
    (feature) => feature.type === 'category' && feature.categories.length > MAX_CATEGORY_BINS,
  );
  return [
    ...(outcomes > MAX_NAMED_OUTCOMES
      ? [
          warning(
            `the model has ${outcomes} classes, labels or targets`,
            `the first ${MAX_NAMED_OUTCOMES}`,
            ALL,
          ),
        ]
      : []),
    ...(features.length > MAX_NAMED_COLUMNS
      ? [
          warning(
            `the model has ${features.length} features`,
            `the first ${MAX_NAMED_COLUMNS}`,
            'the drift API and the report also have those that have drifted most',
          ),
        ]
      : []),
    ...(wide.length > 0
      ? [
          warning(
            `${wide.map(({ name }) => name).join(', ')} has more than ${MAX_CATEGORY_BINS} categories`,
            `the ${MAX_CATEGORY_BINS} most frequent ones of the reference`,
            ALL,
          ),
        ]
      : []),
  ];
}

const ALL = 'the drift and quality APIs and the report have all of them';

function warning(fact: string, kept: string, elsewhere: string): string {
  return (
    `${fact}: on /metrics only ${kept} have series of their own, and counters add up the others as __other__; ` +
    elsewhere
  );
}
