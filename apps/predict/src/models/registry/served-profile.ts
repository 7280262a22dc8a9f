import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { prepareColumn, type PreparedProfile, prepareProfile } from '@plumbline/evaluation';
import { mapInSlices } from '@plumbline/tasks';
import { versionKey } from '../manifest/index.js';
import { PROFILE_FILE, readProfile } from '../profiles/index.js';
import type { VersionFolder } from '../repository/index.js';

const logger = new Logger('Profiles');

/**
 * The prepared profile of a served version. A version without a profile, or with an unusable one, is served all the same:
 * its drift is not measured, and the log says how to build a profile.
 */
export async function servedProfile(folder: VersionFolder): Promise<PreparedProfile | undefined> {
  try {
    const stored = await readProfile(folder, await readFile(join(folder.path, 'manifest.json')));
    if (stored === undefined) warn(folder, `there is no ${PROFILE_FILE}`);
    if (stored === undefined) return undefined;
    const columns = await mapInSlices(stored.profile.columns, prepareColumn);
    return prepareProfile(stored.profile, columns);
  } catch (error) {
    warn(folder, reasonOf(error));
    return undefined;
  }
}

function warn({ model, version }: VersionFolder, reason: string): void {
  const command = `npm run profile -- ${versionKey({ model, version })}`;
  logger.warn({ message: `Cannot measure drift; build a profile with "${command}"`, model, version, reason });
}
