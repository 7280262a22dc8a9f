import { z } from 'zod';
import { nestedSchema } from './nested-numbers.js';
import type { FeatureRow, FeatureValue, ImageValue } from './feature-type.js';

const imageValue: z.ZodType<ImageValue> = z
  .object({
    sha256: z.string(),
    width: z.int(),
    height: z.int(),
    brightness: z.number(),
    contrast: z.number(),
    sharpness: z.number(),
    red: z.number().optional(),
    green: z.number().optional(),
    blue: z.number().optional(),
    image: z.string().optional().describe('PNG in base64, if the manifest asks for it'),
  })
  .describe('Facts about an image');

const loggedValue: z.ZodType<FeatureValue> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  nestedSchema,
  imageValue,
]);

/** The features of a logged prediction, as an answer of the API. */
export const loggedRowSchema: z.ZodType<FeatureRow> = z.record(z.string(), loggedValue);
