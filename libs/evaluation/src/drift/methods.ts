import { type DriftMethod, driftTests } from '../drift-tests/index.js';
import { type Column, toSample } from '../samples/index.js';
import { type DriftOptions, type FeatureDrift, featureDrift } from './feature-drift.js';

/** Options of a single method. */
export type MethodOptions = Omit<DriftOptions, 'method'>;

/**
 * Compares two columns, values or samples, by one method. The sources of the formulas are in the files of `drift-tests`.
 * @throws DriftUndefined when a column is empty or the method does not apply to the columns.
 */
export type Method = (reference: Column, current: Column, options?: MethodOptions) => FeatureDrift;

function methodOf(method: DriftMethod): Method {
  const { kinds } = driftTests[method];
  const kind = kinds.some((one) => one === 'numerical') ? undefined : 'categorical';
  return (reference, current, options) =>
    featureDrift(toSample(reference, kind), toSample(current, kind), { ...options, method });
}

/** Two-sample Kolmogorov-Smirnov test of numbers: a p-value. */
export const ks = methodOf('ks');
/** Chi-squared test of categories: a p-value. */
export const chisquare = methodOf('chisquare');
/** Test of two proportions, of categories: a p-value. */
export const z = methodOf('z');
/** First Wasserstein distance of numbers, in standard deviations of the reference. */
export const wasserstein = methodOf('wasserstein');
/** Jensen-Shannon distance of numbers or categories, natural logarithm: at most 0.8326. */
export const jensenshannon = methodOf('jensenshannon');
/** Kullback-Leibler divergence of the reference from the current values, natural logarithm. */
export const kl_div = methodOf('kl_div');
/** Population stability index of numbers or categories. */
export const psi = methodOf('psi');
/** Hellinger distance of numbers or categories: at most 1. */
export const hellinger = methodOf('hellinger');
/** Energy distance of numbers, in the root of their unit. */
export const ed = methodOf('ed');
/** Mann-Whitney U test of numbers: a p-value. */
export const mannw = methodOf('mannw');
/** Student's t-test of numbers, with pooled variance: a p-value. */
export const t_test = methodOf('t_test');
/** Anderson-Darling test of numbers: a p-value from 0.001 to 0.25. */
export const anderson = methodOf('anderson');
/** Two-sample Cramér-von Mises test of numbers: a p-value. */
export const cramer_von_mises = methodOf('cramer_von_mises');
/** Epps-Singleton test of numbers: a p-value. */
export const es = methodOf('es');
/** Fisher's exact test of two categories: a p-value. */
export const fisher_exact = methodOf('fisher_exact');
/** Likelihood-ratio test of categories: a p-value. */
export const g_test = methodOf('g_test');
/** Total variation distance of categories, as a permutation test: a p-value. */
export const TVD = methodOf('TVD');
