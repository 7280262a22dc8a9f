import { versionText } from '../../models/manifest/index.js';
import { moment } from './figures.js';
import { dataQualityNews, dataQualityTable } from './data-quality-table.js';
import { driftSections } from './drift-section.js';
import { headline } from './headline.js';
import { html, type Html, trusted } from './html.js';
import type { ModelEvaluation } from '../evaluation/index.js';
import type { ModelReport } from './model-report.js';
import { pagePolicy } from './page-policy.js';
import { style } from './page-style.js';
import { predictionSection } from './prediction-section.js';
import { qualitySection } from './quality-section.js';
import { missingDrift, missingEvaluation } from './report-state.js';
import { notice, section } from './section.js';
import { tiles } from './tiles.js';
import { windowFacts } from './window-facts.js';

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M7 0h2v7l3 3-4 6-4-6 3-3z' fill='%230b6e75'/%3E%3C/svg%3E";

/** Made of the style alone: the policy knows its hash, which another blank would change. */
const STYLE = trusted(`<style>${style}</style>`);

/** The report as a page that needs nothing else: no script, no other file, no network. */
export function reportPage(report: ModelReport): string {
  return `<!doctype html>\n${page(report).toString()}\n`;
}

function page(report: ModelReport): Html {
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta http-equiv="Content-Security-Policy" content="${pagePolicy}" />
      <title>${versionText(report)}: Plumbline report</title>
      <link rel="icon" href="${ICON}" />
      ${STYLE}
    </head>
    <body>
      ${masthead(report)}
      <main>${content(report)}</main>
      <footer class="colophon">
        Plumbline report. A score shows that values changed, not that the model is worse: read it beside the
        quality.
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
  const { drift } = evaluation;
  return html` ${drift === null ? section('drift', 'Drift', notice(missingDrift(evaluation))) : driftSections(drift, report)}
  ${drift && predictionSection(drift)} ${qualitySection(report)}
  ${drift && section('data-quality', 'Data quality', html`<div class="card">${dataQualityTable(drift.columns)}</div>`, dataQualityNews(drift.columns))}
  ${section('window', 'Window and evaluation', windowFacts(evaluation))}`;
}

/** Leads to the sections that there are. */
function contents({ drift }: ModelEvaluation): Html {
  const all = [
    ['drift', 'Drift'],
    drift && ['distributions', 'Reference against current'],
    drift && ['predictions', 'Predictions'],
    ['quality', 'Quality'],
    drift && ['data-quality', 'Data quality'],
    ['window', 'Window'],
  ];
  return html`<nav class="contents" aria-label="Sections">
    ${all.map((entry) => entry && html`<a href="#${entry[0]}">${entry[1]}</a>`)}
  </nav>`;
}
