import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOf } from '../../models/manifest/index.js';
import { PROFILE_FILE, ProfileRejected, readProfile } from '../../models/profiles/index.js';
import type { WatchedVersion } from './evaluation-messages.js';
import type { FolderProfile, ProfileSource } from './profile-cache.js';

/** Reference profiles as they lie beside the manifests in the model repository. */
export const folderProfiles: ProfileSource = { stamp, read };

async function stamp({ manifest, folder }: WatchedVersion): Promise<string> {
  const file = await stat(join(folder, PROFILE_FILE)).catch(() => undefined);
  return JSON.stringify([manifest, file?.mtimeMs, file?.size, file?.ino]);
}

async function read({ manifest, folder: path }: WatchedVersion): Promise<FolderProfile> {
  try {
    const manifestBytes = await readFile(join(path, 'manifest.json'));
    const stored = await readProfile({ ...versionOf(manifest), path }, manifestBytes);
    return stored ?? { reason: `there is no ${PROFILE_FILE} in its folder`, rejected: false };
  } catch (error) {
    if (error instanceof ProfileRejected) return { reason: error.message, rejected: true };
    throw error;
  }
}
