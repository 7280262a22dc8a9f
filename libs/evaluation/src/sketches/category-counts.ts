import { CategoricalSample, type Category } from '../samples/index.js';

/**
 * How often every category occurs. Merges by addition; what is counted becomes a sample for the drift tests. Beyond a
 * number of distinct categories further ones share a count, so that memory is bounded.
 */
export class CategoryCounts {
  private readonly counts = new Map<Category, number>();
  private others = 0;

  /** @param limit how many distinct categories are told apart; 10,000 by default. */
  constructor(private readonly limit = 10_000) {}

  /** Number of values. */
  get total(): number {
    let sum = this.others;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }

  /** Values of categories beyond the limit. */
  get beyondLimit(): number {
    return this.others;
  }

  /** How often a category occurs; 0 for one that never did. */
  of(category: Category): number {
    return this.counts.get(category) ?? 0;
  }

  /** Every category that occurs, with its count. */
  entries(): [Category, number][] {
    return [...this.counts];
  }

  /** Counts a value, or several at once. */
  add(category: Category, count = 1): void {
    const known = this.counts.get(category);
    if (known === undefined && this.counts.size >= this.limit) this.others += count;
    else this.counts.set(category, (known ?? 0) + count);
  }

  /** Takes away a value that was added. */
  remove(category: Category): void {
    const known = this.counts.get(category);
    if (known === undefined) this.others--;
    else if (known === 1) this.counts.delete(category);
    else this.counts.set(category, known - 1);
  }

  /** Adds the counts of another source. */
  merge(other: CategoryCounts): void {
    for (const [category, count] of other.counts) this.add(category, count);
    this.others += other.others;
  }

  /** The counts as a sample, without the categories beyond the limit. */
  sample(): CategoricalSample {
    return CategoricalSample.fromCounts(this.counts);
  }
}
