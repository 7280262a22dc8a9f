import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, type RunningApp, tokenFor } from './running-app.js';

/** The header of a caller with the scope models. */
export const publisher = { Authorization: `Bearer ${tokenFor('models', { sub: 'publisher' })}` };

/** The warnings about every toy model, whose feedback window is tiny. */
export const toyWarnings = [
  'windows.feedback.minimum is 4: over fewer than 100 labels, scores vary by 0.1 or more by chance, which raises false alerts; require at least 100',
];

/** The files of a version by their names. */
export type VersionFiles = Record<string, Buffer | string>;

/** The files in a version folder. */
export function filesOf(folder: string): VersionFiles {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

/** The form of a version, each part named as its file; in the given order. */
export function formOf(files: VersionFiles): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) {
    form.append(name, new Blob([Uint8Array.from(Buffer.from(content))]), name);
  }
  return form;
}

/** Publishes files as a version of a model. */
export async function publish(
  app: Pick<RunningApp, 'url'>,
  model: string,
  files: VersionFiles | FormData,
  headers: Record<string, string> = publisher,
): Promise<Answer> {
  const response = await fetch(`${app.url}/models/${model}/versions`, {
    method: 'POST',
    headers,
    body: files instanceof FormData ? files : formOf(files),
  });
  const body = (await response.json()) as Answer['body'];
  return { status: response.status, headers: response.headers, body };
}

/** The number and what `change` says changed in the manifest. */
export function withManifest(
  files: VersionFiles,
  change: (manifest: Record<string, unknown>) => void,
): VersionFiles {
  const manifest = JSON.parse(String(files['manifest.json'])) as Record<string, unknown>;
  change(manifest);
  return { ...files, 'manifest.json': JSON.stringify(manifest) };
}

/** The files as another version. */
export function asVersion(files: VersionFiles, version: number): VersionFiles {
  return withManifest(files, (manifest) => (manifest['version'] = version));
}

/** The files with other reference data, and its sha256 in the manifest. */
export function withReference(files: VersionFiles, content: Buffer | string): VersionFiles {
  const name = 'reference.csv.gz';
  const sha256 = createHash('sha256').update(content).digest('hex');
  return withManifest({ ...files, [name]: content }, (manifest) => {
    manifest['files'] = { ...(manifest['files'] as object), [name]: sha256 };
  });
}
