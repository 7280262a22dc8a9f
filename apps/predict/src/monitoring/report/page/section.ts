import type { ModelEvaluation, WindowState } from '../../evaluation/index.js';
import { plural } from '../../words/index.js';
import { type Content, html, type Html, type ModelReport } from '../text/index.js';

/** A section of the page with a heading; `id` is unique in the page. */
export function section(id: string, title: string, content: Content, note?: Content): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${note && html`<p class="note">${note}</p>`} ${content}
  </section>`;
}

/** A framed message in place of content. */
export function notice(content: Content): Html {
  return html`<div class="card notice">${content}</div>`;
}

/** Why there is no evaluation; undefined when there is one. */
export function missingEvaluation({ monitoring, evaluation }: ModelReport): Html | undefined {
  if (monitoring !== 'on') return html`<p><strong>Evaluation is off.</strong> ${monitoring}</p>`;
  if (evaluation !== null) return undefined;
  return html`<p>
    <strong>Not evaluated yet.</strong> The first evaluation of this version is not finished. Reload the page
    in a minute.
  </p>`;
}

/** Why the evaluation has no drift. */
export function missingDrift({ profile, predictions, model, version }: ModelEvaluation): Html {
  if (profile === null) {
    return html`<p>
      <strong>No reference profile.</strong> Drift is measured against the reference profile of the version.
      Create it with <code>npm run profile -- ${model}/${version}</code>.
    </p>`;
  }
  return (
    tooFew(predictions, 'prediction') ??
    html`<p>The evaluation of the window failed. The log has the cause.</p>`
  );
}

/** Why the evaluation has no quality. */
export function missingQuality({ feedback }: ModelEvaluation): Html {
  return (
    tooFew(feedback, 'labelled prediction') ??
    html`<p>The evaluation of the quality failed. The log has the cause.</p>`
  );
}

function tooFew({ rows, minimum }: WindowState, noun: string): Html | undefined {
  if (rows >= minimum) return undefined;
  return html`<p>
    <strong>${plural(minimum - rows, `more ${noun}`)} needed.</strong> The window holds ${plural(rows, noun)}.
    The minimum is ${minimum}.
  </p>`;
}
