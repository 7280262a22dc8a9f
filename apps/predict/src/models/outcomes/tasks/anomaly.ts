import { z } from 'zod';
import { classificationMetrics, className, duplicateIssues, type TaskKind } from './task-kind.js';

/** The fields of a manifest with this task. */
export const anomalyFields = {
  task: z.literal('anomaly'),
  classes: z.tuple([className, className]).default(['normal', 'anomaly']),
  positive_class: className.default('anomaly').describe('The class of anomalous rows'),
  threshold: z
    .number()
    .nullable()
    .describe('Compared with the score of a row; null for a model with a label output'),
  anomaly_if: z
    .enum(['above', 'below'])
    .default('above')
    .describe('Whether scores from the threshold upwards or downwards are anomalous'),
  f1_average: z.literal('binary'),
  metrics: classificationMetrics.optional(),
};

/** Whether a row is anomalous. Its quality is that of a binary model. */
export const anomaly: TaskKind<z.infer<z.ZodObject<typeof anomalyFields>>> = {
  roles: ['scores', 'label'],
  problems: ({ classes, positive_class }) => [
    ...duplicateIssues('classes', classes),
    ...(classes.includes(positive_class)
      ? []
      : [
          {
            path: ['positive_class'],
            message: `must be ${classes.join(' or ')}: the class of anomalous rows, which is "anomaly" where the manifest does not say`,
          },
        ]),
  ],
  use({ classes, positive_class, threshold, anomaly_if }) {
    const positive = classes.indexOf(positive_class);
    const limit = threshold ?? Number.NaN;
    const isAnomalous =
      anomaly_if === 'above' ? (score: number) => score >= limit : (score: number) => score <= limit;
    return {
      names: classes,
      decide: ([score]) => ({ prediction: classes[isAnomalous(score!) ? positive : 1 - positive]! }),
    };
  },
};
