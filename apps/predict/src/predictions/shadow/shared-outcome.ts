import type { Manifest } from '../../models/manifest/index.js';
import {
  isSameOutcome,
  type Outcome,
  outcomeKindOf,
  type OutcomeParts,
} from '../../models/outcomes/index.js';

/**
 * What the outcomes of champion and challenger have in common. Labels and targets are compared by name, because a
 * challenger may have others, or the same ones in another order.
 */
export class SharedOutcome {
  /** The labels or targets that both have, in the order of the champion; empty for classes and for a single number. */
  readonly names: readonly string[];
  /** The labels or targets that only one of them has. They are not compared. */
  readonly leftOut: readonly string[];
  /** Whether there is anything to compare. */
  readonly isComparable: boolean;
  private readonly places: Readonly<Record<Role, readonly number[]>>;

  constructor(champion: Manifest, challenger: Manifest) {
    const [own, other] = [partsOf(champion), partsOf(challenger)];
    this.names = own.filter((name) => other.includes(name));
    this.leftOut = [...own, ...other].filter((name) => !this.names.includes(name));
    this.places = {
      champion: this.names.map((name) => own.indexOf(name)),
      challenger: this.names.map((name) => other.indexOf(name)),
    };
    const haveParts = own.length > 0 || other.length > 0;
    this.isComparable =
      isClassifier(champion) === isClassifier(challenger) && (!haveParts || this.names.length > 0);
  }

  /** The parts that both have. Actual values are in the order of the champion. */
  partsOf(role: Role, parts: OutcomeParts): OutcomeParts {
    return this.places[role].map((place) => parts[place] ?? null);
  }

  /** Whether both predict the same. */
  isSame(champion: Outcome, challenger: Outcome): boolean {
    if (!this.isComparable) return false;
    return typeof champion === 'object' && typeof challenger === 'object'
      ? isSameOutcome(this.partsOf('champion', champion), this.partsOf('challenger', challenger))
      : isSameOutcome(champion, challenger);
  }
}

type Role = 'champion' | 'challenger';

/** The labels or targets of a model whose outcomes have parts. */
function partsOf(manifest: Manifest): readonly string[] {
  return manifest.task === 'multilabel' || manifest.task === 'regression'
    ? outcomeKindOf(manifest).names
    : [];
}

/** Whether the outcome is one class. */
function isClassifier({ task }: Manifest): boolean {
  return task !== 'multilabel' && task !== 'regression';
}
