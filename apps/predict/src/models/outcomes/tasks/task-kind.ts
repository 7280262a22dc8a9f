import type { Issue } from '@plumbline/errors';
import { z } from 'zod';
import type { OutcomeForm } from '../forms/index.js';
import type { OutputUse, RoleName } from '../roles/index.js';

/** What a manifest with this task says about its predictions, and how they are made. */
export interface TaskKind<Fields> {
  /** The roles of outputs that can give the prediction; the first one that the manifest has gives it. */
  readonly roles: readonly [RoleName, ...RoleName[]];
  /** The problems with the fields of the task. */
  problems(fields: Fields): Issue[];
  /** Names of the classes, in the order of the manifest; empty for a single number. */
  names(fields: Fields): readonly string[];
  form(names: readonly string[]): OutcomeForm;
  /** Makes the prediction of a row from its numbers. */
  decide(fields: Fields): OutputUse['decide'];
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

/** Quality of a regression on the holdout at registration, in the unit of the target. */
export const regressionMetrics = z.strictObject({
  mae: z.number().min(0),
  rmse: z.number().min(0),
  r2: z.number().max(1),
  holdout_rows: rows,
});

/** The name of a class. */
export const className = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name !== '__proto__', 'is a reserved name');

/** An issue for each name that repeats another one of the list. */
export function duplicateIssues(path: string, names: readonly string[]): Issue[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: [path, index], message: 'is used twice' }],
  );
}
