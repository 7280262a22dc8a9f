import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { JsonTooComplex, reasonOf } from '@plumbline/errors';
import { parseLargeJson } from '@plumbline/json';
import { nextTurn } from '@plumbline/tasks';
import type { z } from 'zod';
import {
  type GoldenRow,
  goldenSchema,
  type Manifest,
  type ModelVersion,
  parseManifest,
} from '../manifest/index.js';
import { ModelRejected } from './model.errors.js';

/** Far above what versions have. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;
const JSON_LIMITS = { maxDepth: 32, maxKeys: 500_000 };
/** Limits of the broken rules that a rejection lists. */
const MAX_ISSUES = 50;
const MAX_ISSUE_LENGTH = 500;

/** The folder `<model>/<version>` of the repository. */
export interface VersionFolder extends ModelVersion {
  readonly path: string;
}

/** Reads the manifest of a version. @throws {ModelRejected} with every rule it breaks. */
export async function readManifest({ model, version, path }: VersionFolder): Promise<Manifest> {
  const manifest = await readDocument(join(path, 'manifest.json'), parseManifest);
  const problems: string[] = [];
  if (manifest.name !== model)
    problems.push(`manifest.json: name is ${manifest.name} in the folder of ${model}`);
  if (manifest.version !== version)
    problems.push(`manifest.json: version is ${manifest.version} in folder ${version}`);
  if (problems.length > 0) throw new ModelRejected(problems);
  return manifest;
}

/** Reads the golden rows of a version. @throws {ModelRejected} */
export function readGolden({ path }: VersionFolder): Promise<GoldenRow[]> {
  return readJson(join(path, 'golden.json'), goldenSchema);
}

/** Compares every file in the manifest with its sha256. @throws {ModelRejected} naming each that differs. */
export async function verifyFiles({ path }: VersionFolder, { files }: Manifest): Promise<void> {
  const problems: string[] = [];
  for (const [file, expected] of Object.entries(files)) {
    const actual = await sha256Of(join(path, file));
    if (actual === undefined) problems.push(`${file} is missing`);
    else if (actual !== expected) problems.push(`${file} is not the file of the manifest (sha256 ${actual})`);
  }
  if (problems.length > 0) throw new ModelRejected(problems);
}

/** Undefined when the file cannot be read. */
async function sha256Of(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

/** Reads a JSON file of a schema. @throws {ModelRejected} with the rules it breaks. */
export function readJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  return readDocument(path, (document) => Promise.resolve(schema.safeParse(document)));
}

async function readDocument<Document>(
  path: string,
  parse: (document: unknown) => Promise<z.ZodSafeParseResult<Document>>,
): Promise<Document> {
  const file = basename(path);
  const document = await parseFile(path, file);
  await nextTurn();
  const result = await parse(document);
  await nextTurn();
  if (result.success) return result.data;
  throw new ModelRejected(
    result.error.issues
      .slice(0, MAX_ISSUES)
      .map(({ path: place, message }) => `${file}: ${place.join('.') || 'the document'}: ${message}`)
      .map((reason) => reason.slice(0, MAX_ISSUE_LENGTH)),
  );
}

async function parseFile(path: string, file: string): Promise<unknown> {
  const bytes = await readBounded(path, file).catch((cause: unknown) => {
    throw cause instanceof ModelRejected ? cause : new ModelRejected([`${file} cannot be read`], { cause });
  });
  try {
    return await parseLargeJson(bytes, JSON_LIMITS);
  } catch (cause) {
    if (cause instanceof JsonTooComplex) throw new ModelRejected([`${file} has ${cause.excess}`], { cause });
    throw new ModelRejected([`${file} is not JSON: ${reasonOf(cause)}`], { cause });
  }
}

async function readBounded(path: string, file: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > MAX_JSON_BYTES) throw new ModelRejected([`${file} is larger than ${MAX_JSON_BYTES} bytes`]);
  return readFile(path);
}

/**
 * Names, sizes and times of the files of a version folder as one text, equal as long as the files do not change. A file
 * that disappears meanwhile counts as missing.
 */
export async function fingerprintOf(path: string): Promise<string> {
  const names = (await readdir(path).catch(() => [])).sort();
  const marks = await Promise.all(names.map((name) => markOf(path, name)));
  return marks.join('\n');
}

async function markOf(path: string, name: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(join(path, name));
    return `${name} ${ino} ${size} ${mtimeMs}`;
  } catch {
    return '';
  }
}
