import type { Board } from '../board.js';
import { lines } from '../panels.js';
import { chosenModels } from '../query.js';
import { zeroOne } from '../thresholds.js';

/** Every replica publishes the same evaluation; max takes one of them. */
const published = (metric: string, ...labels: readonly string[]) =>
  `max by (${['model', 'version', ...labels].join(', ')}) (${metric}{${chosenModels}})`;

const SEGMENT_LEGEND = '{{model}} {{version}} {{feature}} {{segment}}';

/** Quality and drift of the segments that manifests declare. */
export const segments: Board['rows'][number] = {
  title: 'Segments',
  panels: [
    lines({
      title: 'F1 by segment',
      description: 'F1 of the labelled predictions in each segment that the manifest declares.',
      unit: 'percentunit',
      width: 6,
      min: 0,
      max: 1,
      queries: [{ expr: published('segment_f1_score', 'feature', 'segment'), legend: SEGMENT_LEGEND }],
    }),
    lines({
      title: 'Error by segment',
      description: 'Mean absolute error of the labelled predictions in each segment, of regressions.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [
        { expr: published('segment_prediction_error', 'feature', 'segment'), legend: SEGMENT_LEGEND },
      ],
    }),
    lines({
      title: 'Rows by segment',
      description: 'Rows of each segment in both windows.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [
        {
          expr: published('segment_rows', 'feature', 'segment', 'window'),
          legend: `${SEGMENT_LEGEND} {{window}}`,
        },
      ],
    }),
    lines({
      title: 'Segments that have drifted',
      description: 'Whether the share of each segment in the prediction window differs from the reference.',
      unit: 'short',
      width: 6,
      min: 0,
      max: 1,
      queries: [{ expr: published('segment_drift_detected', 'feature', 'segment'), legend: SEGMENT_LEGEND }],
      mappings: zeroOne('No drift', 'Drift'),
    }),
  ],
};
