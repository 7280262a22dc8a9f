import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import {
  type FeatureRow,
  featureSchema,
  inputSchema,
  type Manifest,
  manifestSchema,
  outcomeFormOf,
  outcomeKindOf,
  textOfOutcome,
} from '../../../../predict/dist/models/index.js';
import { UsageError } from '../../command-line/index.js';
import { type CardFacts, modelCard } from './card.js';
import { goldenJson } from './golden.js';
import type { Answers, Mapping } from './graph-runner.js';
import { metricsOf, type ScoredLabel } from './metrics.js';
import { referenceCsv } from './reference.js';
import { windowsFor } from './windows.js';

/** Everything that a version is made of, once its answers are known. */
export interface VersionDraft {
  /** All of the manifest but its windows, metrics and files. */
  readonly manifest: Manifest;
  readonly rows: readonly FeatureRow[];
  /** The actual value of each row as feedback gives it; null where unknown. */
  readonly actual: readonly unknown[];
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
  const labelled = labelledRows(draft, actual, answers);
  const described = {
    ...draft,
    windows: windowsFor(rows.length),
    metrics: metricsOf(draft, labelled),
  } as Manifest;
  const names = draft.features.map(({ name }) => name);
  const files: Record<string, Uint8Array | string> = {
    'reference.csv.gz': referenceCsv(names, rows, actual),
    'golden.json': goldenJson(described, rows, answers),
    'model-card.md': modelCard(described, facts),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const listed = ['model.onnx', ...externalFiles, ...Object.keys(files)];
  const hashes = await Promise.all(
    listed.map(async (name) => [name, await sha256Of(join(folder, name))] as const),
  );
  const manifest = checkedManifest({ ...described, files: Object.fromEntries(hashes) });
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

/** The rows whose actual value is known. @throws {UsageError} for values that are none of the model's */
function labelledRows(draft: Manifest, actual: readonly unknown[], answers: Answers): ScoredLabel[] {
  const form = outcomeFormOf(outcomeKindOf(draft));
  return actual.flatMap((value, row) => {
    const predicted = answers[row]?.prediction;
    if (value == null || predicted === undefined) return [];
    const given = form.read(value);
    if (given.problem === undefined) {
      return [
        {
          actual: textOfOutcome(given.outcome),
          predicted: textOfOutcome(predicted),
          probabilities: null,
        },
      ];
    }
    throw new UsageError(`The target of row ${row + 1} is ${JSON.stringify(value)} and ${given.problem}`);
  });
}

const FILES = ['model.onnx', 'reference.csv.gz', 'golden.json', 'model-card.md'];

/** A manifest whose files are not written yet. @throws {UsageError} with every rule of manifests that it breaks */
export function manifestDraft(draft: object): Manifest {
  const placeholders = FILES.map((name): [string, string] => [name, '0'.repeat(64)]);
  return checkedManifest({ ...draft, files: Object.fromEntries(placeholders) });
}

const mappingSchema = z.object({ features: z.array(featureSchema), inputs: z.array(inputSchema) });

/** @throws {UsageError} with every rule of features and inputs that they break */
export function checkedMapping({ features, inputs }: { features: object[]; inputs: object[] }): Mapping {
  const { data, error } = mappingSchema.safeParse({ features, inputs });
  if (data !== undefined) return data;
  throw new UsageError(`The features cannot be described by a manifest:\n${z.prettifyError(error)}`);
}

/** @throws {UsageError} with every rule of manifests that it breaks */
function checkedManifest(manifest: unknown): Manifest {
  const { data, error } = manifestSchema.safeParse(manifest);
  if (data !== undefined) return data;
  throw new UsageError(`The model cannot be described by a manifest:\n${z.prettifyError(error)}`);
}

/** A name that many files have, because exporters write it. */
const UNSPECIFIC = 'model';

/** A model name made from the name of its file, or of its target: `Income (v2).onnx` is `income-v2`. */
export function modelNameOf(path: string, target: string = UNSPECIFIC): string {
  const name = slug(basename(path).replace(/\.onnx$/i, ''));
  return name === UNSPECIFIC ? slug(target) : name;
}

/** Lower-case letters without accents, digits and hyphens. */
function slug(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[a-z0-9]+/g) ?? [UNSPECIFIC];
  return words.join('-').slice(0, 64).replace(/-$/, '');
}

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
