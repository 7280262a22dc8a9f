import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Outcome } from '@plumbline/client';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { UsageError } from '../command-line/index.js';
import { readTruth } from './truth.js';

const named = { name: z.string(), nullable: z.boolean().default(false) };
const bounds = { minimum: z.number().optional(), maximum: z.number().optional() };
const featureSchema = z.discriminatedUnion('type', [
  z.object({ ...named, type: z.literal('number'), ...bounds }),
  z.object({ ...named, type: z.literal('integer'), ...bounds }),
  z.object({ ...named, type: z.literal('boolean') }),
  z.object({
    ...named,
    type: z.literal('category'),
    categories: z.array(z.union([z.string(), z.number()])),
    allow_unknown: z.boolean().default(true),
  }),
  z.object({ ...named, type: z.literal('text'), max_length: z.int() }),
  z.object({ ...named, type: z.literal('array'), shape: z.array(z.int()), ...bounds }),
  z.object({ ...named, type: z.literal('image') }),
  z.object({
    ...named,
    type: z.literal('date'),
    minimum: z.string().optional(),
    maximum: z.string().optional(),
  }),
]);

const registeredF1 = z.object({ f1: z.number().nullable() }).optional();

const manifestSchema = z.intersection(
  z.object({
    name: z.string(),
    version: z.int(),
    features: z.array(featureSchema).min(1),
    windows: z.object({ feedback: z.object({ size: z.int() }) }),
  }),
  z.discriminatedUnion('task', [
    z.object({
      task: z.literal('regression'),
      classes: z.null().default(null),
      targets: z.array(z.string()).min(1).optional(),
      metrics: z.object({ mae: z.number() }).optional(),
    }),
    z.object({
      task: z.enum(['binary', 'multiclass', 'anomaly']),
      classes: z.array(z.string()).min(1),
      positive_class: z.string().nullable(),
      f1_average: z.enum(['binary', 'macro', 'micro', 'weighted']),
      metrics: registeredF1,
    }),
    z.object({
      task: z.literal('multilabel'),
      classes: z.array(z.string()).min(1),
      f1_average: z.enum(['samples', 'macro', 'micro', 'weighted']),
      metrics: registeredF1,
    }),
  ]),
);
const nestedSchema: z.ZodType<NestedNumbers> = z.lazy(() =>
  z.array(z.union([z.number(), z.null(), nestedSchema])),
);
const aliasesSchema = z.object({ champion: z.int().nullable().default(null) });

/** A feature as the manifest describes it. */
export type TrafficFeature = z.output<typeof featureSchema>;

/** The part of a manifest that traffic needs. */
export type TrafficManifest = z.output<typeof manifestSchema>;

/** Numbers in lists of lists; null for a missing one. */
export type NestedNumbers = readonly (number | null | NestedNumbers)[];

/** The value of a feature; null where it is missing. */
export type CellValue = string | number | boolean | null | NestedNumbers;

/** The features of a row by name. */
export type RowFeatures = Readonly<Record<string, CellValue>>;

/** A row of the reference data with the truth, if it is known. */
export interface ReferenceRow {
  readonly features: RowFeatures;
  readonly actual: Outcome | undefined;
}

/** A model version with its reference data. */
export interface ReferenceModel {
  readonly manifest: TrafficManifest;
  readonly rows: readonly ReferenceRow[];
}

/**
 * Reads the champion of the named model, or of every model that has one and reference data, from a model repository.
 * @throws {UsageError} when there is none, or its files cannot be used
 */
export function readModels(folder: string, name?: string): readonly ReferenceModel[] {
  const known = modelNames(folder);
  if (known.length === 0)
    throw new UsageError(`--models-dir must hold a model with reference data, ${folder} has none`);
  if (name !== undefined && !known.includes(name)) {
    throw new UsageError(`--model must be one of ${known.join(', ')}, not ${name}`);
  }
  const champions = known.filter((model) => championOf(folder, model) !== null);
  const chosen = name !== undefined ? [name] : champions.length > 0 ? champions : known;
  return chosen.map((model) => readModel(versionFolder(folder, model)));
}

function modelNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasReference(versionFolder(folder, entry.name)))
    .map(({ name }) => name)
    .sort();
}

function hasReference(folder: string): boolean {
  return ['manifest.json', 'reference.csv.gz'].every((file) => existsSync(join(folder, file)));
}

/** The champion's folder, else that of the latest version. */
function versionFolder(folder: string, name: string): string {
  const versions = readdirSync(join(folder, name)).filter((entry) => /^[1-9]\d*$/.test(entry));
  const version = championOf(folder, name) ?? Math.max(0, ...versions.map(Number));
  return join(folder, name, String(version));
}

function championOf(folder: string, name: string): number | null {
  const aliases = join(folder, name, 'aliases.json');
  return existsSync(aliases) ? aliasesSchema.parse(readJson(aliases)).champion : null;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function readModel(folder: string): ReferenceModel {
  const manifest = manifestSchema.parse(readJson(join(folder, 'manifest.json')));
  const file = join(folder, 'reference.csv.gz');
  try {
    const table = readTable(file, manifest.features);
    return { manifest, rows: table.map((cells) => readRow(manifest, cells)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--models-dir must hold reference data that can be read, ${file} cannot be used: ${reason}`,
    );
  }
}

type Cells = Readonly<Record<string, string>>;

/** The rows of a table by column. @throws {Error} when there are none, or a column is missing */
function readTable(file: string, features: readonly TrafficFeature[]): readonly Cells[] {
  const rows: readonly Cells[] = parse(gunzipSync(readFileSync(file)), { columns: true, bom: true });
  const [first] = rows;
  if (first === undefined) throw new Error('it has no rows');
  const missing = [...features.map(({ name }) => name), 'target'].filter((name) => !(name in first));
  if (missing.length > 0) throw new Error(`it has no column ${missing.join(', ')}`);
  return rows;
}

function readRow(manifest: TrafficManifest, cells: Cells): ReferenceRow {
  return {
    features: Object.fromEntries(
      manifest.features.map((feature) => [feature.name, readCell(feature, cells[feature.name] ?? '')]),
    ),
    actual: readTruth(manifest, cells['target'] ?? ''),
  };
}

function readCell(feature: TrafficFeature, cell: string): CellValue {
  if (cell === '' && (feature.nullable || feature.type !== 'text')) return null;
  const isText = feature.type === 'category' && typeof feature.categories[0] === 'string';
  if (['text', 'image', 'date'].includes(feature.type) || isText) return cell;
  if (cell === 'NaN') return null;
  if (feature.type === 'array') return nestedSchema.parse(JSON.parse(cell));
  return feature.type === 'boolean' ? ['true', '1', '1.0'].includes(cell.toLowerCase()) : Number(cell);
}
