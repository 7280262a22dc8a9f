import { unstorableText } from '@plumbline/errors';
import { z } from 'zod';
import { manifestFieldsSchema } from './manifest-fields.schema.js';
import { checkManifest } from './manifest-rules.js';

export type { ClassificationManifest, Manifest } from './manifest-fields.schema.js';

/** `manifest.json` of one model version. Strict: an unknown key is an error. */
export const manifestSchema = manifestFieldsSchema.superRefine((manifest, context) => {
  for (const { path, message } of [...unstorableText(manifest), ...checkManifest(manifest)]) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

/** The JSON Schema of `manifest.json`, published as docs/schemas/manifest.schema.json. */
export function manifestJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(manifestSchema, { io: 'input' }),
    title: 'manifest.json of a model version',
    description:
      'Rules between the parts, such as names that must match, are checked by the service as well and are not expressed here.',
  };
}
