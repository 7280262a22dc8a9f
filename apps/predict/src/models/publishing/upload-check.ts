import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@plumbline/errors';
import { type Manifest, manifestSchema, manifestWarnings } from '../manifest/index.js';
import { loadVersion } from '../inference/index.js';
import { ModelRejected, readJson, type VersionFolder } from '../repository/index.js';
import {
  estimateWarnings,
  PROFILE_FILE,
  readProfile,
  ReferenceRejected,
  writeProfile,
} from '../profiles/index.js';
import { buildVersionProfile } from '../profile-building/index.js';
import type { CheckAnswer, CheckRequest } from './check-messages.js';

/** Files that the manifest does not list and a version may have all the same. */
const BESIDE = new Set(['manifest.json', PROFILE_FILE]);
/** Of the reasons, and of the warnings. */
const MAX_SENTENCES = 50;
const MAX_LENGTH = 500;

/**
 * Checks an uploaded version as one that is to be served, and builds its reference profile unless it brought one, so that
 * it is watched from its first prediction on.
 */
export async function checkUpload({ model, path, files }: CheckRequest): Promise<CheckAnswer> {
  try {
    const manifest = await readJson(join(path, 'manifest.json'), manifestSchema);
    refuseUnlisted(files, manifest);
    const { version } = manifest;
    const folder = { model, version, path };
    const { runner } = await loadVersion(folder);
    await runner.close();
    const warnings = manifestWarnings(manifest);
    if (files.includes(PROFILE_FILE)) warnings.push(...(await sentProfileWarnings(folder, manifest)));
    else warnings.push(...(await addProfile(folder)));
    return { version, warnings: cut(warnings) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reasons = error instanceof ModelRejected ? error.reasons : [error.message];
    return { reasons: cut(reasons) };
  }
}

async function sentProfileWarnings(folder: VersionFolder, manifest: Manifest): Promise<string[]> {
  const stored = await readProfile(folder, await readFile(join(folder.path, 'manifest.json')));
  return stored === undefined ? [] : estimateWarnings(manifest, stored.profile, stored.rows);
}

/**
 * Returns the warnings. Reference data that cannot be used leave the version without a profile: it is served and not
 * monitored.
 */
async function addProfile(folder: VersionFolder): Promise<readonly string[]> {
  try {
    const { content, warnings } = await buildVersionProfile(folder);
    await writeProfile(folder, content);
    return warnings;
  } catch (error) {
    if (!(error instanceof ReferenceRejected)) throw error;
    return [`no profile: ${error.message}`];
  }
}

function cut(sentences: readonly string[]): string[] {
  return sentences.slice(0, MAX_SENTENCES).map((sentence) => sentence.slice(0, MAX_LENGTH));
}

function refuseUnlisted(sent: readonly string[], { files }: Manifest): void {
  const unlisted = sent.filter((name) => !BESIDE.has(name) && !Object.hasOwn(files, name));
  if (unlisted.length > 0) {
    throw new ModelRejected(unlisted.map((name) => `${name} is not in the files of manifest.json`));
  }
}
