import { ALARM_LEVEL, columnLevel } from '../drift/index.js';
import type { ReconstructionProfile } from '../estimators/index.js';
import type { RawColumn } from '../samples/index.js';
import { itemAt } from '../statistics/index.js';
import { type ColumnSource, profileColumn } from './column-profile.js';
import { isPresent, tableColumn } from './column-values.js';
import { profileEmbedding } from './embedding-profile.js';
import { fitErrorEstimators } from './error-estimate.js';
import { fitLabelEstimators } from './label-reference.js';
import { columnsOfFeature } from './feature-columns.js';
import { referenceChunks } from './measured-noise.js';
import { outcomeColumns } from './outcome-columns.js';
import { ProfileInputInvalid, type ProfileSpec, type ReferenceTable } from './profile-spec.js';
import { fitEstimator, referenceQuality } from './quality-estimate.js';
import type { ColumnProfile, ReferenceProfile } from './reference-profile.js';
import { referenceReconstruction } from './reference-reconstruction.js';
import { sampleReference } from './reference-sample.js';
import { labelProfiles } from './target-columns.js';

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
 * A column is compared by the method of the spec, else by a distance whose chance is known for every number of rows: by the
 * Anderson-Darling distance, or by the chi-squared distance for categories. Its threshold is that of the spec, else one that steady
 * windows of `chunkRows` rows seldom exceed; evaluations fit it to their window. Texts, arrays and images are compared by
 * descriptors, texts, with the 20,000 most frequent words of at least two texts as vocabulary. Numeric columns with many distinct
 * values are kept as quantiles.
 * @throws {ProfileInputInvalid} for a method that does not apply to its column, a feature without values, too many categories,
 * or an unknown class.
 */
export function buildProfile(
  table: ReferenceTable,
  spec: ProfileSpec,
  onProgress: ProfileProgress = () => undefined,
): ReferenceProfile {
  const total = spec.features.length + 3;
  const options = columnOptions(table, spec);
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
  const level = ALARM_LEVEL / outcomes.length;
  const predictions = outcomes.map((column) => profileColumn(column, { ...options, level }));
  const embedding = profileEmbedding(table.embeddings ?? null, options.chunks);
  onProgress(total - 2, total, 'estimated quality');
  const estimator = fitEstimator(table, spec);
  const columns = features.flatMap((feature) => feature.columns);
  const labelEstimators = fitLabelEstimators(table, spec);
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
    ...labelProfiles(table, spec, options),
    vocabularies: entriesOf(features, ({ vocabulary }) => vocabulary),
    ...(features.some(({ measure }) => measure !== null) && {
      measures: entriesOf(features, ({ measure }) => measure),
    }),
    ...(embedding !== null && { embedding }),
    classes: spec.classes,
    estimator,
    ...(labelEstimators !== undefined && { labelEstimators }),
    ...(errorEstimators !== null && { errorEstimators }),
    quality: referenceQuality(table, spec),
    ...(sample !== null && { sample }),
    reconstruction,
  };
}

function columnOptions({ predictions }: ReferenceTable, { features, chunkRows, exactValues }: ProfileSpec) {
  return {
    chunks: referenceChunks(predictions.length, chunkRows),
    windowRows: chunkRows,
    level: columnLevel(features.length),
    exactValues: exactValues ?? Math.ceil(EXACT_VALUES / features.length),
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
  return referenceReconstruction(
    Object.fromEntries(usable.map((column) => [column.name, tableColumn(column.kind, taken(column))])),
    Math.ceil(rows / step),
  );
}
