import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DriftMethod, PredictionRows, ProfileSpec, ReferenceTable } from '@plumbline/evaluation';

/** Rows of every reference. */
export const REFERENCE_ROWS = 10_000;

/** A size of the comparison with Evidently; the columns use the methods in turn. */
export interface Size {
  readonly id: 'base' | 'features' | 'rows' | 'mixed';
  readonly features: number;
  readonly rows: number;
  readonly methods: readonly DriftMethod[];
}

/** The method that Evidently chooses for numbers when the reference has more than 1,000 rows. */
const USUAL = ['wasserstein'] as const;
const MIXED = ['wasserstein', 'ks', 'psi', 'jensenshannon'] as const;

/** The sizes that are measured; the first is the one the others are compared with. */
export const sizes: readonly Size[] = [
  { id: 'base', features: 13, rows: 5_000, methods: USUAL },
  { id: 'features', features: 130, rows: 5_000, methods: USUAL },
  { id: 'rows', features: 13, rows: 50_000, methods: USUAL },
  { id: 'mixed', features: 13, rows: 5_000, methods: MIXED },
];

/** The document that describes a workload to both sides. */
interface WorkloadFile {
  readonly names: readonly string[];
  readonly methods: readonly DriftMethod[];
  readonly referenceRows: number;
  readonly rows: number;
}

/** Writes the columns of a size as raw doubles, feature after feature, and what they are; returns the folder. */
export function writeWorkload(folder: string, { id, features, rows, methods }: Size): string {
  const target = join(folder, id);
  mkdirSync(target);
  const names = Array.from({ length: features }, (_, index) => `feature_${index}`);
  const random = generator(features * rows);
  writeFileSync(join(target, 'reference.f64'), columns(random, features, REFERENCE_ROWS, 0));
  writeFileSync(join(target, 'current.f64'), columns(random, features, rows, 0.05));
  const columnMethods = names.flatMap((_, index) => methods[index % methods.length] ?? []);
  const workload: WorkloadFile = { names, methods: columnMethods, referenceRows: REFERENCE_ROWS, rows };
  writeFileSync(join(target, 'workload.json'), JSON.stringify(workload));
  return target;
}

/** One feature of a workload. */
export interface WorkloadColumn {
  readonly name: string;
  readonly method: DriftMethod;
  readonly reference: Float64Array;
  readonly window: Float64Array;
}

/** What a folder that `writeWorkload` made holds. */
export interface Workload {
  readonly columns: readonly WorkloadColumn[];
  readonly spec: ProfileSpec;
  readonly reference: ReferenceTable;
  readonly window: PredictionRows;
}

/** Reads the inputs of a reference profile, and a window. */
export function readWorkload(folder: string): Workload {
  const workload = JSON.parse(readFileSync(join(folder, 'workload.json'), 'utf8')) as WorkloadFile;
  const { names, methods, referenceRows, rows } = workload;
  const reference = columnReader(folder, 'reference.f64', referenceRows);
  const window = columnReader(folder, 'current.f64', rows);
  const columns = names.map((name, index) => ({
    name,
    method: methods[index] ?? 'wasserstein',
    reference: reference(index),
    window: window(index),
  }));
  const spec: ProfileSpec = {
    features: columns.map(({ name, method }) => ({ name, kind: 'numerical', method })),
    classes: ['no', 'yes'],
    chunkRows: 1_000,
  };
  return {
    columns,
    spec,
    reference: { ...table(columns, 'reference', referenceRows), actual: null },
    window: table(columns, 'window', rows),
  };
}

function columnReader(folder: string, file: string, rows: number): (index: number) => Float64Array {
  const { buffer } = new Uint8Array(readFileSync(join(folder, file)));
  return (index) => new Float64Array(buffer, index * rows * 8, rows);
}

function table(
  columns: readonly WorkloadColumn[],
  part: 'reference' | 'window',
  rows: number,
): PredictionRows {
  const predictions = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'no' : 'yes'));
  const byName = columns.map((column) => [column.name, column[part]] as const);
  return { rows: Object.fromEntries(byName), predictions, probabilities: null };
}

/** Normal values; every third feature is moved by `shift` standard deviations. */
function columns(random: () => number, features: number, rows: number, shift: number): Uint8Array {
  const values = new Float64Array(features * rows);
  for (let feature = 0; feature < features; feature++) {
    const mean = feature + (feature % 3 === 0 ? shift : 0);
    for (let row = 0; row < rows; row++) values[feature * rows + row] = mean + normal(random);
  }
  return new Uint8Array(values.buffer);
}

/** Box and Muller's method, of which one of two numbers is used. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Uniform numbers from 0 to below 1, the same for the same seed (Marsaglia's xorshift of 32 bits). */
function generator(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
