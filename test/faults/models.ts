import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../apps/cli/dist/installation/index.js';

/** A version that the campaign sends rows to. */
export interface Served {
  readonly model: string;
  readonly version: number;
  /** The latest labels that its gauges are computed from. */
  readonly window: number;
  /** With fewer labels they are absent. */
  readonly minimum: number;
  /** The features of a row; `mark` makes it differ from all others. */
  features(mark: number): Readonly<Record<string, unknown>>;
  /** The mark of a stored row. */
  markOf(features: Readonly<Record<string, unknown>>): number;
  /** A label for a prediction: right for most rows, wrong for some. */
  label(prediction: string, mark: number): string | number;
}

const WINDOW = { size: 500, minimum: 20 };
const SCALE = 1e-7;
const PATIENT = {
  ...{ age: 63, sex: 1, cp: 3, trestbps: 145, chol: 233, fbs: 1, restecg: 0 },
  ...{ thalach: 150, exang: 0, slope: 0, ca: 0, thal: 1 },
};

/** Runs in the service. Its predictions vary with the row, so that F1 does. */
export const heart: Served = {
  model: 'heart-disease',
  version: 1,
  window: WINDOW.size,
  minimum: WINDOW.minimum,
  features: (mark) => ({
    ...PATIENT,
    cp: (mark >> 1) % 4,
    ca: (mark >> 1) % 3,
    oldpeak: rounded(mark * SCALE),
  }),
  markOf: ({ oldpeak }) => Math.round(Number(oldpeak) / SCALE),
  label: (prediction, mark) => (mark % 5 === 0 ? opposite(prediction) : prediction),
};

/** Runs in a process of its own, because its graph contains a loop. */
export const rent: Served = {
  model: 'rent',
  version: 3,
  window: WINDOW.size,
  minimum: WINDOW.minimum,
  features: (mark) => ({ area: rounded(10 + mark * SCALE), rooms: 1, balcony: false, district: 'centre' }),
  markOf: ({ area }) => Math.round((Number(area) - 10) / SCALE),
  label: (prediction, mark) => Number(prediction) + (mark % 7) / 4,
};

/** Makes the repository that predict serves in the campaign. */
export function makeRepository(folder: string): void {
  mkdirSync(folder);
  const toys = join(root, 'apps/predict/test/toy-models');
  cpSync(join(root, 'models/heart-disease'), join(folder, 'heart-disease'), { recursive: true });
  cpSync(join(toys, 'served/rent/1'), join(folder, 'rent/3'), { recursive: true });
  const graph = readFileSync(join(toys, 'graphs/looping.onnx'));
  writeFileSync(join(folder, 'rent/3/model.onnx'), graph);
  edit(join(folder, 'rent/3'), ({ files }) => ({
    version: 3,
    files: { ...files, 'model.onnx': createHash('sha256').update(graph).digest('hex') },
  }));
  writeFileSync(
    join(folder, 'rent/aliases.json'),
    JSON.stringify({ champion: 3, previous: null, challenger: null }),
  );
  for (const { model, version } of [heart, rent]) {
    edit(join(folder, model, String(version)), ({ windows }) => ({
      windows: { ...windows, feedback: WINDOW },
    }));
  }
}

interface Manifest {
  readonly files: object;
  readonly windows?: object;
}

function edit(folder: string, change: (manifest: Manifest) => object): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  writeFileSync(file, JSON.stringify({ ...manifest, ...change(manifest) }));
}

/** Without the noise of a product of floating-point numbers, so that JSON of any program has the same digits. */
function rounded(value: number): number {
  return Number(value.toFixed(7));
}

function opposite(prediction: string): string {
  return prediction === 'disease' ? 'no_disease' : 'disease';
}
