import type { ModelEvaluation } from '../../evaluation/index.js';
import { baselineText, moment } from '../../words/index.js';
import { html, type Html, type ModelReport } from '../text/index.js';
import { documentPage, eyebrow } from './document.js';
import { dataQualitySection, driftSections, predictionSection } from './drift-section.js';
import { headline } from './headline.js';
import { outcomeSection, rankingSection } from './outcome-section.js';
import { qualitySection } from './quality-section.js';
import { rulesSection } from './rules-section.js';
import { segmentSection } from './segment-section.js';
import { missingDrift, missingEvaluation, notice, section } from './section.js';
import { tiles } from './tiles.js';
import { windowFacts } from './window-facts.js';

/** The report as a self-contained page: no scripts, no other files, no network. */
export function reportPage(report: ModelReport): string {
  const { model, version } = report;
  return documentPage(`${model} version ${version}`, masthead(report), content(report));
}

function masthead(report: ModelReport): Html {
  const { model, version, champion, description, evaluation } = report;
  return html`<header class="masthead">
    ${eyebrow}
    <h1>
      <bdi>${model}</bdi>
      <span class="chip">version ${version}</span
      >${champion && html` <span class="chip strong">champion</span>`}
    </h1>
    <p class="note"><bdi>${description}</bdi></p>
    ${evaluation && html`<p class="note">Evaluated ${moment(evaluation.evaluatedAt)}</p>`} ${headline(report)}
  </header>`;
}

function content(report: ModelReport): Html {
  const missing = missingEvaluation(report);
  if (missing !== undefined || report.evaluation === null) return html`${notice(missing)}`;
  return html`${tiles(report)}${contents(report.evaluation)}${sections(report, report.evaluation)}`;
}

function sections(report: ModelReport, evaluation: ModelEvaluation): Html {
  const { drift, dataQuality } = evaluation;
  return html` ${drift === null ? section('drift', 'Drift', notice(missingDrift(evaluation))) : driftSections(drift, report, baselineText(evaluation.baseline))}
  ${rankingSection(evaluation)}
  ${drift && predictionSection(drift, report, baselineText(evaluation.baseline))}
  ${outcomeSection(evaluation)} ${qualitySection(report)} ${segmentSection(evaluation)}
  ${rulesSection(dataQuality)} ${drift && dataQualitySection(drift)}
  ${section('window', 'Window and evaluation', windowFacts(evaluation))}`;
}

/** Links to the sections of this page. */
function contents({ drift, dataQuality, segments }: ModelEvaluation): Html {
  const all = [
    ['drift', 'Drift'],
    drift && ['distributions', 'Distributions'],
    drift && ['predictions', 'Predictions'],
    ['quality', 'Quality'],
    segments &&
      (segments.quality !== null || segments.shares?.length) && ['segments', 'Where the model is wrong'],
    dataQuality && ['rules', 'Rules'],
    drift && ['data-quality', 'Data quality'],
    ['window', 'Window'],
  ];
  return html`<nav class="contents" aria-label="Sections">
    ${all.map((entry) => entry && html`<a href="#${entry[0]}">${entry[1]}</a>`)}
  </nav>`;
}
