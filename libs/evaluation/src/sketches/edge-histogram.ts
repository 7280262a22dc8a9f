import { upperBound } from '../statistics/index.js';

/**
 * Counts of numbers between fixed inner edges, with open outer bins. Counts of several windows or replicas merge by addition
 * and give the same PSI, Jensen-Shannon and Kullback-Leibler scores as the values with these edges.
 */
export class EdgeHistogram {
  /** Bin 0 is below the first edge; the last bin starts at the last edge. */
  readonly counts: Float64Array;

  /** @param edges ascending; @param counts to continue from, one more than edges. */
  constructor(
    readonly edges: Float64Array,
    counts: ArrayLike<number> = new Float64Array(edges.length + 1),
  ) {
    if (counts.length !== edges.length + 1) throw new RangeError('there must be one more bin than edges');
    this.counts = Float64Array.from(counts);
  }

  /** Number of values. */
  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Counts a value; ignores NaN. */
  add(value: number): void {
    if (!Number.isNaN(value)) this.addTo(upperBound(this.edges, value), 1);
  }

  /** Removes a value that was added. */
  remove(value: number): void {
    if (!Number.isNaN(value)) this.addTo(upperBound(this.edges, value), -1);
  }

  /** Adds the counts of another source over the same edges. */
  merge(other: EdgeHistogram): void {
    if (other.edges.join() !== this.edges.join()) throw new RangeError('the edges differ');
    other.counts.forEach((count, bin) => this.addTo(bin, count));
  }

  private addTo(bin: number, count: number): void {
    this.counts[bin] = (this.counts[bin] ?? 0) + count;
  }
}
