export { MAX_DESCRIPTION } from './feature-fields.js';
export {
  DecodingBudget,
  type ElementEncoder,
  type ElementsWriter,
  type FeatureRow,
  type FeatureValue,
  type ImageValue,
  scalarOf,
  type ScalarValue,
} from './feature-type.js';
export { loggedRowSchema } from './logged-value.js';
export { rowPreparer, type RowPreparer } from './prepare-row.js';
export { type Feature, featureSchema, typeOf } from './registry.js';
