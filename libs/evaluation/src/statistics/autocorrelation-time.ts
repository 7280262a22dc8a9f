/** A series is divided into so many stretches, each with a mean of its own, so that a step between levels is no dependence. */
const STRETCHES = 4;

/** The rows of the shortest stretch; a shorter series has fewer of them. */
const MIN_STRETCH = 100;
const MAX_ORDER = 20;
const ROUNDS = 20;

/** How many standard errors are added, since too short a time raises false alarms. */
const CAUTION = 2;

/**
 * The integrated autocorrelation time of a series: n rows of it tell as much about their distribution as n divided by this
 * many independent rows. At least 1, and exactly 1 for most series without dependence.
 *
 * An autoregression of the order with the least BIC is fitted to the autocorrelations and gives the spectrum at zero (as in
 * CODA, M. Plummer et al. 2006). The autocorrelations are medians over stretches of the series, each around its own mean: a
 * series that moves from one level to another once keeps its number of rows.
 */
export function autocorrelationTime(series: Float64Array): number {
  const rows = series.length;
  const stretches = Math.max(1, Math.min(STRETCHES, Math.floor(rows / MIN_STRETCH)));
  const length = Math.floor(rows / stretches);
  const order = Math.min(MAX_ORDER, Math.floor(length / 5));
  if (order < 1) return 1;
  const all = Array.from({ length: stretches }, (_, stretch) =>
    autocorrelations(centred(series.subarray(stretch * length, (stretch + 1) * length)), order),
  );
  const found = Array.from({ length: order + 1 }, (_, lag) => median(all.map((one) => one[lag] ?? 0)));
  const time = withinStretches(found, rows, length);
  return time + CAUTION * time * Math.sqrt((time - 1) / rows);
}

/** A mean over a stretch hides the share time/length of the variance, which is added back. */
function withinStretches(found: readonly number[], rows: number, length: number): number {
  let time = timeOf(found, rows);
  for (let round = 0; round < ROUNDS && time > 1; round++) {
    const hidden = Math.min(0.9, time / length);
    const next = timeOf(
      found.map((value) => value * (1 - hidden) + hidden),
      rows,
    );
    const isSettled = Math.abs(next - time) < 0.01 * time;
    time = Math.min(next, length);
    if (isSettled) break;
  }
  return time;
}

/** 0 at every lag of a constant series. */
function autocorrelations(series: Float64Array, order: number): Float64Array {
  const covariances = Float64Array.from({ length: order + 1 }, (_, lag) => {
    let sum = 0;
    for (let row = lag; row < series.length; row++) sum += (series[row] ?? NaN) * (series[row - lag] ?? NaN);
    return sum / (series.length - lag);
  });
  const variance = covariances[0] ?? NaN;
  return covariances.map((covariance) => (variance > 0 ? covariance / variance : 0));
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** The spectrum at zero of the autoregression with the least BIC, by the recursion of Levinson and Durbin. */
function timeOf(correlations: readonly number[], rows: number): number {
  let innovation = 1;
  let weights: number[] = [];
  let least = 0;
  let time = 1;
  for (let order = 1; order < correlations.length; order++) {
    const explained = weights.reduce(
      (sum, weight, index) => sum + weight * (correlations[order - 1 - index] ?? NaN),
      0,
    );
    const reflection = ((correlations[order] ?? NaN) - explained) / innovation;
    if (!(Math.abs(reflection) < 1)) break;
    const reversed = [...weights].reverse();
    weights = [...weights.map((weight, index) => weight - reflection * (reversed[index] ?? NaN)), reflection];
    innovation *= 1 - reflection ** 2;
    const criterion = rows * Math.log(innovation) + order * Math.log(rows);
    if (criterion >= least) continue;
    least = criterion;
    time = innovation / (1 - weights.reduce((sum, weight) => sum + weight, 0)) ** 2;
  }
  return Math.max(1, time);
}

function median(values: readonly number[]): number {
  const ascending = Float64Array.from(values).sort();
  const middle = ascending.length >> 1;
  const upper = ascending[middle] ?? NaN;
  return ascending.length % 2 === 1 ? upper : (upper + (ascending[middle - 1] ?? NaN)) / 2;
}
