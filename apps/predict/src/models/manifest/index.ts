export {
  type Feature,
  type FeatureRow,
  featureSchema,
  type FeatureValue,
  scalarOf,
  type ScalarValue,
  typeOf,
} from '../features/index.js';
export {
  createRowSchema,
  createRowSchemaInSlices,
  datatypesOf,
  parseRow,
  readRow,
  rowIssues,
  type RowSchema,
} from './feature-row.schema.js';
export { dataQualityRules } from './data-quality-rules.js';
export { controlCharacters } from './control-characters.js';
export { elementsOf, fixedRowsOf, rowShapeOf } from './input-rules.js';
export { type GoldenRow, goldenSchema } from './golden.schema.js';
export { modelNameSchema, requiredFiles } from './manifest-fields.schema.js';
export { manifestWarnings } from './manifest-warnings.js';
export {
  type ClassificationManifest,
  type Manifest,
  manifestSchema,
  parseManifest,
} from './manifest.schema.js';
export { type ModelVersion, versionKey, versionLabels, versionOf, versionText } from './model-version.js';
export { MAX_NAMED_COLUMNS, MAX_NAMED_OUTCOMES, outcomeNames } from './series-limits.js';
export { inputSchema, type ModelInput } from './tensor.schema.js';
