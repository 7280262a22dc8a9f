import { z } from 'zod';
import { multilabelMetrics, className, duplicateIssues, type TaskKind } from './task-kind.js';

/** The fields of a manifest with this task. */
export const multilabelFields = {
  task: z.literal('multilabel'),
  classes: z.array(className).min(1),
  thresholds: z
    .union([z.number(), z.array(z.number())])
    .default(0.5)
    .describe(
      'A row has a label if its probability or score reaches this number, or the one at the place of the label',
    ),
  positive_class: z.null(),
  threshold: z.null(),
  f1_average: z.enum(['samples', 'micro', 'macro', 'weighted']),
  metrics: multilabelMetrics.optional(),
};

/** Any number of labels for each row. */
export const multilabel: TaskKind<z.infer<z.ZodObject<typeof multilabelFields>>> = {
  roles: ['probabilities', 'logits', 'scores'],
  problems: ({ classes, thresholds }) => [
    ...duplicateIssues('classes', classes),
    ...(typeof thresholds === 'number' || thresholds.length === classes.length
      ? []
      : [{ path: ['thresholds'], message: `has ${thresholds.length} numbers for ${classes.length} labels` }]),
  ],
  use({ classes, thresholds }) {
    const thresholdOf = (place: number) => (typeof thresholds === 'number' ? thresholds : thresholds[place]!);
    const limits = classes.map((_, place) => thresholdOf(place));
    return {
      names: classes,
      independent: true,
      decide: (probabilities) => ({
        prediction: probabilities.map((probability, place) => (probability >= limits[place]! ? 1 : 0)),
        probabilities,
      }),
    };
  },
};
