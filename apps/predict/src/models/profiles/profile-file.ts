import { createHash, randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, JsonTooComplex, reasonOf } from '@plumbline/errors';
import type { ReferenceProfile } from '@plumbline/evaluation';
import { parseLargeJson } from '@plumbline/json';
import { mapInSlices, nextTurn } from '@plumbline/tasks';
import type { Manifest } from '../manifest/index.js';
import type { VersionFolder } from '../repository/index.js';
import { ProfileRejected } from './profile.errors.js';
import { columnSchema, type ProfileFile, profileFileSchema, type ReferenceRows } from './profile.schema.js';

/** The file beside a version's manifest that holds its reference profile. */
export const PROFILE_FILE = 'profile.json';

/** Stands for the columns while the rest becomes text. */
const COLUMNS = randomUUID();

/** About three times what a version of 12,288 features has. */
const MAX_BYTES = 64 * 1024 * 1024;
const JSON_LIMITS = { maxDepth: 32, maxKeys: 3_000_000 };

/** Limit of the broken rules that a rejection lists. */
const MAX_ISSUES = 5;

/** A profile and the sha256 that identifies it. */
export interface StoredProfile {
  readonly sha256: string;
  readonly profile: ReferenceProfile;
  /** The origin of its rows; undefined for a profile without this field. */
  readonly rows?: ReferenceRows | undefined;
}

/** What the manifest says about its reference applies to no other table. */
export function referenceRows({ reference }: Manifest, source: ReferenceRows['source']): ReferenceRows {
  return { source, heldOut: source === 'reference' ? (reference?.held_out ?? null) : null };
}

/**
 * The content of `profile.json`. The same inputs give the same bytes.
 * @param manifestBytes of the version's `manifest.json`, to which the profile is bound.
 */
export function profileContent(
  { model, version }: VersionFolder,
  manifestBytes: Uint8Array,
  profile: ReferenceProfile,
  { source, heldOut }: ReferenceRows,
): string {
  const file = {
    format_version: 1,
    model,
    version,
    manifest_sha256: sha256Of(manifestBytes),
    rows: { source, held_out: heldOut },
    profile,
  };
  return `${canonicalJson({ ...file, sha256: sha256Of(canonicalJson(file)) })}\n`;
}

/**
 * The profile of a version; undefined when it has none.
 * @param manifestBytes of the version's `manifest.json`.
 * @throws {ProfileRejected} for a damaged file, or a profile of another version or manifest.
 */
export async function readProfile(
  folder: VersionFolder,
  manifestBytes: Uint8Array,
): Promise<StoredProfile | undefined> {
  const bytes = await readBytes(join(folder.path, PROFILE_FILE));
  return bytes === undefined ? undefined : parseProfile(folder, manifestBytes, bytes);
}

/** Works on one column after the other, as there may be thousands: readers serve requests meanwhile. */
async function parseProfile(
  folder: VersionFolder,
  manifestBytes: Uint8Array,
  bytes: Buffer,
): Promise<StoredProfile> {
  const document = await parseJson(bytes);
  await nextTurn();
  const data = await validProfile(document);
  const problem = (await isDamaged(document))
    ? 'its sha256 does not match its content'
    : mismatch(data, folder, manifestBytes);
  if (problem !== undefined) throw new ProfileRejected(`${PROFILE_FILE}: ${problem}`);
  return { sha256: data.sha256, profile: data.profile, rows: data.rows };
}

/** @throws {ProfileRejected} */
async function validProfile(document: unknown): Promise<ProfileFile> {
  const columns = columnsOf(document);
  const { success, data, error } = profileFileSchema.safeParse(withColumns(document, []));
  const issues = success ? [] : [...error.issues];
  const valid = await mapInSlices(columns, (column, place) => {
    const result = columnSchema.safeParse(column);
    if (result.success) return result.data;
    for (const issue of result.error.issues)
      issues.push({ ...issue, path: ['profile', 'columns', place, ...issue.path] });
    return undefined;
  });
  if (success && issues.length === 0) {
    return { ...data, profile: { ...data.profile, columns: valid.filter((column) => column !== undefined) } };
  }
  const texts = issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  const more = texts.length > MAX_ISSUES ? `; and ${texts.length - MAX_ISSUES} more` : '';
  throw new ProfileRejected(`${PROFILE_FILE}: ${texts.slice(0, MAX_ISSUES).join('; ')}${more}`);
}

/** The columns of a document that has them where a profile has them, or else none. */
function columnsOf(document: unknown): readonly unknown[] {
  const { profile } = Object(document) as { readonly profile?: unknown };
  const { columns } = Object(profile) as { readonly columns?: unknown };
  return Array.isArray(columns) ? columns : [];
}

/** The document with other columns, if it has any. */
function withColumns(document: unknown, columns: readonly unknown[]): unknown {
  if (columnsOf(document).length === 0) return document;
  const { profile, ...rest } = document as { readonly profile: object };
  return { ...rest, profile: { ...profile, columns } };
}

/** Whether its sha256 is not that of its other members. */
async function isDamaged(document: unknown): Promise<boolean> {
  const { sha256, ...rest } = document as Record<string, unknown>;
  const columns = await mapInSlices(columnsOf(rest), canonicalJson);
  const [before, after] = canonicalJson(withColumns(rest, [COLUMNS])).split(JSON.stringify(COLUMNS));
  const hash = createHash('sha256').update(before ?? '');
  await mapInSlices(columns, (json, place) => hash.update(place === 0 ? json : `,${json}`));
  return hash.update(after ?? '').digest('hex') !== sha256;
}

function mismatch(file: ProfileFile, folder: VersionFolder, manifestBytes: Uint8Array): string | undefined {
  if (file.model !== folder.model) return `it belongs to the model ${file.model}`;
  if (file.version !== folder.version) return `it belongs to version ${file.version}`;
  return file.manifest_sha256 === sha256Of(manifestBytes)
    ? undefined
    : 'manifest.json has changed since it was built';
}

/** Undefined when there is no such file. */
async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new ProfileRejected(`${PROFILE_FILE} is larger than ${MAX_BYTES} bytes`);
    return await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    if (cause instanceof ProfileRejected) throw cause;
    throw new ProfileRejected(`${PROFILE_FILE} cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

async function parseJson(bytes: Buffer): Promise<unknown> {
  try {
    return await parseLargeJson(bytes, JSON_LIMITS);
  } catch (cause) {
    if (cause instanceof JsonTooComplex) throw new ProfileRejected(`${PROFILE_FILE} has ${cause.excess}`);
    throw new ProfileRejected(`${PROFILE_FILE} is not JSON: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * JSON that has one text for each document: without white space, members sorted by name. Names that are whole numbers come
 * first, unlike in RFC 8785; the sha256 of existing profiles depends on it.
 */
export function canonicalJson(document: unknown): string {
  return JSON.stringify(sorted(document));
}

/** The same document with the members of all objects in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.some(isObject) ? value.map(sorted) : value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
