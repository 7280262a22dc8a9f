import { outsideReference, type PreparedColumn } from '@plumbline/evaluation';
import type { Feature, FeatureValue } from '../../models/manifest/index.js';

/** What a value that the reference does not have is called, by its column. */
export type Issue = 'out_of_range' | 'new_category';

/** The issue of a column's values outside the reference. */
export function issueOf({ profile }: PreparedColumn): Issue {
  return profile.kind === 'numerical' ? 'out_of_range' : 'new_category';
}

/** Whether the manifest lets a value through that the reference of its column does not have. */
export function canBeOutside(column: PreparedColumn, feature: Feature): boolean {
  const isOutside = (value: FeatureValue | undefined) =>
    value === undefined || outsideReference(column, value);
  switch (feature.type) {
    case 'number':
    case 'integer':
      return isOutside(feature.minimum) || isOutside(feature.maximum);
    case 'category':
      return feature.allow_unknown || feature.categories.some(isOutside);
    case 'boolean':
      return [false, true].some(isOutside);
    case 'text':
      return true;
  }
}
