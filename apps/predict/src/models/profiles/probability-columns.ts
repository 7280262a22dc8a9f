import type { Manifest } from '../manifest/index.js';
import { outcomeKindOf } from '../outcomes/index.js';

/** Of more classes or labels only the largest probability is compared. */
const MAX_CLASSES = 10;

/**
 * The probabilities of rows as they are compared, by class or label: of two classes that of the positive one, of many the
 * largest. Undefined where a row has none.
 */
export function probabilityScores(
  manifest: Manifest,
  rows: readonly { readonly probabilities?: ArrayLike<number> | null | undefined }[],
): Record<string, Float64Array> | undefined {
  if (manifest.task === 'regression' || manifest.task === 'anomaly') return undefined;
  const { names } = outcomeKindOf(manifest);
  if (rows.length === 0 || rows.some(({ probabilities }) => probabilities?.length !== names.length))
    return undefined;
  const column = (of: (probabilities: ArrayLike<number>) => number | undefined) =>
    Float64Array.from(rows, ({ probabilities }) => of(probabilities ?? []) ?? NaN);
  if (names.length > MAX_CLASSES) return { '': column((each) => Math.max(...Array.from(each))) };
  const compared = manifest.task === 'binary' ? [manifest.positive_class] : names;
  return Object.fromEntries(
    compared.map((name) => {
      const place = names.indexOf(name);
      return [name, column((each) => each[place])];
    }),
  );
}
