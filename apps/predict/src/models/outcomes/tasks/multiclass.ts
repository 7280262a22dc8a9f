import { z } from 'zod';
import { classificationMetrics, className, duplicateIssues, type TaskKind } from './task-kind.js';

/** The fields of a manifest with this task. */
export const multiclassFields = {
  task: z.literal('multiclass'),
  classes: z.array(className).min(2),
  positive_class: z.null(),
  threshold: z.null(),
  f1_average: z.enum(['macro', 'micro', 'weighted']),
  metrics: classificationMetrics.optional(),
};

/** One of several classes: the one with the largest probability, the first one of equals. */
export const multiclass: TaskKind<z.infer<z.ZodObject<typeof multiclassFields>>> = {
  roles: ['probabilities', 'logits', 'label'],
  problems: ({ classes }) => duplicateIssues('classes', classes),
  use: ({ classes }) => ({
    names: classes,
    decide(probabilities) {
      const chosen = largest(probabilities);
      return { prediction: classes[chosen]!, probability: probabilities[chosen], probabilities };
    },
  }),
};

function largest(values: readonly number[]): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) {
    if (values[at]! > values[best]!) best = at;
  }
  return best;
}
