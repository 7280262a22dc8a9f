import { unstorableText } from '@plumbline/errors';
import { mapInSlices, nextTurn } from '@plumbline/tasks';
import { z } from 'zod';
import { featureSchema } from '../features/index.js';
import { type Manifest, manifestFieldsSchema } from './manifest-fields.schema.js';
import { checkManifest } from './manifest-rules.js';

export type { ClassificationManifest, Manifest } from './manifest-fields.schema.js';

/** `manifest.json` of one model version. Strict: an unknown key is an error. */
export const manifestSchema = manifestFieldsSchema.superRefine((manifest, context) => {
  for (const { path, message } of [...unstorableText(manifest), ...checkManifest(manifest)]) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

/** A manifest of more features is validated in slices of the event loop. */
const MANY_FEATURES = 1_000;

/** Validates a manifest as `manifestSchema` does. There may be thousands of features, so the event loop turns meanwhile. */
export async function parseManifest(document: unknown): Promise<z.ZodSafeParseResult<Manifest>> {
  const manifest = await wideManifest(document);
  if (manifest === undefined) return manifestSchema.safeParse(document);
  await nextTurn();
  const isStorable = unstorableText(manifest).length === 0;
  await nextTurn();
  const isValid = isStorable && checkManifest(manifest).length === 0;
  // It is rejected, and a second validation as a whole gives the reasons.
  return isValid ? { success: true, data: manifest } : manifestSchema.safeParse(document);
}

/** A manifest of many features, each of them valid on its own; undefined for any other document. */
async function wideManifest(document: unknown): Promise<Manifest | undefined> {
  const { features } = Object(document) as { readonly features?: unknown };
  if (!Array.isArray(features) || features.length <= MANY_FEATURES) return undefined;
  const results = await mapInSlices(features, (feature) => featureSchema.safeParse(feature));
  const valid = results.flatMap(({ data }) => data ?? []);
  const { data } = manifestFieldsSchema.safeParse({ ...Object(document), features: features.slice(0, 1) });
  return data === undefined || valid.length < features.length ? undefined : { ...data, features: valid };
}

/** The JSON Schema of `manifest.json`, published as docs/schemas/manifest.schema.json. */
export function manifestJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(manifestSchema, { io: 'input' }),
    title: 'manifest.json of a model version',
    description:
      'Rules between the parts, such as names that must match, are checked by the service as well and are not expressed here.',
  };
}
