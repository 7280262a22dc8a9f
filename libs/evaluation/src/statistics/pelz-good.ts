const PI2 = Math.PI ** 2;
const PI4 = Math.PI ** 4;
const PI6 = Math.PI ** 6;

/** The terms K0 to K3 of the expansion. */
type Terms = readonly [number, number, number, number];

/** Below this exponent a term adds nothing. */
const NEGLIGIBLE = -745;

/**
 * P(D <= x) of the two-sided Kolmogorov-Smirnov statistic of n observations by four terms of its expansion in 1/sqrt(n)
 * (W. Pelz and I. J. Good, "Approximating the Lower Tail-areas of the Kolmogorov-Smirnov One-sample Statistic", 1976,
 * as given by Simard and L'Ecuyer 2011). Off the true law by 1e-6 at n = 141 and 1e-9 at n = 5000.
 */
export function pelzGoodCdf(n: number, x: number): number {
  const z = Math.sqrt(n) * x;
  const halves = sums(z, 0.5, (square) => halfOddTerms(z, square));
  const wholes = sums(z, 1, (square) => [0, 0, PI2 * square, 3 * PI2 * z ** 2 * square - PI4 * square ** 2]);
  const root = Math.sqrt(2 * Math.PI);
  const terms = [
    (root * halves[0]) / z,
    (root * halves[1]) / (6 * z ** 4),
    root * (halves[2] / (72 * z ** 7) - wholes[2] / (36 * z ** 3)),
    root * (halves[3] / (6480 * z ** 10) + wholes[3] / (216 * z ** 6)),
  ];
  return terms.reduce((sum, term, index) => sum + term / n ** (index / 2), 0);
}

/** The polynomials K0 to K3 have before exp(-π²k²/(2z²)), with k² given, k half an odd number. */
function halfOddTerms(z: number, square: number): Terms {
  const z2 = z ** 2;
  const z4 = z ** 4;
  const z6 = z ** 6;
  return [
    1,
    PI2 * square - z2,
    6 * z6 + 2 * z4 + PI2 * (2 * z4 - 5 * z2) * square + PI4 * (1 - 2 * z2) * square ** 2,
    PI6 * square ** 3 * (5 - 30 * z2) +
      PI4 * square ** 2 * (-60 * z2 + 212 * z4) +
      PI2 * square * (135 * z4 - 96 * z6) -
      (30 * z6 + 90 * z ** 8),
  ];
}

/** Σ terms(k²) exp(-π²k²/(2z²)) over k = first, first + 1, ... */
function sums(z: number, first: number, terms: (square: number) => Terms): Terms {
  let totals: Terms = [0, 0, 0, 0];
  for (let k = first; ; k++) {
    const exponent = (-PI2 * k * k) / (2 * z * z);
    if (exponent < NEGLIGIBLE) return totals;
    const weight = Math.exp(exponent);
    const [k0, k1, k2, k3] = terms(k * k);
    totals = [
      totals[0] + k0 * weight,
      totals[1] + k1 * weight,
      totals[2] + k2 * weight,
      totals[3] + k3 * weight,
    ];
  }
}
