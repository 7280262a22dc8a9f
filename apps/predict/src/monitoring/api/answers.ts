import type { Manifest } from '../../models/manifest/index.js';
import type { ModelEvaluation } from '../evaluation/index.js';
import { withCoverage } from '../quality/index.js';
import { baselineText } from '../words/index.js';
import { verdictOf, verdictSubjectOf } from '../verdict/index.js';
import type { DriftAnswer, QualityAnswer } from './monitoring.schema.js';

type SnakeName<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeName<Rest>}`
  : '';

/** A JSON value with the names of answers. */
export type SnakeCased<Value> = Value extends readonly (infer Item)[]
  ? SnakeCased<Item>[]
  : Value extends object
    ? { [Name in keyof Value as Name extends string ? SnakeName<Name> : never]: SnakeCased<Value[Name]> }
    : Value;

/** The same JSON value with `snake_case` names. Only for objects whose names are constants, not a user's. */
export function snakeCased<Value>(value: Value): SnakeCased<Value> {
  return convert(value) as SnakeCased<Value>;
}

/** The answer of `GET /models/{model}/drift`. */
export function driftAnswer(evaluation: ModelEvaluation): DriftAnswer {
  const { predictions: window, profile, baseline: stated, drift } = evaluation;
  const baseline = stated === undefined ? null : { ...stated, description: baselineText(stated) };
  const { dataQuality = null, segments: found } = evaluation;
  const { targetDrift = null, probabilityDrift = null, driftRanking = null } = evaluation;
  const segments = found?.shares ?? null;
  const outcomes = { targetDrift, probabilityDrift, driftRanking };
  return {
    ...headOf(evaluation),
    ...snakeCased({ profile, window, baseline, drift, dataQuality, segments, ...outcomes }),
  };
}

/** The answer of `GET /models/{model}/quality`. */
export function qualityAnswer(manifest: Manifest, evaluation: ModelEvaluation): QualityAnswer {
  const {
    feedback: window,
    estimatedF1,
    estimateWarnings = [],
    estimatedError = null,
    qualityInterval = null,
    segments: found,
    drift,
  } = evaluation;
  const segments = found?.quality ?? null;
  const estimatedLabels = drift?.estimatedLabels?.labels ?? null;
  const { f1_average: average, positive_class: positiveClass } = manifest;
  const quality = withCoverage(evaluation.quality, { average, positiveClass });
  return {
    ...headOf(evaluation),
    f1_average: average,
    verdict: snakeCased(verdictOf(verdictSubjectOf(manifest), evaluation)),
    ...snakeCased({
      window,
      quality,
      qualityInterval,
      estimatedF1,
      estimatedLabels,
      estimatedError,
      segments,
    }),
    estimated_f1_warnings: [...estimateWarnings],
  };
}

function headOf({ model, version, evaluatedAt, durationMs }: ModelEvaluation) {
  return { model, version, ...snakeCased({ evaluatedAt, durationMs }) };
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [snakeName(name), convert(item)]));
}

function snakeName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
