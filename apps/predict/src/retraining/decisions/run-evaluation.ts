import { z } from 'zod';

/** The names of the scores in the answers of this service, by their names in an evaluation of the pipeline. */
const SCORES = { f1: 'f1', mae: 'mean_absolute_error' } as const;

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullish();

const measured = z.looseObject({ f1: interval, mae: interval, gain: interval }).optional();

const evaluationSchema = z.object({
  rows: z.record(z.string(), z.number()),
  confidence: z.number(),
  models: z.record(
    z.string(),
    z.looseObject({ recent: measured, reference: measured, latency_ms: z.number(), bytes: z.number() }),
  ),
});

type Measured = z.output<typeof measured>;
type Interval = z.output<typeof interval>;

const scoreWithInterval = z.object({ value: z.number(), lower: z.number(), upper: z.number() }).nullable();

const sliceSchema = z
  .object({
    score: scoreWithInterval.describe('Null where it is undefined'),
    gain: scoreWithInterval.describe(
      'How much better than the champion on the same rows; null where it is undefined',
    ),
  })
  .nullable();

/** What a DAG run measured before it decided: the champion and its challengers on the same held-out rows. */
export const runEvaluationSchema = z.object({
  score: z.enum(['f1', 'mean_absolute_error']),
  confidence: z.number().describe('Of the intervals; of gains it is divided among the challengers'),
  recent_rows: z.int().describe('Held-out rows of the labelled traffic'),
  reference_rows: z.int().describe("Rows of the champion's reference"),
  models: z.array(
    z.object({
      name: z.string().describe('`champion`, or the name of the challenger'),
      chosen: z.boolean().describe('Whether the gate chose it to replace the champion'),
      recent: sliceSchema,
      reference: sliceSchema,
      latency_ms: z.number(),
      bytes: z.number(),
    }),
  ),
});

export type RunEvaluation = z.output<typeof runEvaluationSchema>;

/**
 * Reads the evaluation that the task `evaluate` returned.
 * @param result as Airflow has it; undefined for that of another DAG or of a task that has not ended.
 * @param chosen the name that the task `decide` returned.
 */
export function readEvaluation(result: unknown, chosen: unknown): RunEvaluation | undefined {
  const { data } = evaluationSchema.safeParse(result);
  if (data === undefined) return undefined;
  const { rows, confidence, models } = data;
  const measurements = Object.values(models).flatMap(({ recent, reference }) => [recent, reference]);
  const key = measurements.some((slice) => slice?.mae !== undefined) ? 'mae' : 'f1';
  const slice = (of: Measured) => of && { score: bounds(of[key]), gain: bounds(of.gain) };
  return {
    score: SCORES[key],
    confidence,
    recent_rows: rows['recent'] ?? 0,
    reference_rows: rows['reference'] ?? 0,
    models: Object.entries(models).map(([name, { recent, reference, latency_ms, bytes }]) => ({
      name,
      chosen: name === chosen,
      recent: slice(recent) ?? null,
      reference: slice(reference) ?? null,
      latency_ms,
      bytes,
    })),
  };
}

function bounds(of: Interval) {
  return of ? { value: of.value, lower: of.low, upper: of.high } : null;
}
