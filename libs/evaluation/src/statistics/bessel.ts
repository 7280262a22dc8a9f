/** Steps of the trapezoidal rule, small against the width of the integrand: the error is far below the last bit. */
const stepFor = (x: number) => Math.min(1 / 8, 0.4 / Math.sqrt(x));

/**
 * The modified Bessel function of the second kind, scaled: e^x K_ν(x) for x > 0, by the trapezoidal rule on
 * ∫ exp(-x (cosh t - 1)) cosh(νt) dt over t >= 0 (DLMF 10.32.9), which converges exponentially.
 */
export function scaledBesselK(order: number, x: number): number {
  const step = stepFor(x);
  let sum = 0.5;
  for (let t = step; ; t += step) {
    const halfSinh = Math.sinh(t / 2);
    const term = Math.exp(-2 * x * halfSinh * halfSinh) * Math.cosh(order * t);
    const next = sum + term;
    if (!(next > sum)) return next * step;
    sum = next;
  }
}
