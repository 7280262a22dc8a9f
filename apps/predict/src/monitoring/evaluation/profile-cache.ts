import { prepareProfile, type PreparedProfile } from '@plumbline/evaluation';
import { versionKey, versionOf } from '../../models/manifest/index.js';
import { estimateWarnings, type StoredProfile } from '../../models/profiles/index.js';
import type { WatchedVersion } from './evaluation-messages.js';

/** A version without a profile to compare with, and whether it has one that cannot be used. */
export interface NoProfile {
  readonly reason: string;
  readonly rejected: boolean;
}

/** What a version's folder holds of its reference. */
export type FolderProfile = StoredProfile | NoProfile;

/** The profiles of versions, wherever they are kept. */
export interface ProfileSource {
  /** A text that differs when what `read` gives does. */
  stamp(version: WatchedVersion): Promise<string>;
  /** Reads the profile of a version; an unusable one is an answer, not an error. */
  read(version: WatchedVersion): Promise<FolderProfile>;
}

/** A profile that windows are compared with. */
export type KnownProfile =
  | {
      readonly sha256: string;
      readonly prepared: PreparedProfile;
      /** Reasons to doubt what is estimated from it. */
      readonly warnings: readonly string[];
      readonly absent: null;
    }
  | { readonly sha256: null; readonly prepared: null; readonly absent: NoProfile };

/** The prepared profiles of the versions that are evaluated here. Preparing one costs far more than using it. */
export class ProfileCache {
  private readonly known = new Map<string, { readonly stamp: string; readonly profile: KnownProfile }>();

  constructor(private readonly source: ProfileSource) {}

  /** The profile of a version, read again when its files are other ones. */
  async get(version: WatchedVersion): Promise<KnownProfile> {
    const key = versionKey(versionOf(version.manifest));
    const stamp = await this.source.stamp(version);
    const held = this.known.get(key);
    if (held?.stamp === stamp) return held.profile;
    const profile = prepare(version, await this.source.read(version));
    this.known.set(key, { stamp, profile });
    return profile;
  }

  /** Forgets all versions but these. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.known.keys()) if (!keys.has(key)) this.known.delete(key);
  }
}

function prepare({ manifest }: WatchedVersion, found: FolderProfile): KnownProfile {
  if ('reason' in found) return { sha256: null, prepared: null, absent: found };
  const { sha256, profile, rows } = found;
  const warnings = estimateWarnings(manifest, profile, rows);
  return { sha256, prepared: prepareProfile(profile), warnings, absent: null };
}
