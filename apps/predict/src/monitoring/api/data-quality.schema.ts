import { z } from 'zod';

const count = z.int().min(0);
const number = z.number().nullable();

const rule = z.object({
  id: z.string().describe('The label rule of data_quality_rule_passed'),
  metric: z.string(),
  feature: z.string().nullable(),
  state: z.enum(['passed', 'failed', 'unknown']),
  value: number,
  at_least: number.describe('Also where the limit follows from the reference'),
  at_most: number,
  description: z.string().describe('The rule as a sentence'),
  reason: z.string().nullable().describe('Why the rule could not be checked'),
});

/** Whether a window meets the rules of its manifest. */
export const dataQualityEvaluationSchema = z.object({
  passed: count,
  failed: count,
  unknown: count.describe('Rules that could not be checked'),
  rules: z.array(rule),
});
