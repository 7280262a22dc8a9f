import type { WindowEvaluation } from '@plumbline/evaluation';
import type { ModelEvaluation } from '../evaluation/index.js';
import { baselineText, columnNoun, columnTitle, plural, times, worstFirst } from '../words/index.js';
import type { Finding } from './finding.js';

const MAX_NAMED = 4;

const COMPARE = 'Compare the distributions of these columns, and look for a change in their source.';

/** What has changed since the reference, or since what the manifest has drift measured against. */
export function driftFindings(evaluation: ModelEvaluation): Finding[] {
  const { drift, baseline } = evaluation;
  if (drift === null) return [absentFinding(evaluation)];
  const against = baselineText(baseline);
  if (baseline != null && baseline.absent !== null) return [withoutBaseline(against, baseline.absent)];
  return [inputFinding(drift, against), predictionFinding(drift, against)];
}

function withoutBaseline(against: string, reason: string): Finding {
  return {
    status: 'unknown',
    summary: 'Whether the inputs have changed is not known.',
    evidence: `Drift is measured against ${against}: ${reason}.`,
    action: 'Wait for more predictions.',
  };
}

function absentFinding({
  profile,
  predictions: { rows, minimum },
  model,
  version,
}: ModelEvaluation): Finding {
  const summary = 'Whether the inputs have changed is not known.';
  if (profile === null) {
    const action = `Create the reference profile with npm run profile -- ${model}/${version}.`;
    return { status: 'unknown', summary, evidence: 'The version has no reference profile.', action };
  }
  return rows < minimum
    ? {
        status: 'unknown',
        summary,
        evidence: `The window has ${plural(rows, 'prediction')}, and ${minimum} are needed.`,
        action: 'Wait for more predictions.',
      }
    : {
        status: 'unknown',
        summary,
        evidence: 'The evaluation of the window failed.',
        action: 'The cause is in the log of the service.',
      };
}

/** `1 of 13 features has drifted from the reference: chol (2.1× its threshold).` */
function inputFinding(drift: WindowEvaluation, against: string): Finding {
  const { computed, drifted, datasetDrifted } = drift.dataset;
  const noun = columnNoun(drift.columns);
  if (computed === 0) {
    return {
      status: 'unknown',
      summary: 'Whether the inputs have changed is not known.',
      evidence: `None of the ${plural(drift.columns.length, noun)} could be compared with ${against}.`,
      action: 'The table of columns says why.',
    };
  }
  const all = plural(computed, noun);
  const window = `among ${plural(drift.rows, 'prediction')}`;
  if (drifted === 0) {
    return {
      status: 'healthy',
      summary: `The inputs are like those of ${against}.`,
      evidence: `None of the ${all} has drifted from ${against} ${window}.`,
    };
  }
  const subject =
    drifted === computed ? `All ${all} have` : `${drifted} of ${all} ${drifted === 1 ? 'has' : 'have'}`;
  return {
    status: 'watch',
    summary: datasetDrifted ? 'The inputs have changed.' : 'Some of the inputs have changed.',
    evidence: `${subject} drifted from ${against} ${window}: ${driftedNames(drift)}.`,
    action: COMPARE,
  };
}

function driftedNames({ columns, dataset: { drifted } }: WindowEvaluation): string {
  const named = worstFirst(columns)
    .filter(({ drift }) => drift?.drifted)
    .slice(0, MAX_NAMED);
  const names = named.map(
    (column) => `${columnTitle(column)} (${times(column.drift?.severity)} its threshold)`,
  );
  const rest = drifted - named.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${plural(rest, 'other')}` : ''}`;
}

function predictionFinding({ prediction: { drift }, rows }: WindowEvaluation, against: string): Finding {
  const window = `over ${plural(rows, 'prediction')}`;
  if (drift === null) {
    return {
      status: 'unknown',
      summary: 'Whether the predictions have changed is not known.',
      evidence: `The predictions could not be compared with ${against}.`,
    };
  }
  const figure = `${times(drift.severity)} the threshold of ${drift.displayName} ${window}`;
  return drift.drifted
    ? {
        status: 'watch',
        summary: `The model answers differently than on ${against}.`,
        evidence: `The predictions have drifted from ${against}: ${figure}.`,
        action: `Compare the predictions with ${against}; labels show whether they are right.`,
      }
    : {
        status: 'healthy',
        summary: `The predictions are distributed as on ${against}.`,
        evidence: `The predictions have not drifted from ${against}: ${figure}.`,
      };
}
