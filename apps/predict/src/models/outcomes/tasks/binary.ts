import { z } from 'zod';
import { classForm } from '../forms/index.js';
import { classificationMetrics, className, duplicateIssues, type TaskKind } from './task-kind.js';

/** The fields of a manifest with this task. */
export const binaryFields = {
  task: z.literal('binary'),
  classes: z.tuple([className, className]),
  positive_class: className,
  threshold: z.number().gt(0).lt(1),
  f1_average: z.enum(['binary', 'macro', 'micro', 'weighted']),
  metrics: classificationMetrics,
};

/** One of two classes: the positive one if its probability reaches the threshold. */
export const binary: TaskKind<z.infer<z.ZodObject<typeof binaryFields>>> = {
  roles: ['probabilities', 'label'],
  problems: ({ classes, positive_class: positive }) => [
    ...duplicateIssues('classes', classes),
    ...(classes.includes(positive)
      ? []
      : [{ path: ['positive_class'], message: 'is not one of the classes' }]),
  ],
  names: ({ classes }) => classes,
  form: classForm,
  decide({ classes, positive_class, threshold }) {
    const positive = classes.indexOf(positive_class);
    return (probabilities) => {
      const chosen = probabilities[positive]! >= threshold ? positive : 1 - positive;
      return { prediction: classes[chosen]!, probability: probabilities[chosen], probabilities };
    };
  },
};
