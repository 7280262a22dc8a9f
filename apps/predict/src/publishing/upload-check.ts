import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@plumbline/errors';
import { type Manifest, manifestSchema } from '../models/manifest.schema.js';
import { loadVersion } from '../models/model-loader.js';
import { ModelRejected } from '../models/model-rejected.errors.js';
import { readJson, type VersionFolder } from '../models/version-folder.js';
import { ReferenceRejected } from '../profiles/profile.errors.js';
import { PROFILE_FILE, readProfile, writeProfile } from '../profiles/profile-file.js';
import { buildVersionProfile } from '../profiles/version-profile.js';
import type { CheckAnswer, CheckRequest } from './check-messages.js';

/** Files that the manifest does not list and a version may have all the same. */
const BESIDE = new Set(['manifest.json', PROFILE_FILE]);
const MAX_REASONS = 50;
const LONGEST_REASON = 500;

/**
 * Checks an uploaded version as one that is to be served, and builds its reference profile unless it brought one, so that
 * it is watched from its first prediction on.
 */
export async function checkUpload({ model, path, files }: CheckRequest): Promise<CheckAnswer> {
  try {
    const manifest = await readJson(join(path, 'manifest.json'), manifestSchema);
    refuseUnlisted(files, manifest);
    const { version } = manifest;
    const folder = { name: model, version, path };
    const { runner } = await loadVersion(folder, false);
    await runner.close();
    if (files.includes(PROFILE_FILE)) await readProfile(folder, await readFile(join(path, 'manifest.json')));
    else await addProfile(folder);
    return { version };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reasons = error instanceof ModelRejected ? error.reasons : [error.message];
    return { reasons: reasons.slice(0, MAX_REASONS).map((reason) => reason.slice(0, LONGEST_REASON)) };
  }
}

/** Reference data that do not fit the manifest leave the version without a profile: served, but not watched. */
async function addProfile(folder: VersionFolder): Promise<void> {
  try {
    const { content } = await buildVersionProfile(folder);
    await writeProfile(folder, content);
  } catch (error) {
    if (!(error instanceof ReferenceRejected)) throw error;
  }
}

function refuseUnlisted(sent: readonly string[], { files }: Manifest): void {
  const unlisted = sent.filter((name) => !BESIDE.has(name) && !Object.hasOwn(files, name));
  if (unlisted.length > 0) {
    throw new ModelRejected(unlisted.map((name) => `${name} is not in the files of manifest.json`));
  }
}
