import { type Issue, ValidationFailed } from '@plumbline/errors';
import { DecodingBudget, type FeatureRow, type FeatureValue, ValueRefused } from './feature-type.js';
import { type Feature, typeOf } from './registry.js';

/**
 * Decodes the values of a validated row that need it.
 * @param budget of all rows of a request; without it, the row is one.
 * @throws {ValidationFailed} naming the features.
 */
export type RowPreparer = (row: FeatureRow, budget?: DecodingBudget) => Promise<FeatureRow>;

/** The preparer of a model; undefined for a model whose rows are used as they were sent. */
export function rowPreparer(features: readonly Feature[]): RowPreparer | undefined {
  const decoders = features.flatMap((feature) => {
    const type = typeOf(feature);
    if (type.prepare === undefined) return [];
    return [
      {
        name: feature.name,
        decode: (value: FeatureValue, budget: DecodingBudget) =>
          type.prepare?.(feature, value, budget) ?? value,
      },
    ];
  });
  if (decoders.length === 0) return undefined;
  return async (row, budget = new DecodingBudget()) => {
    const prepared: Record<string, FeatureValue> = { ...row };
    const issues: Issue[] = [];
    for (const { name, decode } of decoders) {
      try {
        prepared[name] = await decode(row[name] ?? null, budget);
      } catch (error) {
        if (!(error instanceof ValueRefused)) throw error;
        issues.push({ path: [name], message: error.message });
      }
    }
    if (issues.length > 0) throw new ValidationFailed(issues);
    return prepared;
  };
}
