import { join } from 'node:path';
import { DomainError } from '@plumbline/errors';
import { type Manifest, manifestSchema } from '../models/manifest.schema.js';
import { loadVersion } from '../models/model-loader.js';
import { ModelRejected } from '../models/model-rejected.errors.js';
import { readJson } from '../models/version-folder.js';
import type { CheckAnswer, CheckRequest } from './check-messages.js';

/** Files that the manifest does not list and a version may have all the same. */
const BESIDE = new Set(['manifest.json', 'profile.json']);
const MAX_REASONS = 50;
const LONGEST_REASON = 500;

/** Loads an uploaded version with all checks of a served one, and frees it again. */
export async function checkUpload({ model, path, files }: CheckRequest): Promise<CheckAnswer> {
  try {
    const manifest = await readJson(join(path, 'manifest.json'), manifestSchema);
    refuseUnlisted(files, manifest);
    const { version } = manifest;
    const { runner } = await loadVersion({ name: model, version, path }, false);
    await runner.close();
    return { version };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reasons = error instanceof ModelRejected ? error.reasons : [error.message];
    return { reasons: reasons.slice(0, MAX_REASONS).map((reason) => reason.slice(0, LONGEST_REASON)) };
  }
}

function refuseUnlisted(sent: readonly string[], { files }: Manifest): void {
  const unlisted = sent.filter((name) => !BESIDE.has(name) && !Object.hasOwn(files, name));
  if (unlisted.length > 0) {
    throw new ModelRejected(unlisted.map((name) => `${name} is not in the files of manifest.json`));
  }
}
