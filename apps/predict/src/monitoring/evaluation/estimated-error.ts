import type { ErrorEstimate, QualityEstimate, WindowEvaluation } from '@plumbline/evaluation';
import type { EstimateBand, EstimatedError } from './model-evaluation.js';

/** The estimate for the model as a whole; null for other tasks, without labels in the reference, and in older profiles. */
export function estimatedError({ estimatedErrors }: WindowEvaluation): EstimatedError | null {
  if (estimatedErrors === undefined) return null;
  return {
    meanAbsoluteError: meanBand(estimatedErrors.map((target) => target.meanAbsoluteError)),
    rootMeanSquaredError: meanBand(estimatedErrors.map((target) => target.rootMeanSquaredError)),
    notes: estimatedErrors.flatMap(notesOf),
  };
}

/** An estimate with its band; null unless all three numbers are known. */
export function bandOf(estimate: QualityEstimate | null): EstimateBand | null {
  if (estimate === null) return null;
  const { value, lower, upper } = estimate;
  return value === null || lower === null || upper === null ? null : { value, lower, upper };
}

function notesOf({ target, notes }: ErrorEstimate): string[] {
  return notes.map((note) => (target === null ? note : `${target}: ${note}`));
}

/** The mean of bands, as wide as if the errors of all targets moved together; null unless every target has one. */
function meanBand(estimates: readonly (QualityEstimate | null)[]): EstimateBand | null {
  const bands = estimates.map(bandOf).filter((band) => band !== null);
  if (bands.length === 0 || bands.length < estimates.length) return null;
  const mean = (of: (band: EstimateBand) => number) =>
    bands.reduce((sum, band) => sum + of(band), 0) / bands.length;
  return {
    value: mean(({ value }) => value),
    lower: mean(({ lower }) => lower),
    upper: mean(({ upper }) => upper),
  };
}
