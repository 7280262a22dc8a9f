import { type DriftTest, DriftUndefined, pairCounts, type PairedCounts } from '../comparison/index.js';
import { CategoricalSample } from '../samples/index.js';
import { MersenneTwister, pairwiseSum } from '../statistics/index.js';

const METHOD = 'TVD';
const SHUFFLES = 1000;

/** Evidently's seed. */
const SEED = 0;

/**
 * Total variation distance as a permutation test: the share of 1000 seeded shuffles of the pooled rows whose distance is
 * at least the observed one. Costs 1000 passes over the rows. Distances are compared as floating-point numbers, so the order in
 * which categories are added matters: it is ascending here, and that of a set in Python, which changes with every process
 * for texts.
 */
export const totalVariation: DriftTest = {
  method: METHOD,
  displayName: 'Total-Variation-Distance',
  kinds: ['categorical'],
  threshold: 0.1,
  driftIf: '<',
  score(reference, current) {
    if (reference.kind !== 'categorical' || current.kind !== 'categorical') {
      throw new DriftUndefined(METHOD, 'wrong-type');
    }
    const counts = pairCounts(METHOD, reference, current);
    const observed = distance(counts.reference, counts.current);
    const rows = pooledCodes(reference, current, counts);
    const twister = new MersenneTwister(SEED);
    let reached = 0;
    for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
      if (observed <= shuffledDistance(rows, reference.size, counts, twister)) reached++;
    }
    return reached / SHUFFLES;
  },
};

/** ½ Σ |r - c| over shares. */
function distance(reference: Float64Array, current: Float64Array): number {
  const [n1, n2] = [pairwiseSum(reference), pairwiseSum(current)];
  return (
    0.5 * pairwiseSum(reference.map((count, index) => Math.abs(count / n1 - (current[index] ?? NaN) / n2)))
  );
}

function shuffledDistance(
  rows: Uint32Array,
  referenceSize: number,
  counts: PairedCounts,
  twister: MersenneTwister,
): number {
  const order = twister.permutation(rows.length);
  const drawn = new Float64Array(counts.values.length);
  for (let place = 0; place < referenceSize; place++) {
    const code = rows[order[place] ?? 0] ?? 0;
    drawn[code] = (drawn[code] ?? 0) + 1;
  }
  const rest = drawn.map(
    (count, index) => (counts.reference[index] ?? NaN) + (counts.current[index] ?? NaN) - count,
  );
  return distance(drawn, rest);
}

/** The rows of both samples, reference first, as positions in the list of all categories. */
function pooledCodes(
  reference: CategoricalSample,
  current: CategoricalSample,
  counts: PairedCounts,
): Uint32Array {
  const position = new Map(counts.values.map((category, index) => [category, index]));
  const pooled = new Uint32Array(reference.size + current.size);
  [reference, current].forEach(({ codes, counts: { values } }, sample) => {
    const positions = Uint32Array.from(values, (category) => position.get(category) ?? 0);
    pooled.set(
      codes.map((code) => positions[code] ?? 0),
      sample * reference.size,
    );
  });
  return pooled;
}
