import { type Issue, ValidationFailed } from '@plumbline/errors';
import { mapInSlices } from '@plumbline/tasks';
import { z } from 'zod';
import { type Feature, type FeatureRow, type FeatureValue, typeOf } from '../features/index.js';
import type { Datatype } from '../tensors/index.js';
import type { Manifest } from './manifest.schema.js';

/** The schemas of more features work without generated code, whose compilation would take a second. */
const MANY_FEATURES = 1_000;
const wide = new WeakSet<object>();
const quickReaders = new WeakMap<object, QuickReader>();

/**
 * The schema of one row of a model's features: every feature of the manifest and no other, each of its type and within its
 * bounds. The JSON Schema of requests is derived from it.
 */
export function createRowSchema(manifest: RowFields) {
  const fieldOf = fieldsOf(manifest.inputs);
  return rowSchemaOf(manifest.features.map(fieldOf));
}

/** The same without holding the event loop: there may be thousands of features. */
export async function createRowSchemaInSlices(manifest: RowFields): Promise<RowSchema> {
  return rowSchemaOf(await mapInSlices(manifest.features, fieldsOf(manifest.inputs)));
}

/** Reads a row that has every feature and no other key, each with a value that its type accepts; undefined for other rows. */
type QuickReader = (row: unknown) => FeatureRow | undefined;

type RowFields = Pick<Manifest, 'features' | 'inputs'>;

interface Field {
  readonly name: string;
  readonly schema: z.ZodType<FeatureValue>;
  readonly accepts: ((value: unknown) => value is FeatureValue) | undefined;
}

function rowSchemaOf(fields: readonly Field[]) {
  const schema = z.strictObject(Object.fromEntries(fields.map(({ name, schema }) => [name, schema])));
  if (fields.length > MANY_FEATURES) wide.add(schema);
  const read = quickReader(fields);
  if (read !== undefined) quickReaders.set(schema, read);
  return schema;
}

function fieldsOf(inputs: Manifest['inputs']): (feature: Feature) => Field {
  const datatypes = datatypesByFeature(inputs);
  return (feature) => {
    const { name } = feature;
    const type = typeOf(feature);
    const held = datatypes.get(name) ?? [];
    const schema = type.valueSchema(feature, held).meta(annotations(feature));
    return { name, schema, accepts: type.accepts?.(feature, held) };
  };
}

/** The datatypes of the tensors that hold a feature. */
export function datatypesOf(inputs: Manifest['inputs'], { name }: Feature): Datatype[] {
  return inputs.filter(({ features }) => features.includes(name)).map(({ datatype }) => datatype);
}

function datatypesByFeature(inputs: Manifest['inputs']): ReadonlyMap<string, Datatype[]> {
  const byFeature = new Map<string, Datatype[]>();
  for (const { features, datatype } of inputs) {
    for (const name of features) byFeature.set(name, [...(byFeature.get(name) ?? []), datatype]);
  }
  return byFeature;
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
  const result = parseRow(schema, body);
  if (result.success) return result.data;
  throw new ValidationFailed(rowIssues(result.error, body));
}

/** Validates one row; the result has the row or the error. */
export function parseRow(schema: RowSchema, row: unknown) {
  const data = quickReaders.get(schema)?.(row);
  if (data !== undefined) return { success: true, data } as const;
  return schema.safeParse(row, { jitless: wide.has(schema) });
}

/**
 * Reads most rows that are valid in a fraction of the time that their schema takes; the schema decides about all others.
 * Undefined when a feature has only a schema.
 */
export function quickReader(fields: readonly Pick<Field, 'name' | 'accepts'>[]): QuickReader | undefined {
  const known: { name: string; accepts: (value: unknown) => value is FeatureValue }[] = [];
  for (const { name, accepts } of fields) {
    // Assigning to this key sets the prototype.
    if (accepts === undefined || name === '__proto__') return undefined;
    known.push({ name, accepts });
  }
  return (row) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined;
    const values = row as Readonly<Record<string, unknown>>;
    const read: Record<string, FeatureValue> = {};
    for (const { name, accepts } of known) {
      const value = values[name];
      if (!accepts(value)) return undefined;
      read[name] = value;
    }
    return Object.keys(row).length === known.length ? read : undefined;
  };
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
