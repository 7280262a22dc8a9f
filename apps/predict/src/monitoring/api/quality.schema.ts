import { z } from 'zod';

const number = z.number().nullable();
const count = z.number().min(0);

const calibration = z.object({ rows: count, mean_confidence: z.number(), share_right: z.number() });

const undefinedScores = z.object({
  f1: z.string().nullable(),
  precision: z.string().nullable(),
  recall: z.string().nullable(),
});

const classification = z.object({
  task: z.enum(['binary', 'multiclass', 'anomaly']),
  f1: number.describe('Averaged as f1_average says; null if undefined, like precision and recall'),
  precision: number,
  recall: number,
  covered_classes: z
    .int()
    .min(0)
    .describe(
      'Number of classes that f1, precision and recall cover: those that are the label or the prediction of a row; with a binary average only the positive class',
    ),
  undefined_scores: undefinedScores.describe('Why f1, precision or recall is null'),
  accuracy: number,
  balanced_accuracy: number,
  matthews_correlation: number,
  probabilities: z
    .object({
      rows: count,
      roc_auc: number,
      log_loss: number,
      brier: number,
      expected_calibration_error: number,
      calibration: z.array(calibration),
    })
    .nullable()
    .describe('Over the rows whose probabilities are still in the prediction log'),
  classes: z.array(
    z.object({ name: z.string(), support: count, precision: number, recall: number, f1: number }),
  ),
  confusion: z
    .array(z.array(count))
    .nullable()
    .describe('Rows are actual classes, columns are predicted classes; null with more than 100 classes'),
  confusions: z
    .array(z.object({ actual: z.string(), predicted: z.string(), rows: count }))
    .optional()
    .describe('The most frequent mistakes'),
});

const regression = z.object({
  task: z.literal('regression'),
  mean_absolute_error: number,
  root_mean_squared_error: number,
  mean_error: number.describe('Positive if predictions are too high on average'),
  mean_absolute_percentage_error: number,
  r2: number,
  maximum_error: number,
  targets: z
    .array(
      z.object({
        name: z.string(),
        rows: count,
        mean_absolute_error: number,
        root_mean_squared_error: number,
        r2: number,
      }),
    )
    .optional()
    .describe(
      'Of several targets; then the errors and r2 of the model are means, and the other fields are null',
    ),
});

const multilabel = z.object({
  task: z.literal('multilabel'),
  f1: number.describe('Averaged as f1_average says, like precision and recall'),
  precision: number,
  recall: number,
  subset_accuracy: number.describe(
    'Share of the rows, of those whose labels are all known, with all labels correct',
  ),
  hamming_loss: number.describe('Share of wrong labels among those that are known'),
  labels: z.array(
    z.object({
      name: z.string(),
      support: count.describe('Rows with the label'),
      precision: number,
      recall: number,
      f1: number,
      rows: count.describe('Rows for which it is known whether they have the label'),
      accuracy: number,
    }),
  ),
});

/** The quality over labelled predictions. */
export const qualitySchema = z.discriminatedUnion('task', [classification, multilabel, regression]);
