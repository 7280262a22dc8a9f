import { unstorableText } from '@plumbline/errors';
import { manifestFieldsSchema } from './manifest-fields.schema.js';
import { checkManifest } from './manifest-rules.js';

export type {
  BinaryManifest,
  ClassificationManifest,
  Manifest,
  RegressionManifest,
} from './manifest-fields.schema.js';

/** `manifest.json` of one model version. Strict: a key it does not know is an error. */
export const manifestSchema = manifestFieldsSchema.superRefine((manifest, context) => {
  for (const { path, message } of [...unstorableText(manifest), ...checkManifest(manifest)]) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});
