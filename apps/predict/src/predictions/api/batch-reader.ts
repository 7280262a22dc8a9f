import { type Issue, ValidationFailed } from '@plumbline/errors';
import { mapInSlices, TaskQueue } from '@plumbline/tasks';
import { z } from 'zod';
import { DecodingBudget, type RowPreparer } from '../../models/features/index.js';
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
/** Of the images of one batch, in the size that the model takes: they are all in memory. */
const MAX_PIXELS = 10_000_000;
/** As many as are decoded at a time at all. */
const DECODED_AT_ONCE = 2;

/** Reads `{"instances": [...]}` with 1 to `maxRows` rows. */
export class BatchReader {
  private readonly envelope;

  constructor(maxRows: number) {
    this.envelope = z.strictObject({ instances: z.array(z.unknown()).min(1).max(maxRows) });
  }

  /**
   * Returns every row.
   * @throws {ValidationFailed} with the issues of all rows; their paths contain the index.
   */
  async read(
    schema: RowSchema,
    body: unknown,
    size: RowSize = { outputValues: 1, pixels: 0 },
  ): Promise<FeatureRow[]> {
    const { instances } = this.open(body);
    for (const [maxRows, reason] of rowLimits(size)) {
      const message = `must have at most ${maxRows} rows of this model: ${reason}`;
      if (instances.length > maxRows) throw new ValidationFailed([{ path: ['instances'], message }]);
    }
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

/** What a row of a model takes beside its values. */
export interface RowSize {
  /** How many numbers the model answers. */
  readonly outputValues: number;
  /** Of its images, in the size that the model takes. */
  readonly pixels: number;
}

/** The answers as far as the manifest says, and at least one for each class. */
export function rowSizeOf(manifest: Manifest): RowSize {
  const sizes = manifest.outputs.map(({ role, shape }) =>
    role === 'ignored' ? 0 : shape.slice(1).reduce((size, length) => size * Math.abs(length), 1),
  );
  const pixels = manifest.features.map((feature) =>
    feature.type === 'image' ? feature.width * feature.height : 0,
  );
  return { outputValues: Math.max(outcomeNames(manifest).length, sum(sizes)), pixels: sum(pixels) };
}

/** How many rows a batch may have, and why. */
function rowLimits({ outputValues, pixels }: RowSize): (readonly [maxRows: number, reason: string])[] {
  return [
    [
      rowsOf(MAX_OUTPUT_VALUES, outputValues),
      `a row has ${outputValues} output values, an answer at most ${MAX_OUTPUT_VALUES}`,
    ],
    [
      rowsOf(MAX_PIXELS, pixels),
      `the images of a row have ${pixels} pixels, those of a batch at most ${MAX_PIXELS}`,
    ],
  ];
}

function rowsOf(limit: number, ofOne: number): number {
  return Math.max(1, Math.floor(limit / ofOne));
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

/**
 * Decodes the rows of a batch, a few at a time, so that the images of other requests do not wait for all of them.
 * @throws {ValidationFailed} with the issues of all rows; their paths contain the index.
 */
export async function prepareAll(prepare: RowPreparer, rows: readonly FeatureRow[]): Promise<FeatureRow[]> {
  const issues: Issue[] = [];
  const budget = new DecodingBudget();
  const queue = new TaskQueue(DECODED_AT_ONCE);
  const prepared = await Promise.all(
    rows.map(async (row, index) => {
      try {
        return await queue.run(() => prepare(row, budget));
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
