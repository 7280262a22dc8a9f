import type { Board } from '../board.js';
import { lines, stacked } from '../panels.js';
import { chosenModels, rateBy } from '../query.js';

const LEGEND = '{{model}} {{version}}';
const byRole = (metric: string) => `max by (model, version, role) (${metric}{${chosenModels}})`;

/** A challenger beside its champion; `version` is that of the challenger. */
export const challengerRow: Board['rows'][number] = {
  title: 'Challenger in the shadow',
  panels: [
    lines({
      title: 'F1 of champion and challenger',
      description:
        "Both over the rows of the champion's feedback window that the challenger also predicted. Absent without a challenger.",
      unit: 'percentunit',
      width: 8,
      queries: [{ expr: byRole('shadow_f1_score'), legend: `${LEGEND} {{role}}` }],
    }),
    lines({
      title: 'Error of champion and challenger',
      description:
        'Mean absolute error of regressions over the same rows of both, in the unit of the target.',
      unit: 'short',
      width: 8,
      min: 0,
      queries: [{ expr: byRole('shadow_prediction_error'), legend: `${LEGEND} {{role}}` }],
    }),
    stacked({
      title: 'Rows in the shadow',
      description:
        'Whether the challenger agreed with the answer, failed on the row, or skipped it because it was too slow (dropped).',
      unit: 'reqps',
      width: 8,
      queries: [
        {
          expr: rateBy('model, version, result', 'shadow_predictions_total', chosenModels),
          legend: `${LEGEND} {{result}}`,
        },
      ],
    }),
  ],
};
