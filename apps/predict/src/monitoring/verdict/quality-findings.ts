import { outsideReason } from '@plumbline/evaluation';
import type { ModelEvaluation } from '../evaluation/index.js';
import {
  type ClassificationEvaluation,
  type MultilabelEvaluation,
  type RegressionEvaluation,
  scoreCoverage,
} from '../quality/index.js';
import { figure, plural, score } from '../words/index.js';
import { f1WithoutLabels } from './f1-without-labels.js';
import type { Finding } from './finding.js';
import type { VerdictSubject } from './verdict-subject.js';

/** The relative loss from which quality counts as degraded, as in the alert ModelF1BelowRegistered. */
const DEGRADED_BY = 0.1;

const NOT_KNOWN = 'Whether the predictions are still right is not known.';

/** The quality over labelled predictions. */
export function qualityFinding(subject: VerdictSubject, evaluation: ModelEvaluation): Finding {
  const { quality, qualityInterval = null, feedback } = evaluation;
  if (quality === null) {
    const { rows, minimum } = feedback;
    return {
      status: 'unknown',
      summary: NOT_KNOWN,
      evidence:
        rows < minimum
          ? `There are ${plural(rows, 'labelled prediction')}, and ${minimum} are needed.`
          : 'The evaluation of the labelled predictions failed.',
      action:
        rows < minimum
          ? 'Send what has turned out to be true with POST /feedback.'
          : 'The cause is in the log of the service.',
    };
  }
  const over = `over ${plural(feedback.rows, 'labelled prediction')}`;
  const text = quality.task === 'regression' ? figure : score;
  const interval = qualityInterval && `${text(qualityInterval.lower)} to ${text(qualityInterval.upper)}`;
  const rows = interval === null ? over : `(95 % interval ${interval}) ${over}`;
  return quality.task === 'regression'
    ? errorFinding(quality, rows, subject.baseline)
    : f1Finding(subject, quality, rows);
}

function errorFinding(
  { meanAbsoluteError: error }: RegressionEvaluation,
  rows: string,
  baseline: number | null,
): Finding {
  const evidence = `The mean absolute error is ${figure(error)} ${rows}; ${atRegistration(baseline, figure)}.`;
  if (error === null || baseline === null) return withoutBaseline(evidence);
  return error > baseline * (1 + DEGRADED_BY)
    ? degraded('its errors are larger than at registration', evidence)
    : asGood(evidence);
}

function f1Finding(
  subject: VerdictSubject,
  quality: ClassificationEvaluation | MultilabelEvaluation,
  rows: string,
): Finding {
  const { average, baseline } = subject;
  const { undefinedScores, coveredClasses } = scoreCoverage(quality, subject);
  if (undefinedScores.f1 !== null) {
    const evidence = `F1 (${average}) is undefined ${rows}: ${undefinedScores.f1}.`;
    return { status: 'unknown', summary: NOT_KNOWN, evidence, action: 'Wait for labels of that class.' };
  }
  const all = quality.task === 'multilabel' ? coveredClasses : quality.classes.length;
  const part =
    average === 'binary' || coveredClasses === all ? '' : ` and ${coveredClasses} of ${all} classes`;
  const { f1 } = quality;
  const evidence = `F1 (${average}) is ${score(f1)} ${rows}${part}; ${atRegistration(baseline, score)}.`;
  if (f1 === null || baseline === null) return withoutBaseline(evidence);
  return f1 < baseline * (1 - DEGRADED_BY)
    ? degraded('it makes more mistakes than at registration', evidence)
    : asGood(evidence);
}

function atRegistration(baseline: number | null, text: (value: number) => string): string {
  return baseline === null
    ? 'the figure at registration is not known'
    : `it was ${text(baseline)} at registration`;
}

function degraded(how: string, evidence: string): Finding {
  const action = 'Retrain the model with recent labels, or roll back to the version before.';
  return { status: 'degraded', summary: `The model has degraded: ${how}.`, evidence, action };
}

function asGood(evidence: string): Finding {
  return { status: 'healthy', summary: 'The predictions are as good as at registration.', evidence };
}

function withoutBaseline(evidence: string): Finding {
  return {
    status: 'unknown',
    summary: 'Whether the predictions are as good as at registration is not known.',
    evidence,
    action: 'Give the figure of a holdout in "metrics" of the next version\'s manifest.',
  };
}

/** An estimate without labels that is worse than usual: weaker evidence than labels. One with a reason to doubt it counts for nothing. */
export function estimateFindings(subject: VerdictSubject, evaluation: ModelEvaluation): Finding[] {
  const outside = outsideReason(evaluation.drift?.outsideReference);
  if (outside !== null) return [withoutEstimate(outside)];
  if ((evaluation.estimateWarnings ?? []).length > 0) return [];
  const evidence = lowF1(subject, evaluation) ?? highError(subject, evaluation);
  if (evidence === null) return [];
  const summary =
    subject.task === 'regression'
      ? 'The errors of the model are probably larger than at registration.'
      : 'The model probably makes more mistakes than usual.';
  const action = 'Collect labels of recent predictions: they show whether the estimate is right.';
  return [{ status: 'watch', summary, evidence, action }];
}

function withoutEstimate(reason: string): Finding {
  return {
    status: 'unknown',
    summary: 'Whether the model is right about such inputs is not known.',
    evidence: `Quality without labels is not estimated: ${reason}.`,
    action: 'Collect labels of recent predictions.',
  };
}

function lowF1(subject: VerdictSubject, evaluation: ModelEvaluation): string | null {
  const f1 = f1WithoutLabels(evaluation, subject);
  if (f1 === null || !f1.alert) return null;
  const { value, lower, upper, threshold } = f1;
  return `F1 (${subject.average}) is estimated at ${score(value)} (${score(lower)} to ${score(upper)}) without labels; usual is ${score(threshold.lower)} or more.`;
}

/** As in the alert ModelErrorEstimatedRise. */
function highError({ baseline }: VerdictSubject, { estimatedError }: ModelEvaluation): string | null {
  const error = estimatedError?.meanAbsoluteError ?? null;
  if (error === null || baseline === null || error.lower <= baseline * (1 + DEGRADED_BY)) return null;
  const { value, lower, upper } = error;
  return `The mean absolute error is estimated at ${figure(value)} (${figure(lower)} to ${figure(upper)}) without labels; ${atRegistration(baseline, figure)}.`;
}
