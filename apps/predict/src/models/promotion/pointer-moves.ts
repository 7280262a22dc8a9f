import type { Aliases } from '../repository/index.js';
import { ChallengerIsChampion, NoPreviousVersion } from './promotion.errors.js';

/** A model at the moment when its pointers move. The pointers may have been edited by hand. */
export interface PointedModel {
  readonly name: string;
  /** All version folders in the repository, valid or not. */
  readonly versions: ReadonlySet<number>;
  /** The champion that is served; null for none. */
  readonly answering: number | null;
}

/** Returns the new pointers of a model; the same ones when there is nothing to do. */
export type PointerMove = (aliases: Aliases, model: PointedModel) => Aliases;

/** Makes the version the champion and remembers the previous one. A promoted challenger is no longer a challenger. */
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
 * Goes back to the previous champion. There is one step back and no step forward, so that a repeated call cannot restore the
 * version that the first one replaced. @throws {NoPreviousVersion}
 */
export const rollBack: PointerMove = ({ previous, challenger }, { name, versions }) => {
  if (previous === null || !versions.has(previous)) throw new NoPreviousVersion(name, previous);
  return { champion: previous, previous: null, challenger: challenger === previous ? null : challenger };
};

/** Runs a version in the champion's shadow, or ends the trial. @throws {ChallengerIsChampion} */
export function challengeWith(version: number | null): PointerMove {
  return (aliases, { name }) => {
    if (version !== null && version === aliases.champion) throw new ChallengerIsChampion(name, version);
    return { ...aliases, challenger: version };
  };
}
