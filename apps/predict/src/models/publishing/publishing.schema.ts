import { z } from 'zod';

/** `POST /models/{model}/versions`: the version is in the repository. */
export const publishedSchema = z.object({
  model: z.string(),
  version: z.int(),
  state: z.enum(['READY', 'UNAVAILABLE']).describe('Whether this replica serves it by now'),
  champion: z.boolean().describe('Never at first: a version answers by default when it is promoted'),
  warnings: z
    .array(z.string())
    .describe(
      'What you should know about the version, such as why it has no profile; empty when all is well',
    ),
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
