import { type Issue, ValidationFailed } from '@plumbline/errors';
import { mapInSlices } from '@plumbline/tasks';
import { z } from 'zod';
import type { RowPreparer } from '../../models/features/index.js';
import {
  type FeatureRow,
  type Manifest,
  outcomeNames,
  parseRow,
  rowIssues,
  type RowSchema,
} from '../../models/manifest/index.js';

/** Of the answer to one request: the probabilities of 1,000 rows of 1,000 classes, about 40 MB of JSON. */
const MAX_OUTPUT_VALUES = 1_000_000;

/** Reads `{"instances": [...]}` with 1 to `maxRows` rows. */
export class BatchReader {
  private readonly envelope;

  constructor(maxRows: number) {
    this.envelope = z.strictObject({ instances: z.array(z.unknown()).min(1).max(maxRows) });
  }

  /**
   * Returns every row.
   * @param outputValues how many numbers the model answers for a row
   * @throws {ValidationFailed} with the issues of all rows; their paths contain the index.
   */
  async read(schema: RowSchema, body: unknown, outputValues = 1): Promise<FeatureRow[]> {
    const { instances } = this.open(body);
    const maxRows = Math.max(1, Math.floor(MAX_OUTPUT_VALUES / outputValues));
    if (instances.length > maxRows) throw new ValidationFailed([tooManyValues(maxRows, outputValues)]);
    const issues: Issue[] = [];
    const rows: FeatureRow[] = [];
    await mapInSlices(instances, (instance, index) => {
      const result = parseRow(schema, instance);
      if (result.success) rows.push(result.data);
      // A row can have more issues than a call can have arguments.
      else for (const issue of rowIssues(result.error, instance)) issues.push(within(index, issue));
    });
    if (issues.length > 0) throw new ValidationFailed(issues);
    return rows;
  }

  private open(body: unknown) {
    const result = this.envelope.safeParse(body);
    if (result.success) return result.data;
    throw new ValidationFailed(
      result.error.issues.flatMap((issue): Issue[] =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => ({ path: [key.slice(0, 100)], message: 'is not a known key' }))
          : [{ path: issue.path.map(String), message: issue.message }],
      ),
    );
  }
}

/** How many numbers the graph answers for a row, as far as the manifest says, and at least one for each class. */
export function outputValuesOf(manifest: Manifest): number {
  const sizes = manifest.outputs.map(({ role, shape }) =>
    role === 'ignored' ? 0 : shape.slice(1).reduce((size, length) => size * Math.abs(length), 1),
  );
  return Math.max(
    outcomeNames(manifest).length,
    sizes.reduce((sum, size) => sum + size, 0),
  );
}

function tooManyValues(maxRows: number, outputValues: number): Issue {
  const reason = `a row has ${outputValues} output values, an answer at most ${MAX_OUTPUT_VALUES}`;
  return { path: ['instances'], message: `must have at most ${maxRows} rows of this model: ${reason}` };
}

/** Decodes the rows of a batch. @throws {ValidationFailed} with the issues of all rows; their paths contain the index. */
export async function prepareAll(prepare: RowPreparer, rows: readonly FeatureRow[]): Promise<FeatureRow[]> {
  const issues: Issue[] = [];
  const prepared = await Promise.all(
    rows.map(async (row, index) => {
      try {
        return await prepare(row);
      } catch (error) {
        if (!(error instanceof ValidationFailed)) throw error;
        for (const issue of error.extensions.issues) issues.push(within(index, issue));
        return row;
      }
    }),
  );
  if (issues.length > 0) throw new ValidationFailed(issues);
  return prepared;
}

function within(index: number, { path, message }: Issue): Issue {
  return { path: ['instances', index, ...path], message };
}
