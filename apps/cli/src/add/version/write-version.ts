import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type FeatureRow, type Manifest, manifestSchema } from '../../../../predict/dist/models/index.js';
import { UsageError } from '../../command-line/index.js';
import { type CardFacts, modelCard } from './card.js';
import { goldenRows } from './golden.js';
import type { Answers } from './graph-runner.js';
import { metricsOf } from './metrics.js';
import { referenceCsv } from './reference.js';
import { windowsFor } from './windows.js';

/** Everything that a version is made of, once its answers are known. */
export interface VersionDraft {
  /** Features, inputs and answers; its metrics and files are filled in here. */
  readonly manifest: Manifest;
  readonly rows: readonly FeatureRow[];
  /** The actual value of each row; null where unknown. */
  readonly actual: readonly (string | number | null)[];
  readonly answers: Answers;
  readonly facts: CardFacts;
}

/**
 * Writes the files of a version beside its `model.onnx`: reference, golden rows, card and manifest.
 * @returns the manifest
 */
export async function writeVersion(
  folder: string,
  { manifest: draft, rows, actual, answers, facts }: VersionDraft,
  externalFiles: readonly string[],
): Promise<Manifest> {
  const described = {
    ...draft,
    windows: windowsFor(rows.length),
    metrics: metricsOf(draft, answers, actual),
  } as Manifest;
  const files: Record<string, Uint8Array | string> = {
    'reference.csv.gz': referenceCsv(
      draft.features.map(({ name }) => name),
      rows,
      actual,
    ),
    'golden.json': `${JSON.stringify(goldenRows(described, rows, answers), undefined, 2)}\n`,
    'model-card.md': modelCard(described, facts),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const names = ['model.onnx', ...externalFiles, ...Object.keys(files)];
  const hashes = await Promise.all(names.map(async (name) => [name, await sha256Of(join(folder, name))]));
  const manifest = checked({ ...described, files: Object.fromEntries(hashes) as Record<string, string> });
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

/** A model name made from the name of a file: `Income (v2).onnx` is `income-v2`. */
export function modelNameOf(path: string): string {
  const words = basename(path)
    .replace(/\.onnx$/i, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return words?.join('-').slice(0, 64).replace(/-$/, '') ?? 'model';
}

function checked(manifest: unknown): Manifest {
  const { data, error } = manifestSchema.safeParse(manifest);
  if (data !== undefined) return data;
  throw new UsageError(`The model cannot be described by a manifest:\n${z.prettifyError(error)}`);
}

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
