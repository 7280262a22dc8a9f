import type { Issue } from '@plumbline/errors';
import { z } from 'zod';
import { OTHER_CLASS } from '../forms/index.js';
import type { OutputUse, RoleName } from '../roles/index.js';

/** What a manifest with this task says about its predictions, and how they are made. */
export interface TaskKind<Fields> {
  /** The roles of outputs that can give the prediction; the first one that the manifest has gives it. */
  readonly roles: readonly [RoleName, ...RoleName[]];
  /** The problems with the fields of the task. */
  problems(fields: Fields): Issue[];
  /** How an output of such a model is read. */
  use(fields: Fields): OutputUse;
}

const share = z.number().min(0).max(1);
const rows = z.int().min(1);

/** Quality of a classifier on the holdout at registration; null where a score is undefined. */
export const classificationMetrics = z.strictObject({
  f1: share.nullable(),
  precision: share.nullable(),
  recall: share.nullable(),
  accuracy: share,
  holdout_rows: rows,
});

/** Quality of a model of several labels at registration; its accuracy is the share of rows whose labels are all correct. */
export const multilabelMetrics = classificationMetrics.extend({ hamming_loss: share.optional() });

const errors = { mae: z.number().min(0), rmse: z.number().min(0), r2: z.number().max(1) };

/** Quality of a regression on the holdout at registration, in the unit of the target. Of several targets: the means. */
export const regressionMetrics = z.strictObject({
  ...errors,
  targets: z
    .record(z.string(), z.strictObject(errors))
    .optional()
    .describe('By target, if there are several'),
  holdout_rows: rows,
});

/** The name of a class. */
export const className = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name !== '__proto__' && name !== OTHER_CLASS, 'is a reserved name');

/** The issue with a positive class that the model does not have. */
export function positiveClassIssues(classes: readonly string[], positive: string): Issue[] {
  return classes.includes(positive)
    ? []
    : [{ path: ['positive_class'], message: 'is not one of the classes' }];
}

/** An issue for each name that repeats another one of the list. */
export function duplicateIssues(path: string, names: readonly string[]): Issue[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: [path, index], message: 'is used twice' }],
  );
}
