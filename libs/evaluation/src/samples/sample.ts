import { CategoricalSample } from './categorical-sample.js';
import { NumericSample } from './numeric-sample.js';

/** The cleaned values of a feature. */
export type Sample = NumericSample | CategoricalSample;

/** What kind of values a feature has. */
export type FeatureKind = Sample['kind'];
