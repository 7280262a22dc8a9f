import { z } from 'zod';

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

/** The form, for the OpenAPI document. */
export const uploadDocument = {
  type: 'object' as const,
  required: ['manifest.json', 'model.onnx', 'reference.csv.gz', 'golden.json', 'model-card.md'],
  properties: Object.fromEntries(
    ['manifest.json', 'model.onnx', 'reference.csv.gz', 'golden.json', 'model-card.md', 'profile.json'].map(
      (name) => [name, { type: 'string' as const, format: 'binary' }],
    ),
  ),
};
