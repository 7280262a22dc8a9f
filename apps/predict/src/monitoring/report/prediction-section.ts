import type { WindowEvaluation } from '@plumbline/evaluation';
import { distributionPlot } from './distribution-plot.js';
import { LEGEND } from './drift-section.js';
import { driftTable } from './drift-table.js';
import { html, type Html } from './html.js';
import { section } from './section.js';

/** How the model's answers differ from those on the reference. */
export function predictionSection({ prediction }: WindowEvaluation): Html {
  const named = { ...prediction, feature: 'prediction', descriptor: null };
  const table = html`<div class="card">${driftTable([named])}</div>`;
  const picture = html`<div class="card picture">
    ${distributionPlot('prediction-plot', 'prediction', prediction.distribution)}
  </div>`;
  return section('predictions', 'Predictions', [table, LEGEND, picture]);
}
