import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { VersionFiles } from './uploads.js';

/** A graph of `toy-models/graphs` that answers one number for each row. */
type NumberGraph =
  | 'centred'
  | 'half'
  | 'imputed'
  | 'numbers'
  | 'one-row'
  | 'picture'
  | 'picture-bytes'
  | 'picture-grey'
  | 'sequence'
  | 'sequence-of-4-rows';

/** Rows with their predictions. */
type GoldenRows = readonly (readonly [features: Readonly<Record<string, unknown>>, prediction: number])[];

/** A regression with features and an input of any kind. */
export interface FeatureVersion {
  readonly graph: NumberGraph;
  readonly name: string;
  readonly features: readonly ({ readonly name: string } & Record<string, unknown>)[];
  readonly input: { readonly datatype: string; readonly shape: readonly number[] };
  readonly output?: { readonly datatype?: string; readonly shape?: readonly number[] };
  readonly rows: GoldenRows;
  /** The golden rows by default. */
  readonly reference?: GoldenRows;
  /** Further keys of the manifest. */
  readonly manifest?: object;
}

/** The files of version 1 of such a model. */
export function featureVersion(toy: FeatureVersion): VersionFiles {
  const names = toy.features.map(({ name }) => name);
  const files: VersionFiles = {
    'model.onnx': readFileSync(
      fileURLToPath(new URL(`toy-models/graphs/${toy.graph}.onnx`, import.meta.url)),
    ),
    'golden.json': JSON.stringify(toy.rows.map(([features, prediction]) => ({ features, prediction }))),
    'reference.csv.gz': gzipSync(
      [
        [...names, 'target'],
        ...(toy.reference ?? toy.rows).map(([row, target]) => [...names.map((name) => row[name]), target]),
      ]
        .map((cells) => `${cells.map(cellOf).join()}\n`)
        .join(''),
    ),
    'model-card.md': `# ${toy.name}\n`,
  };
  return { ...files, 'manifest.json': JSON.stringify(manifestOf(toy, names, files)) };
}

/** Only what a manifest must have. */
function manifestOf(toy: FeatureVersion, names: readonly string[], files: VersionFiles): object {
  const { name, features, input, output } = toy;
  return {
    schema_version: 1,
    name,
    version: 1,
    description: `Toy model ${name}`,
    model_type: 'Toy',
    created_at: '2026-01-01T00:00:00Z',
    parent_version: null,
    task: 'regression',
    features,
    inputs: [{ name: 'in', ...input, features: names }],
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 1], role: 'value', ...output }],
    ...{ classes: null, positive_class: null, threshold: null, f1_average: null },
    metrics: { mae: 1, rmse: 1, r2: 0.9, holdout_rows: 100 },
    windows: { feedback: { size: 20, minimum: 4 } },
    training: { seed: 0, rows: 1, data_sha256: '0'.repeat(64), libraries: {} },
    files: Object.fromEntries(
      Object.entries(files).map(([file, content]) => [
        file,
        createHash('sha256').update(content).digest('hex'),
      ]),
    ),
    ...toy.manifest,
  };
}

/** The CSV cell of a value; empty for a missing one. */
function cellOf(value: unknown): string {
  if (value == null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.replaceAll('"', '""')}"`;
}
