import { plotScale } from '@plumbline/plots';
import { times } from '../../words/index.js';
import { html, type Html } from '../text/index.js';

const WIDTH = 120;
const HEIGHT = 12;
/** A larger severity fills the bar, and an arrow shows that it exceeds it. */
const MAX_SEVERITY = 3;
const x = plotScale([0, MAX_SEVERITY], [0, WIDTH]).clamp(true);

/** A severity as a bar with a mark at the threshold, and as a number; null when there is no score. */
export function severityBar(severity: number | null, drifted: boolean): Html {
  if (severity === null || !Number.isFinite(severity)) return html`<span class="muted">–</span>`;
  return html`<span class="severity"
    ><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false">
      <rect class="track" width="${WIDTH}" height="6" y="3" rx="3" />
      <rect class="${drifted ? 'beyond' : 'within'}" width="${x(severity)}" height="6" y="3" rx="3" />
      <line class="threshold" x1="${x(1)}" x2="${x(1)}" y1="0" y2="${HEIGHT}" />
      ${severity > MAX_SEVERITY && html`<path class="more" d="M${WIDTH - 9} 1l5 5-5 5" />`}</svg
    ><span class="value">${times(severity)}</span></span
  >`;
}
