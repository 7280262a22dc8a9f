import { createHash } from 'node:crypto';
import type { ModelEvaluation } from '../../evaluation/index.js';
import { layoutStyle, plotStyle, printStyle, tableStyle, tokenStyle } from '@plumbline/theme';
import { moment } from '../../words/index.js';
import { html, type Html, type ModelReport, trusted } from '../text/index.js';
import { dataQualitySection, driftSections, predictionSection } from './drift-section.js';
import { headline } from './headline.js';
import { outcomeSection, rankingSection } from './outcome-section.js';
import { qualitySection } from './quality-section.js';
import { rulesSection } from './rules-section.js';
import { segmentSection } from './segment-section.js';
import { missingDrift, missingEvaluation, notice, section } from './section.js';
import { tiles } from './tiles.js';
import { windowFacts } from './window-facts.js';

/** The whole style of the page. The policy has its hash, so it never contains data. */
const style = [tokenStyle, layoutStyle, tableStyle, plotStyle, printStyle].join('\n');
const styleHash = createHash('sha256').update(style).digest('base64');

/** What the page may do, also when it is saved: apply its own style, and nothing else. */
const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** The policy of the response, which also forbids to frame the page or to run anything in it. */
export const answerPolicy = `${pagePolicy}; frame-ancestors 'none'; sandbox`;

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M7 0h2v7l3 3-4 6-4-6 3-3z' fill='%230b6e75'/%3E%3C/svg%3E";

/** Only the style, without any other character: the policy has its hash. */
const STYLE = trusted(`<style>${style}</style>`);

/** The report as a self-contained page: no scripts, no other files, no network. */
export function reportPage(report: ModelReport): string {
  return `<!doctype html>\n${page(report).toString()}\n`;
}

function page(report: ModelReport): Html {
  const { model, version } = report;
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="Content-Security-Policy" content="${pagePolicy}" />
      <title>${model} version ${version}: Plumbline report</title>
      <link rel="icon" href="${ICON}" />
      ${STYLE}
    </head>
    <body>
      ${masthead(report)}
      <main>${content(report)}</main>
      <footer class="colophon">
        Plumbline report. A drift score shows that values have changed, not that the model has degraded. Read
        it together with the quality.
      </footer>
    </body>
  </html>`;
}

function masthead(report: ModelReport): Html {
  const { model, version, champion, description, evaluation } = report;
  return html`<header class="masthead">
    <p class="eyebrow">
      <svg class="bob" viewBox="0 0 16 22" aria-hidden="true" focusable="false">
        <path d="M7.25 0h1.5v11h-1.5zM4 11h8v2.5L8 22 4 13.5z" /></svg
      >Plumbline report
    </p>
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
  return html` ${drift === null ? section('drift', 'Drift', notice(missingDrift(evaluation))) : driftSections(drift, report)}
  ${rankingSection(evaluation)} ${drift && predictionSection(drift, report)} ${outcomeSection(evaluation)}
  ${qualitySection(report)} ${segmentSection(evaluation)} ${rulesSection(dataQuality)}
  ${drift && dataQualitySection(drift)} ${section('window', 'Window and evaluation', windowFacts(evaluation))}`;
}

/** Links to the sections of this page. */
function contents({ drift, dataQuality, segments }: ModelEvaluation): Html {
  const all = [
    ['drift', 'Drift'],
    drift && ['distributions', 'Reference against current'],
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
