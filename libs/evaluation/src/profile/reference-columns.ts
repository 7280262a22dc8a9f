import { type ColumnSource } from './column-profile.js';
import { textsOf } from './column-values.js';
import type { FeatureSpec, RawColumn } from './profile-spec.js';
import { textDescriptors } from './reference-profile.js';
import { descriptorColumns, descriptorsOf, learnTexts } from './text-descriptors.js';

/** The columns a feature is compared by, and the words of a text. */
export interface FeatureColumns {
  readonly columns: readonly ColumnSource[];
  /** Null of what is no text. */
  readonly vocabulary: readonly string[] | null;
}

/** The columns of one feature of the reference: itself, or its descriptors when it is a text. */
export function columnsOfFeature(spec: FeatureSpec, values: RawColumn): FeatureColumns {
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
