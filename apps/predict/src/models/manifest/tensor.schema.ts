import { z } from 'zod';
import { datatypes } from '../tensors/index.js';

/** Rows first: -1 for any number, or the number that the graph takes at a time. */
const shape = z
  .array(z.union([z.literal(-1), z.int().min(1)]))
  .min(1)
  .max(10);

const tensor = { name: z.string().min(1).max(1_000), datatype: z.enum(datatypes), shape };

/** One input of the graph and the features of its columns, in order. */
export const inputSchema = z
  .strictObject({ ...tensor, features: z.array(z.string().max(100)).min(1) })
  .meta({ id: 'ModelInput' });

export type ModelInput = z.infer<typeof inputSchema>;
