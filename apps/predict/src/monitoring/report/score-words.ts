import { type ClassificationEvaluation, scoreCoverage } from '../evaluation/index.js';
import { score } from './figures.js';
import { html, type Html } from './html.js';
import type { ModelReport } from './model-report.js';

const names = { precision: 'Precision', recall: 'Recall' } as const;

/** A score, or that it is undefined. */
export function orUndefined(value: number | null): string {
  return value === null ? 'undefined' : score(value);
}

/** ` and 2 of 3 classes` where a mean leaves classes out, else nothing. */
export function partOfClasses(report: ModelReport, quality: ClassificationEvaluation): string {
  const part = coveredPart(report, quality);
  return part === undefined ? '' : ` and ${part}`;
}

/** Says which scores are undefined and why, and which classes a mean leaves out. */
export function scoreNotes(report: ModelReport, quality: ClassificationEvaluation): Html[] {
  const part = coveredPart(report, quality);
  const texts = [
    ...undefinedTexts(report, quality),
    ...(part === undefined
      ? []
      : [`F1, precision and recall cover ${part}: those with a row as truth or as prediction.`]),
  ];
  return texts.map((text) => html`<p class="note">${text}</p>`);
}

/** Without an F1 there is neither of the others. */
function undefinedTexts(report: ModelReport, quality: ClassificationEvaluation): string[] {
  const { undefinedScores: reasons } = scoreCoverage(quality, report);
  if (reasons.f1 !== null) return [`F1, precision, recall: undefined, ${reasons.f1}.`];
  return (['precision', 'recall'] as const)
    .filter((name) => reasons[name] !== null)
    .map((name) => `${names[name]}: undefined, ${reasons[name]}.`);
}

function coveredPart(report: ModelReport, quality: ClassificationEvaluation): string | undefined {
  const { coveredClasses } = scoreCoverage(quality, report);
  const all = quality.classes.length;
  return report.average === 'binary' || coveredClasses === all
    ? undefined
    : `${coveredClasses} of ${all} classes`;
}
