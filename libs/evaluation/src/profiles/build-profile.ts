import { fitReconstruction, type ReconstructionProfile } from '../estimators/index.js';
import type { RawColumn } from '../samples/index.js';
import { itemAt } from '../statistics/index.js';
import { type ColumnSource, profileColumn, shuffledChunks } from './column-profile.js';
import { isPresent, tableColumn } from './column-values.js';
import { profileEmbedding } from './embedding-profile.js';
import { fitErrorEstimators } from './error-estimate.js';
import { columnsOfFeature } from './feature-columns.js';
import { outcomeColumns } from './outcome-columns.js';
import { ProfileInputInvalid, type ProfileSpec, type ReferenceTable } from './profile-spec.js';
import { fitEstimator, referenceQuality } from './quality-estimate.js';
import type { ColumnProfile, ReferenceProfile } from './reference-profile.js';
import { sampleReference } from './reference-sample.js';

/** Called before every step with the number of finished steps, the number of all steps, and the step's name. */
export type ProfileProgress = (done: number, total: number, step: string) => void;

/** The distinct numbers that a profile keeps, shared by its columns, so that its file stays below about 10 MB. */
const EXACT_VALUES = 500_000;

/** The reconstruction is fitted on about this many rows, and with many columns on fewer rows. */
const RECONSTRUCTION_ROWS = 100_000;
const RECONSTRUCTION_VALUES = 3_000_000;

/**
 * Builds the profile of a reference.
 *
 * The method of a column is that of the spec, else Evidently's choice by the reference (`pinTest`). Its threshold is that of the
 * spec; else that of the test for a p-value, and for a distance the larger of that and the noise of windows of `chunkRows`
 * rows: mean plus three standard deviations over chunks of the reference. Texts, arrays and images are compared by descriptors, texts, with the
 * 20,000 most frequent words of at least two texts as vocabulary. Numeric columns with many distinct values are kept as
 * quantiles.
 * @throws {ProfileInputInvalid} for a method that does not apply to its column, a feature without values, too many categories,
 * or an unknown class.
 */
export function buildProfile(
  table: ReferenceTable,
  spec: ProfileSpec,
  onProgress: ProfileProgress = () => undefined,
): ReferenceProfile {
  const total = spec.features.length + 3;
  const options = {
    chunks: shuffledChunks(table.predictions.length, spec.chunkRows),
    exactValues: spec.exactValues ?? Math.ceil(EXACT_VALUES / spec.features.length),
  };
  const features = spec.features.map((feature, done) => {
    onProgress(done, total, feature.name);
    const values = table.rows[feature.name];
    if (values === undefined) throw new ProfileInputInvalid(`the reference has no column ${feature.name}`);
    const { columns, ...rest } = columnsOfFeature(feature, values);
    const profiles = columns.map((column) => profileColumn(column, options));
    return { name: feature.name, columns, profiles, sampled: paired(columns, profiles), ...rest };
  });
  onProgress(total - 3, total, 'prediction');
  const outcomes = outcomeColumns(table, spec);
  const predictions = outcomes.map((column) => profileColumn(column, options));
  const embedding = profileEmbedding(table.embeddings ?? null, options.chunks);
  onProgress(total - 2, total, 'estimated quality');
  const estimator = fitEstimator(table, spec);
  const columns = features.flatMap((feature) => feature.columns);
  const errorEstimators = fitErrorEstimators([...columns, ...outcomes], table, spec);
  onProgress(total - 1, total, 'reconstruction');
  const reconstruction = reconstructionOf(columns);
  const sample = sampleReference(features.flatMap(({ sampled }) => sampled));
  onProgress(total, total, 'done');
  return {
    rows: table.predictions.length,
    columns: features.flatMap(({ profiles }) => profiles),
    prediction: itemAt(predictions, 0),
    ...(predictions.length > 1 && { predictions }),
    vocabularies: entriesOf(features, ({ vocabulary }) => vocabulary),
    ...(features.some(({ measure }) => measure !== null) && {
      measures: entriesOf(features, ({ measure }) => measure),
    }),
    ...(embedding !== null && { embedding }),
    classes: spec.classes,
    estimator,
    ...(errorEstimators !== null && { errorEstimators }),
    quality: referenceQuality(table, spec),
    ...(sample !== null && { sample }),
    reconstruction,
  };
}

/** The values of columns beside their profiles. */
function paired(columns: readonly ColumnSource[], profiles: readonly ColumnProfile[]) {
  return columns.map(({ values }, index) => ({ profile: itemAt(profiles, index), values }));
}

/** The values of the features that have one, by name. */
function entriesOf<Feature extends { readonly name: string }, Value>(
  features: readonly Feature[],
  valueOf: (feature: Feature) => Value | null,
): Record<string, Value> {
  return Object.fromEntries(
    features.flatMap((feature) => {
      const value = valueOf(feature);
      return value === null ? [] : [[feature.name, value]];
    }),
  );
}

/** Null below two columns with values, or two rows. Of many rows, every n-th is taken. Missing values are no column of their own. */
function reconstructionOf(columns: readonly ColumnSource[]): ReconstructionProfile | null {
  const own = columns.filter(({ kind, descriptor }) => kind === 'numerical' || descriptor === null);
  const usable = own.filter(({ values }) => Array.prototype.some.call(values, isPresent));
  const rows = usable[0]?.values.length ?? 0;
  if (usable.length < 2 || rows < 2) return null;
  const step = Math.ceil(rows / Math.min(RECONSTRUCTION_ROWS, RECONSTRUCTION_VALUES / usable.length));
  const taken = ({ values }: ColumnSource): RawColumn =>
    step === 1 ? values : Array.from({ length: Math.ceil(rows / step) }, (_, place) => values[place * step]);
  return fitReconstruction(
    Object.fromEntries(usable.map((column) => [column.name, tableColumn(column.kind, taken(column))])),
  );
}
