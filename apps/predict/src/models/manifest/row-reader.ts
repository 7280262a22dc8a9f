import { type Issue, ValidationFailed } from '@plumbline/errors';
import type { z } from 'zod';
import type { FeatureRow } from './feature.schema.js';
import type { RowSchema } from './feature-row.schema.js';

/** One row of features out of a request body. @throws {ValidationFailed} with every issue. */
export function readRow(schema: RowSchema, body: unknown): FeatureRow {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ValidationFailed(rowIssues(result.error, body));
}

/** The issues of a row by feature: an unknown or a missing one is an issue of its own. */
export function rowIssues(error: z.ZodError, row: unknown): Issue[] {
  return error.issues.flatMap((issue): Issue[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [key.slice(0, 100)],
        message: 'is not a feature of this model',
      }));
    }
    const [feature] = issue.path;
    if (feature === undefined) return [{ path: [], message: issue.message }];
    const given = Object.hasOwn(row as object, feature);
    return [{ path: [String(feature)], message: given ? issue.message : 'is required' }];
  });
}
