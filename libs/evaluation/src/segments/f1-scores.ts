import type { Average } from '../quality/index.js';
import { fisherTwoSided, wilsonInterval } from '../statistics/index.js';
import type { Figure, RowScores } from './row-scores.js';

/** What a row is for a class: correctly predicted, wrongly predicted, or missed. */
const TRUE_POSITIVE = 0;
const FALSE_POSITIVE = 1;
const FALSE_NEGATIVE = 2;
const KINDS = 3;

/** The true positives, false positives and false negatives of each row. */
export class ClassOutcomes {
  /** The first entry of each row, and the end. */
  readonly starts = [0];
  /** Class and kind of every entry. */
  readonly entries: number[] = [];
  private readonly places = new Map<string, number>();

  /** @param average `micro` counts all classes as one, `binary` the positive class alone. */
  constructor(
    readonly average: Average,
    private readonly positiveClass?: string | null,
  ) {}

  /** The classes that occur. */
  get classes(): number {
    return this.places.size;
  }

  /** Adds one row with the classes that it has and those that are predicted. */
  add(actual: readonly string[], predicted: readonly string[]): void {
    for (const name of actual) this.enter(name, predicted.includes(name) ? TRUE_POSITIVE : FALSE_NEGATIVE);
    for (const name of predicted) if (!actual.includes(name)) this.enter(name, FALSE_POSITIVE);
    this.starts.push(this.entries.length);
  }

  private enter(name: string, kind: number): void {
    if (this.average === 'binary' && name !== this.positiveClass) return;
    const counted = this.average === 'micro' ? '' : name;
    let place = this.places.get(counted);
    if (place === undefined) this.places.set(counted, (place = this.places.size));
    this.entries.push(place * KINDS + kind);
  }
}

/** The F1 of some rows, its variance, and the rows that it depends on. */
interface Estimate {
  readonly value: number;
  /** The trials whose share of successes would vary as much. */
  readonly trials: number;
}

/**
 * F1 by class. Its variance is that of its linear approximation in the rows (the delta method: K. Takahashi and others,
 * "Confidence interval for micro-averaged F1 and macro-averaged F1 scores", 2022). The interval is Wilson's for as many trials
 * as have that variance (E. L. Korn and B. I. Graubard, "Confidence intervals for proportions with small expected number of
 * positive counts", 1998), and two figures are compared by Fisher's exact test of those trials. With one class per row and the
 * average `micro` this is Wilson's interval and Fisher's test of the accuracy.
 */
export class F1Scores implements RowScores {
  readonly metric = 'f1';
  readonly isError = false;
  readonly weights: Float64Array;
  readonly losses: Float64Array;
  private readonly starts: Uint32Array;
  private readonly entries: Uint32Array;
  private readonly classes: number;
  private readonly isWeighted: boolean;

  /** @param allClasses counts classes without rows, as 0, in the average `macro`; by default they are left out. */
  constructor(
    outcomes: ClassOutcomes,
    private readonly allClasses?: number,
  ) {
    this.isWeighted = outcomes.average === 'weighted';
    this.starts = Uint32Array.from(outcomes.starts);
    this.entries = Uint32Array.from(outcomes.entries);
    this.classes = outcomes.classes;
    const rows = outcomes.starts.length - 1;
    [this.weights, this.losses] = [new Float64Array(rows), new Float64Array(rows)];
    for (let row = 0; row < rows; row++) {
      for (let place = this.starts[row] ?? 0; place < (this.starts[row + 1] ?? 0); place++) {
        const isRight = (this.entries[place] ?? 0) % KINDS === TRUE_POSITIVE;
        this.weights[row] = (this.weights[row] ?? 0) + (isRight ? 2 : 1);
        this.losses[row] = (this.losses[row] ?? 0) + (isRight ? 0 : 1);
      }
    }
  }

  figure(rows: Uint32Array): Figure {
    const { value, trials } = this.estimate(rows);
    return { value, ...wilsonInterval(value, trials) };
  }

  difference(some: Uint32Array, others: Uint32Array): number {
    const [one, other] = [this.estimate(some), this.estimate(others)];
    if (!(one.trials > 0 && other.trials > 0)) return NaN;
    const table = [one, other].flatMap(({ value, trials }) => [
      Math.round(value * trials),
      Math.round((1 - value) * trials),
    ]);
    const [a = 0, b = 0, c = 0, d = 0] = table;
    return fisherTwoSided(a, b, c, d);
  }

  private estimate(rows: Uint32Array): Estimate {
    const counts = this.count(rows);
    const { value, slopes } = this.linearised(counts);
    let [variance, involved] = [0, 0];
    for (const row of rows) {
      let slope = 0;
      const end = this.starts[row + 1] ?? 0;
      for (let place = this.starts[row] ?? 0; place < end; place++) {
        slope += slopes[this.entries[place] ?? 0] ?? 0;
      }
      variance += slope * slope;
      if ((this.weights[row] ?? 0) > 0) involved += 1;
    }
    const spread = value * (1 - value);
    return { value, trials: spread > 0 && variance > 0 ? spread / variance : involved };
  }

  private count(rows: Uint32Array): Float64Array {
    const counts = new Float64Array(this.classes * KINDS);
    for (const row of rows) {
      const end = this.starts[row + 1] ?? 0;
      for (let place = this.starts[row] ?? 0; place < end; place++) {
        const entry = this.entries[place] ?? 0;
        counts[entry] = (counts[entry] ?? 0) + 1;
      }
    }
    return counts;
  }

  /** The averaged F1, and how much it changes with one more row of a class and kind. */
  private linearised(counts: Float64Array): { value: number; slopes: Float64Array } {
    const all = Array.from({ length: this.classes }, (_, index) => this.classF1(counts, index));
    const covered = this.allClasses ?? all.filter(({ involved }) => involved > 0).length;
    const support = all.reduce((sum, one) => sum + one.support, 0);
    const weightOf = (own: number) => (this.isWeighted ? own / support : 1 / covered);
    const value = all.reduce((sum, { f1, support: own, involved }) => {
      return involved === 0 ? sum : sum + weightOf(own) * f1;
    }, 0);
    const slopes = new Float64Array(counts.length);
    all.forEach(({ f1, support: own, involved }, index) => {
      if (involved === 0) return;
      const weight = weightOf(own) / involved;
      // One more row of the class also raises its weight.
      const shift = this.isWeighted ? (f1 - value) / support : 0;
      slopes[index * KINDS + TRUE_POSITIVE] = weight * (2 - 2 * f1) + shift;
      slopes[index * KINDS + FALSE_POSITIVE] = -weight * f1;
      slopes[index * KINDS + FALSE_NEGATIVE] = -weight * f1 + shift;
    });
    const isKnown = covered > 0 && (!this.isWeighted || support > 0);
    return { value: isKnown ? value : NaN, slopes };
  }

  private classF1(counts: Float64Array, index: number) {
    const at = (kind: number) => counts[index * KINDS + kind] ?? 0;
    const hits = at(TRUE_POSITIVE);
    const involved = 2 * hits + at(FALSE_POSITIVE) + at(FALSE_NEGATIVE);
    return { f1: involved === 0 ? 0 : (2 * hits) / involved, involved, support: hits + at(FALSE_NEGATIVE) };
  }
}
