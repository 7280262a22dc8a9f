import { z } from 'zod';
import { manifestSchema } from './manifest.schema.js';

/** The JSON Schema of `manifest.json`, published as docs/schemas/manifest.schema.json. */
export function manifestJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(manifestSchema, { io: 'input' }),
    title: 'manifest.json of a model version',
    description:
      'Rules between the parts, such as names that must match, are checked by the service as well and are not expressed here.',
  };
}
