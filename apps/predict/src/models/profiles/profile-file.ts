import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReferenceProfile } from '@plumbline/evaluation';
import { replaceFile, type VersionFolder } from '../repository/index.js';
import { canonicalJson } from './canonical-json.js';
import { ProfileRejected } from './profile.errors.js';
import { profileFileSchema } from './profile.schema.js';
import type { ReferenceRows } from './reference-rows.js';

/** The file beside a version's manifest that holds its reference profile. */
export const PROFILE_FILE = 'profile.json';

/** A profile and the sha256 that names it. */
export interface StoredProfile {
  readonly sha256: string;
  readonly profile: ReferenceProfile;
  /** Where its rows come from; undefined of a profile that does not say. */
  readonly rows?: ReferenceRows | undefined;
}

/** How many broken rules of a profile its rejection names. */
const MOST_ISSUES = 5;

/**
 * The content of `profile.json`: the same inputs give the same bytes.
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

/** Writes `profile.json` in one step that survives a power cut. */
export function writeProfile({ path }: VersionFolder, content: string): Promise<void> {
  return replaceFile(join(path, PROFILE_FILE), content);
}

/**
 * The profile of a version; undefined when it has none.
 * @param manifestBytes of the version's `manifest.json`.
 * @throws {ProfileRejected} for a damaged file, or one that was made for another version or manifest.
 */
export async function readProfile(
  folder: VersionFolder,
  manifestBytes: Uint8Array,
): Promise<StoredProfile | undefined> {
  const text = await readText(join(folder.path, PROFILE_FILE));
  return text === undefined ? undefined : parseProfile(folder, manifestBytes, text);
}

function parseProfile(
  { model, version }: VersionFolder,
  manifestBytes: Uint8Array,
  text: string,
): StoredProfile {
  const document = parseJson(text);
  const result = profileFileSchema.safeParse(document);
  if (!result.success) {
    const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
    const more = issues.length > MOST_ISSUES ? `; and ${issues.length - MOST_ISSUES} more` : '';
    throw new ProfileRejected(`${PROFILE_FILE}: ${issues.slice(0, MOST_ISSUES).join('; ')}${more}`);
  }
  const { sha256, ...rest } = document as Record<string, unknown>;
  const problem = firstOf([
    [sha256Of(canonicalJson(rest)) !== sha256, 'its content is not what its sha256 says'],
    [result.data.model !== model, `it is of the model ${result.data.model}`],
    [result.data.version !== version, `it is of version ${result.data.version}`],
    [result.data.manifest_sha256 !== sha256Of(manifestBytes), 'manifest.json has changed since it was made'],
  ]);
  if (problem !== undefined) throw new ProfileRejected(`${PROFILE_FILE}: ${problem}`);
  return { sha256: result.data.sha256, profile: result.data.profile, rows: result.data.rows };
}

function firstOf(problems: readonly (readonly [boolean, string])[]): string | undefined {
  return problems.find(([holds]) => holds)?.[1];
}

/** Undefined when there is no such file. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ProfileRejected(`${PROFILE_FILE} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProfileRejected(`${PROFILE_FILE} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
