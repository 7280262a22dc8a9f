export { asText, parseNumber } from './cells.js';
export {
  type ElementEncoder,
  type ElementsWriter,
  type FeatureRow,
  type FeatureType,
  type FeatureValue,
  type ImageValue,
  type NestedNumbers,
  scalarOf,
  type ScalarValue,
} from './feature-type.js';
export { loggedRowSchema } from './logged-value.js';
export { rowPreparer, type RowPreparer } from './prepare-row.js';
export { type Feature, featureSchema, typeOf } from './registry.js';
