import type { ColumnEvaluation, ModelQuality } from '@plumbline/evaluation';
import { type Finding, type Verdict, worstOf } from '../../verdict/index.js';
import { figure, plural, score, times, worstFirst } from '../../words/index.js';

/** The relative loss from which quality counts as degraded, as for a served model. */
const DEGRADED_BY = 0.1;
const MAX_NAMED = 4;

/** How the rows of one file differ from those of another, in numbers. */
export interface ComparisonNumbers {
  readonly reference: { readonly name: string; readonly rows: number };
  readonly current: { readonly name: string; readonly rows: number };
  /** Of the columns with a score; share is null without any. */
  readonly dataset: {
    readonly computed: number;
    readonly drifted: number;
    readonly share: number | null;
    readonly driftShare: number;
    readonly datasetDrifted: boolean;
  };
  readonly columns: readonly ColumnEvaluation[];
  /** Columns of texts, which are not compared. */
  readonly texts: readonly string[];
  /** Null unless target and prediction are named; of a file without them null. */
  readonly quality: { readonly reference: ModelQuality | null; readonly current: ModelQuality | null } | null;
}

/** The verdict on a comparison: quality comes before drift. */
export function comparisonVerdict(numbers: ComparisonNumbers): Verdict {
  const findings = [qualityFinding(numbers), driftFinding(numbers)].filter((finding) => finding !== null);
  return worstOf(findings, 'The current rows are like those of the reference.');
}

function driftFinding({ dataset, columns, current }: ComparisonNumbers): Finding {
  const { computed, drifted, datasetDrifted } = dataset;
  const among = `among ${plural(current.rows, 'row')}`;
  if (computed === 0) {
    return {
      status: 'unknown',
      summary: 'Whether the rows have changed is not known.',
      evidence: `None of the ${plural(columns.length, 'column')} could be compared with the reference.`,
      action: 'The table of columns says why.',
    };
  }
  if (drifted === 0) {
    return {
      status: 'healthy',
      summary: 'The rows are like those of the reference.',
      evidence: `None of the ${plural(computed, 'column')} has drifted from the reference ${among}.`,
    };
  }
  const named = worstFirst(columns)
    .filter(({ drift }) => drift?.drifted)
    .slice(0, MAX_NAMED)
    .map(({ name, drift }) => `${name} (${times(drift?.severity)} its threshold)`);
  const rest = drifted > named.length ? ` and ${plural(drifted - named.length, 'other')}` : '';
  const have = drifted === 1 ? 'has' : 'have';
  return {
    status: 'watch',
    summary: datasetDrifted ? 'The rows have changed.' : 'Some of the columns have changed.',
    evidence: `${drifted} of ${plural(computed, 'column')} ${have} drifted from the reference ${among}: ${named.join(', ')}${rest}.`,
    action: 'Compare the distributions of these columns, and look for a change in their source.',
  };
}

/** Null without target and prediction. */
function qualityFinding({ quality }: ComparisonNumbers): Finding | null {
  if (quality === null) return null;
  const [before, now] = [leading(quality.reference), leading(quality.current)];
  if (now === null || now.value === undefined) {
    return {
      status: 'unknown',
      summary: 'Whether the predictions are still right is not known.',
      evidence:
        now === null ? 'The current rows have no labels.' : `${now.name} of the current rows is undefined.`,
      action: 'Add the target and the prediction to the current file.',
    };
  }
  const evidence = `${now.name} is ${now.text} over ${plural(now.rows, 'labelled row')}`;
  if (before?.value === undefined) {
    return {
      status: 'unknown',
      summary: 'Whether the predictions have become worse is not known.',
      evidence: `${evidence}; the rows of the reference have no such figure.`,
    };
  }
  const compared = `${evidence}; ${before.text} on the reference.`;
  const isWorse = now.isError
    ? now.value > before.value * (1 + DEGRADED_BY)
    : now.value < before.value * (1 - DEGRADED_BY);
  return isWorse
    ? {
        status: 'degraded',
        summary: `The model has become worse: ${now.isError ? 'its errors are larger' : 'its F1 is lower'} than on the reference.`,
        evidence: compared,
        action: 'Look at the classes and columns that have changed, then retrain on newer rows.',
      }
    : { status: 'healthy', summary: 'The predictions are as right as on the reference.', evidence: compared };
}

/** The figure that a model is judged by. */
function leading(quality: ModelQuality | null) {
  if (quality === null) return null;
  const { rows } = quality;
  if (quality.task === 'regression') {
    const { meanAbsoluteError: value } = quality;
    return { name: 'The mean absolute error', value, text: figure(value), rows, isError: true };
  }
  return { name: 'F1', value: quality.f1, text: score(quality.f1), rows, isError: false };
}
