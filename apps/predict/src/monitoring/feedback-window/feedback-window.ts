import type { Manifest, ModelVersion } from '../../models/manifest/index.js';
import { type QualityScores, qualityScores } from '../quality/index.js';

/** A prediction with its label, as it is stored in the feedback of its model version. */
export interface LabelledPrediction extends ModelVersion {
  /** A class, or the decimal text of a number. */
  readonly predicted: string;
  readonly actual: string;
  /** Rank by first feedback: 1, 2, 3 and so on within a model version. */
  readonly position: number;
  /** Number of the last change: 1, 2, 3 and so on within a model version, in the order of commits. */
  readonly revision: number;
}

/** The last position and revision of a model version. */
export interface FeedbackHead extends ModelVersion {
  /** Labelled predictions so far. */
  readonly position: number;
  /** Changes so far. */
  readonly revision: number;
}

type WindowRow = Omit<LabelledPrediction, keyof ModelVersion>;

/** An empty window of the size in the manifest, with the scores of its task. */
export function feedbackWindow(manifest: Manifest): FeedbackWindow {
  return new FeedbackWindow(manifest.windows.feedback.size, qualityScores(manifest));
}

/**
 * The rows with the `size` highest positions, except those that were released, and the scores over them. Rows may arrive
 * in any order and more than once: the highest revision of a position counts, so all replicas that see all rows have the
 * same window. O(1) for each row.
 */
export class FeedbackWindow<Scores extends Pick<QualityScores, 'add' | 'remove'> = QualityScores> {
  private readonly slots: (WindowRow | undefined)[] = [];
  private newest = 0;
  private released = 0;
  private count = 0;

  constructor(
    readonly size: number,
    readonly scores: Scores,
  ) {}

  /** Number of rows in the window. */
  get rows(): number {
    return this.count;
  }

  /** The last position that has left the window. */
  get passed(): number {
    return Math.max(this.released, this.newest - this.size);
  }

  /** Adds a row or its correction; one that has left the window is ignored. */
  apply(row: WindowRow): void {
    if (row.position <= this.passed) return;
    this.slideTo(row.position);
    const slot = row.position % this.size;
    const known = this.slots[slot];
    if (known !== undefined && known.revision >= row.revision) return;
    this.drop(slot);
    this.slots[slot] = row;
    this.count += 1;
    this.scores.add(row.actual, row.predicted);
  }

  /** Releases all rows up to a position, for good. */
  passTo(position: number): void {
    const last = Math.min(position, this.newest);
    for (let next = this.passed + 1; next <= last; next += 1) this.drop(next % this.size);
    this.released = Math.max(this.released, position);
  }

  private slideTo(position: number): void {
    const steps = Math.min(position - this.newest, this.size);
    for (let step = 0; step < steps; step += 1) this.drop((position - step) % this.size);
    this.newest = Math.max(this.newest, position);
  }

  private drop(slot: number): void {
    const row = this.slots[slot];
    if (row === undefined) return;
    this.slots[slot] = undefined;
    this.count -= 1;
    this.scores.remove(row.actual, row.predicted);
  }
}
