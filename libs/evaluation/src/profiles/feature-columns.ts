import {
  arrayDescriptors,
  channelDescriptor,
  descriptorColumns,
  descriptorsOf,
  imageDescriptors,
  layoutOf,
  learnTexts,
  MAX_CHANNELS,
  measureColumn,
  MISSING,
  missingCategories,
  missingness,
  type StoredMeasure,
  textDescriptors,
} from '../measures/index.js';
import type { FeatureColumn, RawColumn } from '../samples/index.js';
import type { ColumnSource } from './column-profile.js';
import { textsOf } from './column-values.js';
import type { FeatureSpec } from './profile-spec.js';

/** The columns that a feature is compared by, and what is needed to compute them again. */
interface FeatureColumns {
  readonly columns: readonly ColumnSource[];
  /** Null unless the feature is a text. */
  readonly vocabulary: readonly string[] | null;
  /** Null for a feature that is compared as it is, and for a text. */
  readonly measure: StoredMeasure | null;
}

/** A share is compared by a distance over bins, which one row with a rare gap hardly moves. */
const SHARE_METHOD = 'jensenshannon';

/** The columns of one feature, and that of its missing values if it may have some. */
export function columnsOfFeature(spec: FeatureSpec, values: FeatureColumn): FeatureColumns {
  const own = ownColumns(spec, values);
  const isCounted = spec.nullable === true && spec.kind !== 'array';
  return isCounted ? { ...own, columns: [...own.columns, missingColumn(spec, values)] } : own;
}

function ownColumns(spec: FeatureSpec, values: FeatureColumn): FeatureColumns {
  switch (spec.kind) {
    case 'text':
      return textColumns(spec.name, values as RawColumn);
    case 'date': {
      const measure = { type: 'date' } as const;
      const days = measureColumn(measure, values)('');
      return { columns: [plainColumn({ ...spec, kind: 'numerical' }, days)], vocabulary: null, measure };
    }
    case 'array':
      return arrayColumns(spec, values);
    case 'image':
      return imageColumns(spec.name, values);
    case 'numerical':
    case 'categorical':
      return { columns: [plainColumn(spec, values as RawColumn)], vocabulary: null, measure: null };
  }
}

function plainColumn(spec: FeatureSpec, values: RawColumn): ColumnSource {
  const { name, kind, integer = false, categories, method, threshold } = spec;
  const known = kind === 'categorical' ? kind : 'numerical';
  return {
    name,
    feature: name,
    descriptor: null,
    kind: known,
    integer,
    values,
    categories,
    method,
    threshold,
  };
}

/**
 * Whether a value is missing, compared by Fisher's exact test of the two proportions. Its p-value holds for rare missing values
 * too, where that of the z-test is far too small.
 */
function missingColumn({ name: feature, kind }: FeatureSpec, values: FeatureColumn): ColumnSource {
  return {
    name: `${feature}.${MISSING}`,
    feature,
    descriptor: MISSING,
    kind: 'categorical',
    integer: false,
    values: missingness(values, kind === 'text'),
    categories: missingCategories,
    method: 'fisher_exact',
  };
}

function measuredColumn(feature: string, descriptor: string, values: Float64Array): ColumnSource {
  return { name: `${feature}.${descriptor}`, feature, descriptor, kind: 'numerical', integer: false, values };
}

function arrayColumns({ name, channels, nullable }: FeatureSpec, values: FeatureColumn): FeatureColumns {
  const example = Array.from(values).find((value) => value != null);
  const { width, dimensions } = example === undefined ? { width: 0, dimensions: 1 } : layoutOf(example);
  const measured = channels ?? (dimensions > 1 && width <= MAX_CHANNELS ? numbered(width) : []);
  const measure = { type: 'array', width, channels: measured.slice(0, MAX_CHANNELS) } as const;
  const read = measureColumn(measure, values);
  const columns = (measure.channels.length === 0 ? [undefined] : measure.channels).flatMap((channel) =>
    arrayDescriptors
      .filter((descriptor) => descriptor !== MISSING || nullable === true)
      .map((descriptor): ColumnSource => {
        const full = channelDescriptor(channel, descriptor);
        const column = measuredColumn(name, full, read(full));
        return descriptor === MISSING ? { ...column, method: SHARE_METHOD } : column;
      }),
  );
  return { columns, vocabulary: null, measure };
}

function numbered(width: number): string[] {
  return Array.from({ length: width }, (_, index) => String(index));
}

/** The descriptors that the reference has: images in shades of grey have no colours. */
function imageColumns(feature: string, values: FeatureColumn): FeatureColumns {
  const measure = { type: 'image' } as const;
  const read = measureColumn(measure, values);
  const columns = imageDescriptors
    .map((descriptor) => measuredColumn(feature, descriptor, read(descriptor)))
    .filter((column) => Array.prototype.some.call(column.values, Number.isFinite))
    .map((column) => ({
      ...column,
      integer: column.descriptor === 'width' || column.descriptor === 'height',
    }));
  return { columns, vocabulary: null, measure };
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
      ...measuredColumn(feature, descriptor, learnt[descriptor]),
      integer: descriptor === 'length' || descriptor === 'words',
      // The vocabulary contains words of the reference's own texts but not of new ones; only a distance can allow for both.
      method: isVocabulary ? 'wasserstein' : undefined,
      repeated: isVocabulary ? repeated[descriptor] : undefined,
    };
  });
  return { columns, vocabulary, measure: null };
}
