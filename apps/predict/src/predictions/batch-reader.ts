import { type Issue, ValidationFailed } from '@plumbline/errors';
import { z } from 'zod';
import type { FeatureRow } from '../models/feature.schema.js';
import type { RowSchema } from '../models/feature-row.schema.js';
import { rowIssues } from '../models/row-reader.js';

/** More issues than this are counted, not listed: a batch may have every row wrong in every feature. */
const MAX_ISSUES = 1_000;

/** Reads `{"instances": [...]}` with 1 to `maxRows` rows. */
export class BatchReader {
  private readonly envelope;

  constructor(maxRows: number) {
    this.envelope = z.strictObject({ instances: z.array(z.unknown()).min(1).max(maxRows) });
  }

  /** Every row, or none: @throws {ValidationFailed} with the issues of all rows, index in the path. */
  read(schema: RowSchema, body: unknown): FeatureRow[] {
    const { instances } = this.open(body);
    const issues: Issue[] = [];
    const rows: FeatureRow[] = [];
    for (const [index, instance] of instances.entries()) {
      const result = schema.safeParse(instance);
      if (result.success) rows.push(result.data);
      else issues.push(...rowIssues(result.error, instance).map((issue) => within(index, issue)));
    }
    if (issues.length > 0) throw new ValidationFailed(shortened(issues));
    return rows;
  }

  private open(body: unknown) {
    const result = this.envelope.safeParse(body);
    if (result.success) return result.data;
    throw new ValidationFailed(
      result.error.issues.flatMap((issue): Issue[] =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => ({ path: [key.slice(0, 100)], message: 'is not known here' }))
          : [{ path: issue.path.map(String), message: issue.message }],
      ),
    );
  }
}

function within(index: number, { path, message }: Issue): Issue {
  return { path: ['instances', index, ...path], message };
}

function shortened(issues: Issue[]): Issue[] {
  if (issues.length <= MAX_ISSUES) return issues;
  const message = `${issues.length - MAX_ISSUES} more issues are not listed`;
  return [...issues.slice(0, MAX_ISSUES), { path: ['instances'], message }];
}
