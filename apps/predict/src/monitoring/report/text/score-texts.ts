import { html, type Html } from '@plumbline/plots';
import {
  type ClassificationEvaluation,
  type MultilabelEvaluation,
  scoreCoverage,
} from '../../quality/index.js';
import { score } from '../../words/index.js';
import type { ModelReport } from './model-report.js';

const names = { precision: 'Precision', recall: 'Recall' } as const;

type Scored = ClassificationEvaluation | MultilabelEvaluation;

/** A score, or "undefined". */
export function orUndefined(value: number | null): string {
  return value === null ? 'undefined' : score(value);
}

/** ` and 2 of 3 classes` where a mean leaves classes out, else nothing. */
export function partOfClasses(report: ModelReport, quality: Scored): string {
  const part = coveredPart(report, quality);
  return part === undefined ? '' : ` and ${part}`;
}

/** Notes on the scores that are undefined, and on the classes that a mean leaves out. */
export function scoreNotes(report: ModelReport, quality: ClassificationEvaluation): Html[] {
  const part = coveredPart(report, quality);
  const texts = [
    ...undefinedTexts(report, quality),
    ...(quality.probabilities === null
      ? ['There is no ROC AUC, log loss or calibration: no labelled prediction has probabilities in the log.']
      : []),
    ...(part === undefined
      ? []
      : [`F1, precision and recall cover ${part}: those that occur as a label or a prediction.`]),
  ];
  return texts.map((text) => html`<p class="note">${text}</p>`);
}

/** Where F1 is undefined, precision and recall are too. */
function undefinedTexts(report: ModelReport, quality: ClassificationEvaluation): string[] {
  const { undefinedScores: reasons } = scoreCoverage(quality, report);
  if (reasons.f1 !== null) return [`F1, precision and recall are undefined: ${reasons.f1}.`];
  return (['precision', 'recall'] as const)
    .filter((name) => reasons[name] !== null)
    .map((name) => `${names[name]} is undefined: ${reasons[name]}.`);
}

function coveredPart(report: ModelReport, quality: Scored): string | undefined {
  if (quality.task === 'multilabel') return undefined;
  const { coveredClasses } = scoreCoverage(quality, report);
  const all = quality.classes.length;
  return report.average === 'binary' || coveredClasses === all
    ? undefined
    : `${coveredClasses} of ${all} classes`;
}
