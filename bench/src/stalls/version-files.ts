import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';

/** A regression whose features are columns of one input. */
export interface Regression {
  readonly name: string;
  readonly version: number;
  readonly features: readonly string[];
  readonly datatype: 'FP32' | 'INT64';
  /** Of the rows of the input, such as `[13]`; empty for a single column without a dimension of its own. */
  readonly rowShape: readonly number[];
  /** Values of the features and the prediction for them, at least two. They are the reference as well. */
  readonly rows: readonly (readonly [values: readonly number[], prediction: number])[];
  /** Fields of the manifest that differ. */
  readonly fields?: object;
}

/** Writes the other files of a version beside its graph, which is in the folder already, with those that it refers to. */
export async function writeVersion(
  folder: string,
  model: Regression,
  graphFiles: readonly string[],
): Promise<void> {
  const { name, features, rows } = model;
  const table = [[...features, 'target'], ...rows.map(([values, target]) => [...values, target])];
  const files: Record<string, string | Uint8Array> = {
    'golden.json': JSON.stringify(
      rows.slice(0, 2).map(([values, prediction]) => ({
        features: Object.fromEntries(features.map((feature, place) => [feature, values[place]])),
        prediction,
      })),
    ),
    'reference.csv.gz': gzipSync(table.map((row) => `${row.join()}\n`).join('')),
    'model-card.md': `# ${name}\n`,
  };
  await mkdir(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
  const hashes: Record<string, string> = {};
  for (const file of [...graphFiles, ...Object.keys(files)])
    hashes[file] = await sha256Of(join(folder, file));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifestOf(model, hashes)));
}

function manifestOf(model: Regression, files: Record<string, string>): object {
  const { name, version, features, datatype, rowShape } = model;
  const type = datatype === 'INT64' ? 'integer' : 'number';
  const none = { classes: null, positive_class: null, threshold: null, f1_average: null };
  return {
    ...{ schema_version: 1, name, version, description: name, created_at: '2026-01-01T00:00:00Z' },
    features: features.map((feature) => ({ name: feature, type })),
    inputs: [{ name: 'in', datatype, shape: [-1, ...rowShape], features }],
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 1], role: 'value' }],
    ...{ task: 'regression', ...none, golden_tolerance: 0.01 },
    metrics: { mae: 1, rmse: 1, r2: 0.9, holdout_rows: 100 },
    ...model.fields,
    files,
  };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
