import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type PreparedProfile, prepareProfile } from '@plumbline/evaluation';
import { versionKey, versionText } from '../manifest/index.js';
import type { VersionFolder } from '../repository/index.js';
import { PROFILE_FILE, readProfile } from './profile-file.js';

const logger = new Logger('Profiles');

/**
 * The profile that the inputs of a served version are compared with. A version without one, or with one that is damaged or
 * not its own, is served all the same: then nothing is said of its inputs, and the log says how to make one.
 */
export async function servedProfile(folder: VersionFolder): Promise<PreparedProfile | undefined> {
  try {
    const stored = await readProfile(folder, await readFile(join(folder.path, 'manifest.json')));
    if (stored === undefined) warn(folder, `it has no ${PROFILE_FILE}`);
    return stored && prepareProfile(stored.profile);
  } catch (error) {
    warn(folder, (error as Error).message);
    return undefined;
  }
}

function warn(folder: VersionFolder, reason: string): void {
  logger.warn(
    `${versionText(folder)} is served, its drift is not measured: ${reason}; ` +
      `npm run profile -- ${versionKey(folder)} makes one`,
  );
}
