import { curve } from '../panels.js';

/**
 * The loss of every epoch of the runs in the time range. Runs remove what they pushed a minute after their end; Prometheus keeps
 * it, so that the curve can be read for as long as its data are.
 */
export function trainingLoss(): ReturnType<typeof curve> {
  return curve({
    title: 'Training loss',
    description:
      'Loss by epoch of every run in the selected time range, also of runs that have ended. It falls while a model learns.',
    unit: 'short',
    width: 12,
    min: 0,
    x: 'epoch',
    series: 'run',
    queries: [
      {
        expr: 'max by (run, epoch) (label_join(last_over_time(training_loss[$__range]), "run", " ", "model", "challenger", "reason"))',
        instant: true,
        format: 'table',
      },
    ],
  });
}
