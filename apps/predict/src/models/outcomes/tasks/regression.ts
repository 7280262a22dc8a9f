import { z } from 'zod';
import { className, duplicateIssues, regressionMetrics, type TaskKind } from './task-kind.js';

/** The fields of a manifest with this task. */
export const regressionFields = {
  task: z.literal('regression'),
  targets: z
    .array(className)
    .min(2)
    .optional()
    .describe('The names of the numbers that the model predicts, if several'),
  classes: z.null(),
  positive_class: z.null(),
  threshold: z.null(),
  f1_average: z.null(),
  metrics: regressionMetrics.optional(),
};

/** One number, or one for each target. */
export const regression: TaskKind<z.infer<z.ZodObject<typeof regressionFields>>> = {
  roles: ['value', 'values'],
  problems: ({ targets = [] }) => duplicateIssues('targets', targets),
  use: ({ targets = [] }) => ({
    names: targets,
    decide: (numbers) => ({ prediction: targets.length === 0 ? numbers[0]! : numbers }),
  }),
};
