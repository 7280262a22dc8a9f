import { fitReconstruction, type ReconstructionProfile } from '../estimators/index.js';
import type { RawColumn } from '../samples/index.js';
import { type ColumnSource, profileColumn, shuffledChunks } from './column-profile.js';
import { isPresent, tableColumn, textsOf } from './column-values.js';
import {
  type FeatureSpec,
  ProfileInputInvalid,
  type ProfileSpec,
  type ReferenceTable,
} from './profile-spec.js';
import { fitEstimator, referenceQuality } from './quality-estimate.js';
import { type ReferenceProfile, textDescriptors } from './reference-profile.js';
import { descriptorColumns, descriptorsOf, learnTexts } from './text-descriptors.js';

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
 * rows: mean plus three standard deviations over chunks of the reference. Texts are compared by four descriptors, with the
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
    const { columns, vocabulary } = columnsOfFeature(feature, values);
    return {
      name: feature.name,
      columns,
      vocabulary,
      profiles: columns.map((column) => profileColumn(column, options)),
    };
  });
  onProgress(total - 3, total, 'prediction');
  const prediction = profileColumn(predictionColumn(table, spec), options);
  onProgress(total - 2, total, 'estimated quality');
  const estimator = fitEstimator(table, spec);
  onProgress(total - 1, total, 'reconstruction');
  const reconstruction = reconstructionOf(features.flatMap(({ columns }) => columns));
  onProgress(total, total, 'done');
  return {
    rows: table.predictions.length,
    columns: features.flatMap(({ profiles }) => profiles),
    prediction,
    vocabularies: Object.fromEntries(
      features.flatMap(({ name, vocabulary }) => (vocabulary === null ? [] : [[name, vocabulary]])),
    ),
    classes: spec.classes,
    estimator,
    quality: referenceQuality(table, spec),
    reconstruction,
  };
}

function predictionColumn({ predictions }: ReferenceTable, { classes }: ProfileSpec): ColumnSource {
  return {
    name: 'prediction',
    feature: 'prediction',
    descriptor: null,
    kind: classes === null ? 'numerical' : 'categorical',
    integer: false,
    values: predictions,
    categories: classes ?? undefined,
  };
}

/** Null below two columns with values, or two rows. Of many rows, every n-th is taken. */
function reconstructionOf(columns: readonly ColumnSource[]): ReconstructionProfile | null {
  const usable = columns.filter(({ values }) => Array.prototype.some.call(values, isPresent));
  const rows = usable[0]?.values.length ?? 0;
  if (usable.length < 2 || rows < 2) return null;
  const step = Math.ceil(rows / Math.min(RECONSTRUCTION_ROWS, RECONSTRUCTION_VALUES / usable.length));
  const taken = ({ values }: ColumnSource): RawColumn =>
    step === 1 ? values : Array.from({ length: Math.ceil(rows / step) }, (_, place) => values[place * step]);
  return fitReconstruction(
    Object.fromEntries(usable.map((column) => [column.name, tableColumn(column.kind, taken(column))])),
  );
}

/** The columns that a feature is compared by, and the vocabulary of a text. */
interface FeatureColumns {
  readonly columns: readonly ColumnSource[];
  /** Null unless the feature is a text. */
  readonly vocabulary: readonly string[] | null;
}

/** The columns of one feature: itself, or the descriptors of a text. */
function columnsOfFeature(spec: FeatureSpec, values: RawColumn): FeatureColumns {
  if (spec.kind === 'text') return textColumns(spec.name, values);
  const { name, kind, integer = false, categories, method, threshold } = spec;
  const column = {
    name,
    feature: name,
    descriptor: null,
    kind,
    integer,
    values,
    categories,
    method,
    threshold,
  };
  return { columns: [column], vocabulary: null };
}

function textColumns(feature: string, values: RawColumn): FeatureColumns {
  const texts = textsOf(values);
  const { vocabulary, descriptors } = learnTexts(texts);
  const known = new Set(vocabulary);
  const learnt = descriptorColumns(descriptors);
  const repeated = descriptorColumns(
    texts.map((text) => (text === null ? null : descriptorsOf(text, known))),
  );
  const columns = textDescriptors.map((descriptor): ColumnSource => {
    const isVocabulary = descriptor === 'unknown_words';
    return {
      name: `${feature}.${descriptor}`,
      feature,
      descriptor,
      kind: 'numerical',
      integer: descriptor === 'length' || descriptor === 'words',
      values: learnt[descriptor],
      // The vocabulary contains words of the reference's own texts but not of new ones; only a distance can allow for both.
      method: isVocabulary ? 'wasserstein' : undefined,
      repeated: isVocabulary ? repeated[descriptor] : undefined,
    };
  });
  return { columns, vocabulary };
}
