import type { PreparedProfile } from '@plumbline/evaluation';
import type { FeatureRow } from '../../models/manifest/index.js';
import { FeatureCounts } from './feature-counts.js';

/** What was counted of the rows that one model version answered, against its reference. */
export class InputCounts {
  readonly features: readonly FeatureCounts[];
  private drifted = 0;

  constructor(profile: PreparedProfile) {
    const names = new Set(profile.columns.map(({ profile: { feature } }) => feature));
    this.features = [...names].map((name) => new FeatureCounts(name, profile));
  }

  /** Counts one row. Returns the features with a value outside what the reference has seen. */
  add(row: FeatureRow): string[] {
    const outside: string[] = [];
    for (const feature of this.features) {
      const value = row[feature.name];
      if (value !== undefined && feature.add(value)) outside.push(feature.name);
    }
    if (outside.length > 0) this.drifted++;
    return outside;
  }

  /** How many rows had such a value; counting starts again at 0. */
  takeDrifted(): number {
    const { drifted } = this;
    this.drifted = 0;
    return drifted;
  }
}
