import type { ModelEvaluation } from './model-evaluation.js';

type Labels = Readonly<Record<string, string>>;

/** The gauges of declared segments. */
export const segmentGauges = [
  'segment_f1_score',
  'segment_prediction_error',
  'segment_rows',
  'segment_drift_detected',
] as const;

/** The series of declared segments, of which a manifest has at most 100. Slices that a search has found have none. */
export function segmentSeries(version: Labels, { segments }: ModelEvaluation) {
  const { shares, quality } = segments ?? { shares: null, quality: null };
  const measured = quality?.metric === 'f1' ? 'segment_f1_score' : 'segment_prediction_error';
  return [
    ...(shares ?? []).flatMap(({ feature, segment, rows, drifted }) => {
      const labels = { ...version, feature, segment };
      return [
        { gauge: 'segment_rows' as const, labels: { ...labels, window: 'predictions' }, value: rows },
        { gauge: 'segment_drift_detected' as const, labels, value: Number(drifted) },
      ];
    }),
    ...(quality?.declared ?? []).flatMap(({ feature, segment, rows, value }) => {
      const labels = { ...version, feature, segment };
      return [
        { gauge: 'segment_rows' as const, labels: { ...labels, window: 'feedback' }, value: rows },
        { gauge: measured, labels, value: value ?? NaN },
      ] as const;
    }),
  ];
}
