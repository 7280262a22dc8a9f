import { z } from 'zod';
import { datatypes } from '../../tensors/index.js';

/** The roles of outputs that give predictions. */
const decidingRoles = [
  'probabilities',
  'probability',
  'logits',
  'label',
  'value',
  'values',
  'scores',
] as const;

/** One output of the graph and its role. */
export const outputSchema = z
  .strictObject({
    name: z.string().min(1).max(1_000),
    datatype: z.enum(datatypes),
    shape: z.array(z.union([z.literal(-1), z.int().min(1)])),
    role: z.enum([...decidingRoles, 'embedding', 'ignored']),
    labels: z
      .enum(['value', 'index'])
      .optional()
      .describe(
        'What the numbers of a label output are: classes by value, or places in the list of classes, counted from 0. ' +
          'Values by default when all classes are numbers, else places',
      ),
  })
  .meta({ id: 'ModelOutput' });

export type ModelOutput = z.infer<typeof outputSchema>;

/** The name of a role that gives predictions. */
export type RoleName = (typeof decidingRoles)[number];
