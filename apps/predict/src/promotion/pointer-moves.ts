import type { Aliases } from '../models/aliases.schema.js';
import { ChallengerIsChampion, NoPreviousVersion } from './promotion.errors.js';

/** A change of the pointers of a model; the same pointers when there is nothing to do. */
export type PointerMove = (aliases: Aliases, model: string) => Aliases;

/** Makes the version the champion and remembers the one before it. A challenger that wins is none any more. */
export function promoteTo(version: number): PointerMove {
  return (aliases) =>
    aliases.champion === version
      ? aliases
      : {
          champion: version,
          previous: aliases.champion,
          challenger: aliases.challenger === version ? null : aliases.challenger,
        };
}

/**
 * Goes back to the champion before. There is one step back and no step forward, so that a call that is sent twice
 * cannot bring back the version it was to remove. @throws {NoPreviousVersion}
 */
export const rollBack: PointerMove = ({ previous, challenger }, model) => {
  if (previous === null) throw new NoPreviousVersion(model);
  return { champion: previous, previous: null, challenger: challenger === previous ? null : challenger };
};

/** Tries a version in the champion's shadow, or none. @throws {ChallengerIsChampion} */
export function challengeWith(version: number | null): PointerMove {
  return (aliases, model) => {
    if (version !== null && version === aliases.champion) throw new ChallengerIsChampion(model, version);
    return { ...aliases, challenger: version };
  };
}
