export { categorical, CategoricalSample, type Category, compareCategories } from './categorical-sample.js';
export {
  type FeatureColumn,
  type FeatureValue,
  isIntegerArray,
  isMissing,
  type RawColumn,
  type RawValue,
} from './column.js';
export {
  type Dropped,
  numeric,
  type NumericOptions,
  NumericSample,
  type ValueCounts,
} from './numeric-sample.js';
export { type Column, type FeatureKind, kindOf, type Sample, toSample } from './sample.js';
