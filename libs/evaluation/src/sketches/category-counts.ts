import { CategoricalSample, type Category } from '../samples/index.js';

/**
 * Counts of categories, which merge by addition and can be turned into a sample for drift tests. Memory is bounded: beyond a
 * number of distinct categories, further ones share one count.
 */
export class CategoryCounts {
  private readonly counts = new Map<Category, number>();
  private others = 0;

  /** @param limit the number of distinct categories with a count of their own; 10,000 by default. */
  constructor(private readonly limit = 10_000) {}

  /** Number of values. */
  get total(): number {
    let sum = this.others;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }

  /** The number of values in categories beyond the limit. */
  get beyondLimit(): number {
    return this.others;
  }

  /** The count of a category; 0 for an unknown one. */
  of(category: Category): number {
    return this.counts.get(category) ?? 0;
  }

  /** All categories with their counts. */
  entries(): [Category, number][] {
    return [...this.counts];
  }

  /** Counts a value, or several at once. */
  add(category: Category, count = 1): void {
    const known = this.counts.get(category);
    if (known === undefined && this.counts.size >= this.limit) this.others += count;
    else this.counts.set(category, (known ?? 0) + count);
  }

  /** Removes a value that was added. */
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
