import { z } from 'zod';
import { numberForm } from '../forms/index.js';
import { regressionMetrics, type TaskKind } from './task-kind.js';

/** The fields of a manifest with this task. */
export const regressionFields = {
  task: z.literal('regression'),
  classes: z.null(),
  positive_class: z.null(),
  threshold: z.null(),
  f1_average: z.null(),
  metrics: regressionMetrics,
};

/** One number. */
export const regression: TaskKind<z.infer<z.ZodObject<typeof regressionFields>>> = {
  roles: ['value'],
  problems: () => [],
  names: () => [],
  form: () => numberForm,
  decide:
    () =>
    ([prediction]) => ({ prediction: prediction! }),
};
