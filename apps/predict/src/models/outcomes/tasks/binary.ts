import { z } from 'zod';
import {
  classificationMetrics,
  className,
  duplicateIssues,
  positiveClassIssues,
  type TaskKind,
} from './task-kind.js';

/** The fields of a manifest with this task. */
export const binaryFields = {
  task: z.literal('binary'),
  classes: z.tuple([className, className]),
  positive_class: className,
  threshold: z.number().gt(0).lt(1),
  f1_average: z.enum(['binary', 'macro', 'micro', 'weighted']),
  metrics: classificationMetrics.optional(),
};

/** One of two classes: the positive one if its probability reaches the threshold. */
export const binary: TaskKind<z.infer<z.ZodObject<typeof binaryFields>>> = {
  roles: ['probabilities', 'probability', 'logits', 'label'],
  problems: ({ classes, positive_class: positive }) => [
    ...duplicateIssues('classes', classes),
    ...positiveClassIssues(classes, positive),
  ],
  use({ classes, positive_class, threshold }) {
    const positive = classes.indexOf(positive_class);
    return {
      names: classes,
      positive,
      decide(probabilities) {
        const chosen = probabilities[positive]! >= threshold ? positive : 1 - positive;
        return { prediction: classes[chosen]!, probability: probabilities[chosen], probabilities };
      },
    };
  },
};
