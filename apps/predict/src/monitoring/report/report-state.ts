import type { ModelEvaluation, WindowState } from '../evaluation/index.js';
import { plural } from './figures.js';
import { html, type Html } from './html.js';
import type { ModelReport } from './model-report.js';

/** Why there is nothing to show at all; undefined when there is an evaluation. */
export function missingEvaluation({ monitoring, evaluation }: ModelReport): Html | undefined {
  if (monitoring !== 'on') return html`<p><strong>Evaluation is off.</strong> ${monitoring}</p>`;
  if (evaluation === null) {
    return html`<p>
      <strong>Not evaluated yet.</strong> The first evaluation of this version is still to come; ask again in
      a minute.
    </p>`;
  }
  return undefined;
}

/** Why no drift is shown; undefined when it is. */
export function missingDrift(evaluation: ModelEvaluation): Html | undefined {
  const { drift, profile, predictions, model, version } = evaluation;
  if (drift !== null) return undefined;
  if (profile === null) {
    return html`<p>
      <strong>No reference profile.</strong> There is nothing to compare the current rows with. Make one with
      <code>npm run profile -- ${model}/${version}</code>.
    </p>`;
  }
  return (
    tooFew(predictions, 'prediction') ??
    html`<p>The window could not be evaluated; the log has the cause.</p>`
  );
}

/** Why no realised quality is shown; undefined when it is. */
export function missingQuality({ quality, feedback }: ModelEvaluation): Html | undefined {
  if (quality !== null) return undefined;
  return (
    tooFew(feedback, 'labelled prediction') ??
    html`<p>The quality could not be computed; the log has the cause.</p>`
  );
}

function tooFew({ rows, minimum }: WindowState, noun: string): Html | undefined {
  if (rows >= minimum) return undefined;
  return html`<p>
    <strong>${plural(minimum - rows, `more ${noun}`)} needed.</strong> The window holds ${plural(rows, noun)};
    below ${minimum} nothing is said about them.
  </p>`;
}
