import type { MersenneTwister } from '../statistics/mersenne-twister.js';

/** Rows to learn from and rows to try out on. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * Random splits that keep the shares of the two outcomes: scikit-learn's `StratifiedShuffleSplit`, drawing the same rows
 * from the same generator.
 * @param outcomes 0 or 1, both at least twice.
 */
export function* stratifiedShuffles(
  outcomes: ArrayLike<number>,
  splits: number,
  testShare: number,
  random: MersenneTwister,
): Generator<Split> {
  const rowsOf = [0, 1].map((outcome) =>
    Uint32Array.from(Array.from(outcomes, (_, row) => row).filter((row) => outcomes[row] === outcome)),
  );
  const sizes = rowsOf.map((rows) => rows.length);
  const testSize = Math.ceil(testShare * outcomes.length);
  for (let split = 0; split < splits; split++) {
    const trainSizes = allocate(sizes, outcomes.length - testSize, random);
    const rest = sizes.map((size, outcome) => size - trainSizes[outcome]!);
    const testSizes = allocate(rest, testSize, random);
    const train: number[] = [];
    const test: number[] = [];
    rowsOf.forEach((rows, outcome) => {
      const order = random.permutation(rows.length).map((place) => rows[place]!);
      const trained = trainSizes[outcome]!;
      for (const row of order.subarray(0, trained)) train.push(row);
      for (const row of order.subarray(trained, trained + testSizes[outcome]!)) test.push(row);
    });
    yield { train: shuffled(train, random), test: shuffled(test, random) };
  }
}

/** Shares out draws in proportion to the sizes; what rounding leaves goes to the largest remainders. */
function allocate(sizes: readonly number[], draws: number, random: MersenneTwister): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size / total) * draws);
  const shares = exact.map(Math.floor);
  let missing = draws - shares.reduce((sum, share) => sum + share, 0);
  const remainders = exact.map((value, index) => value - shares[index]!);
  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const tied = remainders.map((_, index) => index).filter((index) => remainders[index] === remainder);
    const chosen = [...random.permutation(tied.length)].slice(0, missing).map((place) => tied[place]!);
    for (const index of chosen) shares[index]!++;
    missing -= chosen.length;
  }
  return shares;
}

function shuffled(rows: readonly number[], random: MersenneTwister): Uint32Array {
  return random.permutation(rows.length).map((place) => rows[place]!);
}
