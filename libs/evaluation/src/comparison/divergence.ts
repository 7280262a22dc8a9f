/** Replaces zero shares; a millionth of the smallest share does if that share is not larger than this. */
const FILL = 0.0001;

/** Counts as shares of their sum. */
export function shares(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

/** Shares with zeros replaced as in Evidently; the sum is then slightly above one. */
function fillZeros(shares: Float64Array): Float64Array {
  const smallest = shares.reduce((least, share) => (share > 0 && share < least ? share : least), Infinity);
  const fill = smallest <= FILL ? smallest / 1e6 : FILL;
  return shares.map((share) => (share === 0 ? fill : share));
}

/** The population stability index Σ (r - c) ln(r / c) of two lists of bin counts, zeros filled. */
export function populationStability(reference: Float64Array, current: Float64Array): number {
  const r = fillZeros(shares(reference));
  const c = fillZeros(shares(current));
  return r.reduce(
    (sum, share, bin) => sum + (share - (c[bin] ?? NaN)) * Math.log(share / (c[bin] ?? NaN)),
    0,
  );
}

/** The Kullback-Leibler divergence Σ r ln(r / c) of two lists of bin counts, zeros filled, natural logarithm. */
export function kullbackLeibler(reference: Float64Array, current: Float64Array): number {
  return relativeEntropy(shares(fillZeros(shares(reference))), shares(fillZeros(shares(current))));
}

/**
 * The Jensen-Shannon distance of two lists of bin counts: the root of the mean divergence of both from their mean, natural
 * logarithm, at most sqrt(ln 2).
 */
export function jensenShannon(reference: Float64Array, current: Float64Array): number {
  const r = shares(reference);
  const c = shares(current);
  const middle = r.map((share, bin) => (share + (c[bin] ?? NaN)) / 2);
  return Math.sqrt(Math.max(0, (relativeEntropy(r, middle) + relativeEntropy(c, middle)) / 2));
}

function relativeEntropy(p: Float64Array, q: Float64Array): number {
  return p.reduce(
    (sum, share, bin) => (share === 0 ? sum : sum + share * Math.log(share / (q[bin] ?? NaN))),
    0,
  );
}
