import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@plumbline/errors';
import { z } from 'zod';
import { controlCharacters, type Manifest, manifestSchema, manifestWarnings } from '../manifest/index.js';
import { loadVersionHere } from '../inference/index.js';
import { ModelRejected, readJson, type VersionFolder } from '../repository/index.js';
import { estimateWarnings, PROFILE_FILE, readProfile } from '../profiles/index.js';

/** Files that a version may have although its manifest does not list them. */
const UNLISTED = new Set(['manifest.json', PROFILE_FILE]);
/** Limits of the reasons, and of the warnings. */
const MAX_SENTENCES = 50;
const MAX_LENGTH = 500;

/** The message to the checking process: whether these files are a version of the model. */
export const checkRequestSchema = z.object({
  model: z.string(),
  path: z.string(),
  files: z.array(z.string()),
});

/** A version that passed its checks. */
export const checkedUploadSchema = z.object({
  version: z.int(),
  /** Sentences for the publisher. */
  warnings: z.array(z.string()),
});

/** The answer: the version, or every reason against it. */
export const checkAnswerSchema = z.union([checkedUploadSchema, z.object({ reasons: z.array(z.string()) })]);

export type CheckRequest = z.infer<typeof checkRequestSchema>;
export type CheckedUpload = z.infer<typeof checkedUploadSchema>;
export type CheckAnswer = z.infer<typeof checkAnswerSchema>;

/** Checks an uploaded version as if it were to be served, and the reference profile that was sent with it. */
export async function checkUpload({ model, path, files }: CheckRequest): Promise<CheckAnswer> {
  try {
    const manifest = await readJson(join(path, 'manifest.json'), manifestSchema);
    refuseUnlisted(files, manifest);
    refuseControlCharacters(manifest);
    const { version } = manifest;
    const folder = { model, version, path };
    const { runner } = await loadVersionHere(folder);
    await runner.close();
    const warnings = manifestWarnings(manifest);
    if (files.includes(PROFILE_FILE)) warnings.push(...(await sentProfileWarnings(folder, manifest)));
    return { version, warnings };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reasons = error instanceof ModelRejected ? error.reasons : [error.message];
    return { reasons: shortSentences(reasons) };
  }
}

async function sentProfileWarnings(folder: VersionFolder, manifest: Manifest): Promise<string[]> {
  const stored = await readProfile(folder, await readFile(join(folder.path, 'manifest.json')));
  return stored === undefined ? [] : estimateWarnings(manifest, stored.profile, stored.rows);
}

/** Sentences for the publisher, none too long. */
export function shortSentences(sentences: readonly string[]): string[] {
  return sentences.slice(0, MAX_SENTENCES).map((sentence) => sentence.slice(0, MAX_LENGTH));
}

function refuseControlCharacters(manifest: Manifest): void {
  const issues = controlCharacters(manifest);
  if (issues.length > 0) {
    throw new ModelRejected(
      issues.map(({ path, message }) => `manifest.json: ${path.join('.')}: ${message}`),
    );
  }
}

function refuseUnlisted(sent: readonly string[], { files }: Manifest): void {
  const unlisted = sent.filter((name) => !UNLISTED.has(name) && !Object.hasOwn(files, name));
  if (unlisted.length > 0) {
    throw new ModelRejected(unlisted.map((name) => `${name} is not in the files of manifest.json`));
  }
}
