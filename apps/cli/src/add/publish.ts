import { readdir } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { PredictClient, ServiceRefused } from '@plumbline/client';

/** The number that a new version of a model gets, and the version that it follows. */
export interface VersionPlace {
  readonly version: number;
  /** The champion; null for the first version. */
  readonly parent: number | null;
}

/** The place after the versions that predict has of the model. */
export async function nextVersion(predict: PredictClient, model: string): Promise<VersionPlace> {
  try {
    const { champion, versions } = await predict.model(model);
    return { version: 1 + Math.max(0, ...versions.map(({ version }) => version)), parent: champion };
  } catch (error) {
    if (error instanceof ServiceRefused && error.status === 404) return { version: 1, parent: null };
    throw error;
  }
}

/** Publishes the files of a folder as a version. @returns the warnings of predict */
export async function publishFolder(
  predict: PredictClient,
  model: string,
  folder: string,
): Promise<readonly string[]> {
  const form = new FormData();
  for (const name of await readdir(folder)) form.append(name, await openAsBlob(join(folder, name)), name);
  return (await predict.publish(model, form)).warnings;
}
