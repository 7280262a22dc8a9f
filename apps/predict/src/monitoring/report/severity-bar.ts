import { times } from './figures.js';
import { html, type Html } from './html.js';
import { linearScale } from './scale.js';

const WIDTH = 120;
const HEIGHT = 12;
/** Where the bar ends: beyond it an arrow shows that there is more. */
const MOST = 3;
const place = linearScale([0, MOST], 0, WIDTH);

/** A severity as a bar with a mark at the threshold, and as a number; null when there is no score. */
export function severityBar(severity: number | null, drifted: boolean): Html {
  if (severity === null || !Number.isFinite(severity)) return html`<span class="muted">–</span>`;
  const length = place(Math.min(Math.max(severity, 0), MOST));
  return html`<span class="severity"
    ><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false">
      <rect class="track" width="${WIDTH}" height="6" y="3" rx="3" />
      <rect class="${drifted ? 'beyond' : 'within'}" width="${length}" height="6" y="3" rx="3" />
      <line class="threshold" x1="${place(1)}" x2="${place(1)}" y1="0" y2="${HEIGHT}" />
      ${severity > MOST && html`<path class="more" d="M${WIDTH - 9} 1l5 5-5 5" />`}</svg
    ><span class="value">${times(severity)}</span></span
  >`;
}
