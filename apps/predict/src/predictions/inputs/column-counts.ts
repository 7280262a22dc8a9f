import { binLabels, binOf, outsideReference, type PreparedColumn } from '@plumbline/evaluation';
import type { FeatureValue } from '../../models/manifest/index.js';

/** What was counted of one column since the last time it was taken, in plain numbers: this runs for every value. */
export class ColumnCounts {
  private readonly bins: Float64Array;
  private outside = 0;

  constructor(readonly column: PreparedColumn) {
    this.bins = new Float64Array(binLabels(column).length);
  }

  /** Counts one value. Returns whether the reference has seen nothing like it. */
  add(value: FeatureValue): boolean {
    const bin = binOf(this.column, value);
    if (bin !== undefined) this.bins[bin]!++;
    const isOutside = outsideReference(this.column, value);
    if (isOutside) this.outside++;
    return isOutside;
  }

  /** What was counted, by bin and outside the reference; counting starts again at 0. */
  take(): { readonly bins: Float64Array; readonly outside: number } {
    const taken = { bins: this.bins.slice(), outside: this.outside };
    this.bins.fill(0);
    this.outside = 0;
    return taken;
  }
}
