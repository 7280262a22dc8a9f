import { type Issue, ValidationFailed } from '@plumbline/errors';
import { z } from 'zod';
import { type Feature, type FeatureRow, type FeatureValue, typeOf } from '../features/index.js';
import type { Datatype } from '../tensors/index.js';
import type { Manifest } from './manifest.schema.js';

/**
 * The schema of one row of a model's features: every feature of the manifest and no other, each of its type and within its
 * bounds. The JSON Schema of requests is derived from it.
 */
export function createRowSchema({ features, inputs }: Pick<Manifest, 'features' | 'inputs'>) {
  const shape = features.map((feature): [string, z.ZodType<FeatureValue>] => {
    const schema = typeOf(feature).valueSchema(feature, datatypesOf(inputs, feature));
    return [feature.name, schema.meta(annotations(feature))];
  });
  return z.strictObject(Object.fromEntries(shape));
}

/** The datatypes of the tensors that hold a feature. */
export function datatypesOf(inputs: Manifest['inputs'], { name }: Feature): Datatype[] {
  return inputs.filter(({ features }) => features.includes(name)).map(({ datatype }) => datatype);
}

/** Validates a row of one model's features. */
export type RowSchema = ReturnType<typeof createRowSchema>;

function annotations(feature: Feature) {
  const { name, description = name, unit } = feature;
  const example = typeOf(feature).exampleOf(feature);
  return {
    description: unit === undefined ? description : `${description}, in ${unit}`,
    ...(example !== undefined && { examples: [example] }),
  };
}

/** Reads one row of features from a request body. @throws {ValidationFailed} with every issue. */
export function readRow(schema: RowSchema, body: unknown): FeatureRow {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ValidationFailed(rowIssues(result.error, body));
}

/** The issues of a row by feature. Each unknown or missing feature is one issue. */
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
    return [{ path: [String(feature)], message: missingProblem(row as object, feature) ?? issue.message }];
  });
}

/** The problem if a feature is absent or null, which its schema does not allow. */
function missingProblem(row: object, feature: PropertyKey): string | undefined {
  if (!Object.hasOwn(row, feature)) return 'is required';
  return row[feature as keyof typeof row] === null ? 'must not be null' : undefined;
}
