import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { VersionFiles } from './uploads.js';

/** A graph of `toy-models/graphs`. */
export type ToyGraph =
  'embedded' | 'exponential' | 'half' | 'heads' | 'imputed' | 'numbers' | 'one-row' | 'pairs' | 'whole';

/** A version that brings a toy graph of one input, `in` unless it says otherwise. */
export interface ToyVersion {
  readonly graph: ToyGraph;
  readonly name: string;
  readonly inputName?: string;
  readonly datatype?: string;
  /** Names of the numeric features that fill the columns of the input. */
  readonly features: readonly string[];
  readonly outputs: readonly object[];
  /** Absent for a regression. */
  readonly classes?: readonly string[];
  /** Fields of the manifest that differ from those of a regression, or of a model with such classes. */
  readonly fields?: object;
  /** Values of the features, and the prediction for them. They are the reference as well. */
  readonly golden: readonly (readonly [values: readonly number[], prediction: unknown])[];
}

const SHARES = { f1: 0.9, precision: 0.9, recall: 0.9, accuracy: 0.9, holdout_rows: 100 };
const ERRORS = { mae: 1, rmse: 1, r2: 0.9, holdout_rows: 100 };

/** The files of version 1 of such a model. */
export function toyVersion(toy: ToyVersion): VersionFiles {
  const files: VersionFiles = {
    'model.onnx': readFileSync(
      fileURLToPath(new URL(`toy-models/graphs/${toy.graph}.onnx`, import.meta.url)),
    ),
    'golden.json': JSON.stringify(
      toy.golden.map(([values, prediction]) => ({ features: named(toy.features, values), prediction })),
    ),
    'reference.csv.gz': gzipSync(
      [[...toy.features, 'target'], ...toy.golden.map(([values, target]) => [...values, cellOf(target)])]
        .map((row) => `${row.join()}\n`)
        .join(''),
    ),
    'model-card.md': `# ${toy.name}\n`,
  };
  return { ...files, 'manifest.json': JSON.stringify(manifestOf(toy, files)) };
}

function manifestOf(toy: ToyVersion, files: VersionFiles): object {
  const { datatype = 'FP32', features } = toy;
  const type = datatype === 'INT64' ? 'integer' : 'number';
  return {
    schema_version: 1,
    name: toy.name,
    version: 1,
    description: `Toy model ${toy.name}`,
    model_type: 'Toy',
    created_at: '2026-01-01T00:00:00Z',
    parent_version: null,
    features: features.map((name) => ({ name, type, description: name, example: 0 })),
    inputs: [{ name: toy.inputName ?? 'in', datatype, shape: [-1, features.length], features }],
    outputs: toy.outputs,
    ...taskOf(toy.classes),
    ...toy.fields,
    windows: { feedback: { size: 20, minimum: 4 } },
    training: { seed: 0, rows: 1, data_sha256: '0'.repeat(64), libraries: {} },
    files: Object.fromEntries(
      Object.entries(files).map(([file, content]) => [
        file,
        createHash('sha256').update(content).digest('hex'),
      ]),
    ),
  };
}

function taskOf(classes: readonly string[] | undefined): object {
  const none = { classes: null, positive_class: null, threshold: null, f1_average: null };
  if (classes === undefined) return { task: 'regression', ...none, metrics: ERRORS };
  return classes.length === 2
    ? {
        task: 'binary',
        classes,
        positive_class: classes[1],
        threshold: 0.5,
        f1_average: 'binary',
        metrics: SHARES,
      }
    : { ...none, task: 'multiclass', classes, f1_average: 'macro', metrics: SHARES };
}

function named(names: readonly string[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, place) => [name, values[place] as number]));
}

/** Lists and objects are JSON in a cell of a CSV file. */
function cellOf(target: unknown): string {
  const json = JSON.stringify(target);
  return typeof target === 'object' ? `"${json.replaceAll('"', '""')}"` : json;
}
