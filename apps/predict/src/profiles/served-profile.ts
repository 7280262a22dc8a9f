import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type PreparedProfile, prepareProfile } from '@plumbline/evaluation';
import type { VersionFolder } from '../models/version-folder.js';
import { readProfile } from './profile-file.js';

const logger = new Logger('Profiles');

/**
 * The profile that the inputs of a served version are compared with. A version without one, or with one that is damaged or
 * not its own, is served all the same: then nothing is said of its inputs.
 */
export async function servedProfile(folder: VersionFolder): Promise<PreparedProfile | undefined> {
  try {
    const stored = await readProfile(folder, await readFile(join(folder.path, 'manifest.json')));
    return stored && prepareProfile(stored.profile);
  } catch (error) {
    logger.warn(
      `${folder.name} version ${folder.version} is served without a profile: ${(error as Error).message}`,
    );
    return undefined;
  }
}
