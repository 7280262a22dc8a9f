import { MersenneTwister } from '../statistics/index.js';

/** How much the score of a model falls when the values of a feature are shuffled. */
export interface Importance {
  /** Over the repetitions, in the unit of the score; negative where the model is better without the feature. */
  readonly mean: number;
  /** With ddof 0. */
  readonly deviation: number;
}

/** The importance of one feature. */
export interface FeatureImportance extends Importance {
  readonly name: string;
}

/** The importance of the features of a model on its reference, or why it is not known. */
export type ImportanceProfile =
  | { readonly absent: string }
  | {
      readonly absent: null;
      /** The score that falls, or the error that rises. */
      readonly metric: 'f1' | 'mean_absolute_error';
      readonly rows: number;
      readonly repeats: number;
      readonly features: readonly FeatureImportance[];
    };

/** scikit-learn draws the seed of the columns below this. */
const MAX_SEED = 0x7fffffff;

/**
 * The orders that the values of a feature are shuffled to, one for each repetition: row `i` takes the value of row
 * `order[i]`. They are those of scikit-learn's `permutation_importance` with `random_state=seed`, which shuffles every
 * feature alike and each repetition on top of the one before.
 */
export function permutationOrders(rows: number, repeats: number, seed: number): Uint32Array[] {
  const twister = new MersenneTwister(new MersenneTwister(seed).upTo(MAX_SEED));
  const orders: Uint32Array[] = [];
  let shuffled = Uint32Array.from({ length: rows }, (_, row) => row);
  let order = shuffled;
  for (let repeat = 0; repeat < repeats; repeat++) {
    shuffled = taken(shuffled, twister.permutation(rows));
    order = taken(order, shuffled);
    orders.push(order);
  }
  return orders;
}

/** The importance of a feature (L. Breiman, "Random Forests", 2001), equal to scikit-learn's. @param permuted the score after each shuffle. */
export function importanceOf(score: number, permuted: readonly number[]): Importance {
  const losses = permuted.map((one) => score - one);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / losses.length) };
}

function taken(values: Uint32Array, places: Uint32Array): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(places, (place) => values[place] ?? 0);
}
