import {
  categorical,
  driftTests,
  DriftUndefined,
  featureDrift,
  mmd,
  numeric,
  selectTest,
} from '@plumbline/evaluation';
import { decode } from './wire.js';

/** What Evidently raises, and the reason the library gives instead. */
const failures = [
  [/An empty column/, /empty-reference|empty-current/],
  [/IndexError: index -1 is out of bounds/, /too-few-rows/],
  [/ZeroDivisionError/, /too-few-rows/],
  [/at least two observations/, /too-few-rows/],
  [/interquartile range \(IQR\) is zero/, /no-spread/],
  [/more than one distinct observation/, /no-spread/],
  [/found unique categories > 2/, /too-many-categories/],
  [/depends on the order of a set/, /too-many-categories/],
  [/SVD did not converge/, /no-spread/],
  [/not of equal length/, /lengths-differ|too-many-categories/],
  [/sum of the observed frequencies must agree/, /lengths-differ/],
  [/KeyError/, /the positive class is not one of them/],
  [/autodetected range of .* is not finite|Too many bins for data range/, /no-bins/],
];

/** The values the library has for a case of the groups numeric, categorical, TVD and MMD, by method. */
export function driftResults({ group, reference, current, expected }) {
  const kind = group === 'categorical' || group === 'TVD' ? 'categorical' : 'numerical';
  const samples = { reference: sampleOf(kind, reference), current: sampleOf(kind, current) };
  return Object.fromEntries(
    Object.keys(expected).map((method) => [method, attempt(() => evaluate(method, samples))]),
  );
}

/** Whether the library answers an error of Evidently with the failure that stands for it. */
export function sameFailure(error, actual) {
  // Where Evidently disagrees with itself there is nothing to equal, but a score there is.
  if (/depends on the order of the rows/.test(error)) return actual?.score >= 0 && actual.score <= 1;
  // A quantile that is one of the values needs no interpolation.
  if (/takes an infinity from itself/.test(error)) return typeof actual === 'number';
  return failures.some(([message, reasons]) => message.test(error) && reasons.test(actual?.error ?? ''));
}

/** The column of a case as the library takes it. */
export function sampleOf(kind, column) {
  if (kind === 'categorical') return categorical(decode(column));
  return numeric(decode(column), { integer: column.type === 'integer' });
}

function evaluate(method, { reference, current }) {
  if (method === 'empirical_mmd') {
    return { score: mmd(reference.values, current.values, { permutations: 0 }).statistic };
  }
  const [mode, name] = method.startsWith('robust ') ? ['robust', method.slice(7)] : ['evidently', method];
  if (name !== 'default') return featureDrift(reference, current, { mode, method: name });
  const selected = reference.size && current.size ? driftTests[selectTest(reference, current)] : undefined;
  return featureDrift(reference, current, { mode, method: selected });
}

/** What a computation gives, or why the library refuses it. */
export function attempt(run) {
  try {
    return run();
  } catch (error) {
    if (error instanceof DriftUndefined) return { error: error.reason };
    throw error;
  }
}
