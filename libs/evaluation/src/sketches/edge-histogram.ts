import { upperBound } from '../statistics/index.js';

/**
 * Counts of numbers between fixed inner edges, the outer bins open. Counts of several windows or replicas merge by
 * addition, and give the same PSI, Jensen-Shannon and Kullback-Leibler as the values themselves with those edges.
 */
export class EdgeHistogram {
  /** Bin 0 lies below the first edge, the last bin from the last edge on. */
  readonly counts: Float64Array;

  /** @param edges ascending; @param counts to go on from, one more than edges. */
  constructor(
    readonly edges: Float64Array,
    counts: ArrayLike<number> = new Float64Array(edges.length + 1),
  ) {
    if (counts.length !== edges.length + 1) throw new RangeError('there is one bin more than edges');
    this.counts = Float64Array.from(counts);
  }

  /** Number of values. */
  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Counts a value; NaN, which is in no bin, is left out. */
  add(value: number): void {
    if (!Number.isNaN(value)) this.counts[upperBound(this.edges, value)]!++;
  }

  /** Takes away a value that was added. */
  remove(value: number): void {
    if (!Number.isNaN(value)) this.counts[upperBound(this.edges, value)]!--;
  }

  /** Adds the counts of another source over the same edges. */
  merge(other: EdgeHistogram): void {
    if (other.edges.join() !== this.edges.join()) throw new RangeError('the edges differ');
    other.counts.forEach((count, bin) => (this.counts[bin]! += count));
  }
}
