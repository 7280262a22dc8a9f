import type { Aliases } from '../repository/index.js';
import { ChallengerIsChampion, NoPreviousVersion } from './promotion.errors.js';

/** A model at the moment when its pointers move, which people may have written by hand. */
export interface PointedModel {
  readonly name: string;
  /** Those in the repository, of whatever worth. */
  readonly versions: ReadonlySet<number>;
  /** The version that answers; null for none. */
  readonly answering: number | null;
}

/** A change of the pointers of a model; the same pointers when there is nothing to do. */
export type PointerMove = (aliases: Aliases, model: PointedModel) => Aliases;

/** Makes the version the champion and remembers the one before it. A challenger that wins is none any more. */
export function promoteTo(version: number): PointerMove {
  return (aliases, { versions, answering }) => {
    const { champion, previous, challenger } = aliases;
    const before = champion === version ? [previous] : [champion, answering];
    return {
      champion: version,
      previous: before.find((one) => one !== null && one !== version && versions.has(one)) ?? null,
      challenger: challenger === version ? null : challenger,
    };
  };
}

/**
 * Goes back to the champion before. There is one step back and no step forward, so that a call that is sent twice
 * cannot bring back the version it was to remove. @throws {NoPreviousVersion}
 */
export const rollBack: PointerMove = ({ previous, challenger }, { name, versions }) => {
  if (previous === null || !versions.has(previous)) throw new NoPreviousVersion(name, previous);
  return { champion: previous, previous: null, challenger: challenger === previous ? null : challenger };
};

/** Tries a version in the champion's shadow, or none. @throws {ChallengerIsChampion} */
export function challengeWith(version: number | null): PointerMove {
  return (aliases, { name }) => {
    if (version !== null && version === aliases.champion) throw new ChallengerIsChampion(name, version);
    return { ...aliases, challenger: version };
  };
}
