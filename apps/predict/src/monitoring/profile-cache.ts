import { prepareProfile, type PreparedProfile, type ReferenceProfile } from '@plumbline/evaluation';
import type { WatchedVersion } from './evaluation-messages.js';
import { keyOf } from './evaluation-database.js';
import { nameOf } from './window.repository.js';

/** What a version's folder holds of its reference, or why it holds nothing. */
export type ProfileOfFolder =
  { readonly sha256: string; readonly profile: ReferenceProfile } | { readonly reason: string };

/** Reads the profile of a version; an unreadable one is a reason, not an error. */
export type ReadProfile = (version: WatchedVersion) => Promise<ProfileOfFolder>;

/** A profile that windows are compared with; `prepared` is null where there is none, and `reason` says why. */
export interface KnownProfile {
  readonly sha256: string | null;
  readonly prepared: PreparedProfile | null;
  readonly reason: string | null;
}

/** The prepared profiles of the versions that are evaluated here. Preparing one costs far more than using it. */
export class ProfileCache {
  private readonly known = new Map<string, { readonly stamp: string; readonly profile: KnownProfile }>();

  constructor(private readonly read: ReadProfile) {}

  /** The profile of a version, read again when its manifest is another one. */
  async get(version: WatchedVersion): Promise<KnownProfile> {
    const key = keyOf(nameOf(version.manifest));
    const stamp = JSON.stringify(version.manifest);
    const held = this.known.get(key);
    if (held?.stamp === stamp) return held.profile;
    const profile = prepare(await this.read(version));
    this.known.set(key, { stamp, profile });
    return profile;
  }

  /** Forgets all versions but these. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.known.keys()) if (!keys.has(key)) this.known.delete(key);
  }
}

function prepare(found: ProfileOfFolder): KnownProfile {
  if ('reason' in found) return { sha256: null, prepared: null, reason: found.reason };
  return { sha256: found.sha256, prepared: prepareProfile(found.profile), reason: null };
}
