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
  const { quality, feedback } = evaluation;
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
  const rows = `over ${plural(feedback.rows, 'labelled prediction')}`;
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

/** The estimate without labels, only where it is below its usual range: it is weaker evidence than labels. */
export function estimateFindings(subject: VerdictSubject, evaluation: ModelEvaluation): Finding[] {
  const f1 = f1WithoutLabels(evaluation, subject);
  if (f1 === null || !f1.alert) return [];
  const { value, lower, upper, threshold } = f1;
  return [
    {
      status: 'watch',
      summary: 'The model probably makes more mistakes than usual.',
      evidence: `F1 (${subject.average}) is estimated at ${score(value)} (${score(lower)} to ${score(upper)}) without labels; usual is ${score(threshold.lower)} or more.`,
      action: 'Collect labels of recent predictions: they show whether the estimate is right.',
    },
  ];
}
