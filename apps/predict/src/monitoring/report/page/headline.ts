import { html, type Html, type ModelReport } from '../text/index.js';

/** The verdict in a sentence, the figures behind it, and what to do. */
export function headline({ verdict }: Pick<ModelReport, 'verdict'>): Html {
  if (verdict === null) return html``;
  const { status, summary, evidence, action } = verdict;
  return html`<p class="headline ${status}">${summary}</p>
    <ul class="news">
      ${evidence.map((text) => html`<li><bdi>${text}</bdi></li>`)}
    </ul>
    ${action && html`<p class="note"><strong>Next:</strong> <bdi>${action}</bdi></p>`}`;
}
