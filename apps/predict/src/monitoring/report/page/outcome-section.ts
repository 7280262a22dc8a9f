import type { ModelEvaluation } from '../../evaluation/index.js';
import { driftTable, rankingTable } from '../tables/index.js';
import { html, type Html } from '../text/index.js';
import { section } from './section.js';

/** The drift of the actual values and of the probabilities. Nothing in evaluations of earlier releases. */
export function outcomeSection({ targetDrift, probabilityDrift }: ModelEvaluation): Html | false {
  if (targetDrift === undefined || probabilityDrift === undefined) return false;
  return section('outcomes', 'Labels and probabilities', [
    part('Actual values in the feedback window', targetDrift),
    part('Probabilities in the prediction window', probabilityDrift),
  ]);
}

/** The features ranked by importance times severity. Nothing in evaluations of earlier releases. */
export function rankingSection({ driftRanking }: ModelEvaluation): Html | false {
  if (driftRanking === undefined) return false;
  const { absent } = driftRanking;
  return section(
    'importance',
    'Drift by importance',
    absent === null
      ? html`<div class="card">${rankingTable(driftRanking)}</div>`
      : html`<p class="note">The importance of the features is not known: ${absent}.</p>`,
    absent === null &&
      'Importance is how much the model gets worse when the values of a feature are shuffled among reference rows. Drift of a feature without importance seldom harms.',
  );
}

function part(title: string, { columns, absent }: NonNullable<ModelEvaluation['targetDrift']>): Html {
  return absent === null
    ? html`<div class="card">
        <h3>${title}</h3>
        ${driftTable(columns)}
      </div>`
    : html`<p class="note">${title}: not compared, ${absent}.</p>`;
}
