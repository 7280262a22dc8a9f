import { descriptorsOf, type PreparedProfile } from '@plumbline/evaluation';
import type { FeatureValue } from '../../models/manifest/index.js';
import { ColumnCounts } from './column-counts.js';

/** What was counted of one feature: its own column, or those that are measured of a text. */
export class FeatureCounts {
  readonly columns: readonly ColumnCounts[];
  private readonly vocabulary: ReadonlySet<string> | undefined;
  private missing = 0;

  constructor(
    readonly name: string,
    { columns, vocabularies }: PreparedProfile,
  ) {
    this.columns = columns
      .filter(({ profile }) => profile.feature === name)
      .map((column) => new ColumnCounts(column));
    this.vocabulary = vocabularies.get(name);
  }

  /** Whether it is a text: the only feature that can be missing, by having nothing in it. */
  get isText(): boolean {
    return this.vocabulary !== undefined;
  }

  /** Counts one value. Returns whether the reference has seen nothing like it. */
  add(value: FeatureValue): boolean {
    return this.vocabulary === undefined
      ? (this.columns[0]?.add(value) ?? false)
      : this.addText(String(value), this.vocabulary);
  }

  /** How many texts had nothing in them; counting starts again at 0. */
  takeMissing(): number {
    const { missing } = this;
    this.missing = 0;
    return missing;
  }

  private addText(text: string, vocabulary: ReadonlySet<string>): boolean {
    if (text.trim() === '') this.missing++;
    const measured = descriptorsOf(text, vocabulary);
    let isOutside = false;
    for (const counts of this.columns) {
      const { descriptor } = counts.column.profile;
      if (descriptor !== null && counts.add(measured[descriptor])) isOutside = true;
    }
    return isOutside;
  }
}
