import { CategoricalSample } from './categorical-sample.js';
import { NumericSample } from './numeric-sample.js';

/** The cleaned values of a feature. */
export type Sample = NumericSample | CategoricalSample;

/** The kind of a feature's values. */
export type FeatureKind = Sample['kind'];
