import type { ModelEvaluation } from '../../evaluation/index.js';
import { segmentTable, shareTable } from '../tables/index.js';
import { count, plural } from '../../words/index.js';
import { html, type Html } from '../text/index.js';
import { section } from './section.js';

/** Where the model is wrong: the slices that a search has found, and the declared segments. Nothing without segments. */
export function segmentSection({ segments }: ModelEvaluation): Html | false {
  const quality = segments?.quality ?? null;
  const shares = segments?.shares ?? [];
  if (quality === null && shares.length === 0) return false;
  return section('segments', 'Where the model is wrong', [
    quality !== null && weakSlices(quality),
    quality !== null &&
      quality.declared.length > 0 &&
      card('By segment', segmentTable('Quality by segment', quality.declared, quality.metric)),
    shares.length > 0 && card('Shares of the segments', shareTable(shares)),
  ]);
}

function weakSlices({
  weak,
  rows,
  metric,
}: NonNullable<NonNullable<ModelEvaluation['segments']>['quality']>): Html {
  const searched = `The search took ${plural(rows, 'labelled prediction')} with their features.`;
  if (weak.length === 0) {
    return html`<p class="note">No slice of one or two conditions is worse than the rest. ${searched}</p>`;
  }
  const [first] = weak;
  return card('Weakest slices', [
    html`<p class="note">
      ${first && html`The model is worst where <strong><bdi>${first.condition}</bdi></strong> (${count(first.rows)} rows).`}
      ${searched} Slices are found on one half of them; the figures are of the other half.
    </p>`,
    segmentTable('The slices that the model is worst on', weak, metric),
  ]);
}

function card(title: string, content: Html | readonly Html[]): Html {
  return html`<div class="card">
    <h3>${title}</h3>
    ${content}
  </div>`;
}
