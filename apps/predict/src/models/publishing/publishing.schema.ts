import { z } from 'zod';
import { requiredFiles } from '../manifest/index.js';
import { PROFILE_FILE } from '../profiles/index.js';
import { FILE_NAME, MAX_FILES, MAX_NAME_LENGTH } from './upload-form.js';

/** The answer of `POST /models/{model}/versions`. */
export const publishedSchema = z.object({
  model: z.string(),
  version: z.int(),
  state: z.enum(['READY', 'UNAVAILABLE']).describe('Whether this replica already serves it'),
  champion: z.boolean().describe('False at first: a version becomes the champion when it is promoted'),
  warnings: z
    .array(z.string())
    .describe('Warnings about the version, such as why it has no profile; empty when there are none'),
});

export type Published = z.infer<typeof publishedSchema>;

const file = { type: 'string' as const, format: 'binary' };
const required = ['manifest.json', ...requiredFiles];

/** The form, for the OpenAPI document: besides these files, those that its manifest lists. */
export const uploadDocument = {
  type: 'object' as const,
  required,
  properties: Object.fromEntries([...required, PROFILE_FILE].map((name) => [name, file])),
  additionalProperties: file,
  maxProperties: MAX_FILES,
  propertyNames: { pattern: FILE_NAME.source, maxLength: MAX_NAME_LENGTH },
};
