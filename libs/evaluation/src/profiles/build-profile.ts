import { fitReconstruction, type ReconstructionProfile } from '../estimators/index.js';
import { type ColumnSource, profileColumn } from './column-profile.js';
import { isPresent, tableColumn, textsOf } from './column-values.js';
import {
  type FeatureSpec,
  ProfileInputInvalid,
  type ProfileSpec,
  type RawColumn,
  type ReferenceTable,
} from './profile-spec.js';
import { fitEstimator, referenceQuality } from './quality-estimate.js';
import { type ReferenceProfile, textDescriptors } from './reference-profile.js';
import { descriptorColumns, descriptorsOf, learnTexts } from './text-descriptors.js';

/** Told before every step what it is and how many of all are done. */
export type ProfileProgress = (done: number, total: number, step: string) => void;

const EXACT_ROWS = 1_000_000;

/** The pattern of the rows is learnt from about so many. */
const RECONSTRUCTION_ROWS = 100_000;

/**
 * Builds the profile of a reference.
 *
 * A column's method is the spec's, else Evidently's choice by the reference (`pinTest`). Its threshold is the spec's; else
 * of a p-value the test's own, and of a distance the larger of the test's own and what windows of `chunkRows` rows score
 * that differ by chance alone: mean plus three standard deviations, measured on chunks of the reference. Texts are compared
 * by four descriptors; their vocabulary is the words of at least two texts, the 20,000 most frequent. Numeric columns of
 * more than a million rows are kept as a sketch.
 * @throws {ProfileInputInvalid} for a method that is not made for its column, a feature without values, too many categories, or an unknown class.
 */
export function buildProfile(
  table: ReferenceTable,
  spec: ProfileSpec,
  onProgress: ProfileProgress = () => undefined,
): ReferenceProfile {
  const total = spec.features.length + 3;
  const options = { chunkRows: spec.chunkRows, exactRows: spec.exactRows ?? EXACT_ROWS };
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

/** Null below two columns that have values, or two rows. Of many rows those at even distances are taken. */
function reconstructionOf(columns: readonly ColumnSource[]): ReconstructionProfile | null {
  const usable = columns.filter(({ values }) => Array.prototype.some.call(values, isPresent));
  const rows = usable[0]?.values.length ?? 0;
  if (usable.length < 2 || rows < 2) return null;
  const step = Math.ceil(rows / RECONSTRUCTION_ROWS);
  const taken = ({ values }: ColumnSource): RawColumn =>
    step === 1 ? values : Array.from({ length: Math.ceil(rows / step) }, (_, place) => values[place * step]);
  return fitReconstruction(
    Object.fromEntries(usable.map((column) => [column.name, tableColumn(column.kind, taken(column))])),
  );
}

/** The columns a feature is compared by, and the words of a text. */
interface FeatureColumns {
  readonly columns: readonly ColumnSource[];
  /** Null of what is no text. */
  readonly vocabulary: readonly string[] | null;
}

/** The columns of one feature of the reference: itself, or its descriptors when it is a text. */
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
      // The reference has met its own texts, new ones it has not: only a distance can allow for both.
      method: isVocabulary ? 'wasserstein' : undefined,
      repeated: isVocabulary ? repeated[descriptor] : undefined,
    };
  });
  return { columns, vocabulary };
}
