import type { ProfileOfFolder } from './profile-cache.js';

/** Versions have no reference profile yet. */
export function readProfileOf(): Promise<ProfileOfFolder> {
  return Promise.resolve({ reason: 'its folder holds no reference profile' });
}
