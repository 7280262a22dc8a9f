import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareProfile, type PreparedProfile } from '@plumbline/evaluation';
import { type Manifest, versionKey, versionOf } from '../../models/manifest/index.js';
import {
  estimateWarnings,
  PROFILE_FILE,
  ProfileRejected,
  readProfile,
  type StoredProfile,
} from '../../models/profiles/index.js';

/** A version to evaluate. */
export interface WatchedVersion {
  readonly manifest: Manifest;
  /** The folder of the version in the model repository. */
  readonly folder: string;
}

/** Why a version has no usable profile, and whether it has one that is invalid. */
export interface NoProfile {
  readonly reason: string;
  readonly rejected: boolean;
}

/** Where profiles are read from. */
export interface ProfileSource {
  /** A text that changes when the result of `read` does. */
  stamp(version: WatchedVersion): Promise<string>;
  /** Reads the profile of a version. An invalid profile is a result, not an error. */
  read(version: WatchedVersion): Promise<StoredProfile | NoProfile>;
}

/** The reference profile of a version, ready for comparisons, or why there is none. */
export type ReferenceProfileState =
  | {
      readonly sha256: string;
      readonly prepared: PreparedProfile;
      /** Reasons to doubt estimates from it. */
      readonly warnings: readonly string[];
      readonly absent: null;
    }
  | { readonly sha256: null; readonly prepared: null; readonly absent: NoProfile };

/** Reads `profile.json` from the folders of versions in the model repository. */
export const folderProfiles: ProfileSource = {
  async stamp({ manifest, folder }) {
    const file = await stat(join(folder, PROFILE_FILE)).catch(() => undefined);
    return JSON.stringify([manifest, file?.mtimeMs, file?.size, file?.ino]);
  },

  async read({ manifest, folder: path }) {
    try {
      const manifestBytes = await readFile(join(path, 'manifest.json'));
      const stored = await readProfile({ ...versionOf(manifest), path }, manifestBytes);
      return stored ?? { reason: `there is no ${PROFILE_FILE} in its folder`, rejected: false };
    } catch (error) {
      if (error instanceof ProfileRejected) return { reason: error.message, rejected: true };
      throw error;
    }
  },
};

/** The prepared profiles of the versions that are evaluated here. To prepare one costs far more than to use it. */
export class ReferenceProfiles {
  private readonly known = new Map<
    string,
    { readonly stamp: string; readonly profile: ReferenceProfileState }
  >();

  constructor(private readonly source: ProfileSource) {}

  /** The profile of a version, read again when its files have changed. */
  async get(version: WatchedVersion): Promise<ReferenceProfileState> {
    const key = versionKey(versionOf(version.manifest));
    const stamp = await this.source.stamp(version);
    const held = this.known.get(key);
    if (held?.stamp === stamp) return held.profile;
    const profile = prepare(version, await this.source.read(version));
    this.known.set(key, { stamp, profile });
    return profile;
  }

  /** Forgets all other versions. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.known.keys()) if (!keys.has(key)) this.known.delete(key);
  }
}

function prepare({ manifest }: WatchedVersion, found: StoredProfile | NoProfile): ReferenceProfileState {
  if ('reason' in found) return { sha256: null, prepared: null, absent: found };
  const { sha256, profile, rows } = found;
  const warnings = estimateWarnings(manifest, profile, rows);
  return { sha256, prepared: prepareProfile(profile), warnings, absent: null };
}
